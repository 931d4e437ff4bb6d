"""No form of request makes Gradio fetch an address, copy a file or log what was typed."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.holder import Holder

PRIVATE = "a very private question"
EVENT = "/gradio_api/run/predict"


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies")


@pytest.fixture(scope="module")
def client(article: Assistant, copies: Path) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(copies))
        app = create_app(Holder(article), Settings(), time.perf_counter)
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client


def number_of(client: TestClient, name: str) -> int:
    events = client.get("/config").json()["dependencies"]
    return int(next(event["id"] for event in events if event["api_name"] == name))


def file(path: str, url: str | None = None) -> dict[str, Any]:
    return {"path": path, "url": url, "orig_name": "x", "meta": {"_type": "gradio.FileData"}}


def said(content: object, **more: object) -> list[dict[str, Any]]:
    return [{"role": "user", "content": content, **more}]


@pytest.mark.parametrize(
    "data",
    [
        [file("/etc/hostname"), None],
        [file("https://example.org/x"), None],
        [file("x", "https://example.org/x"), None],
        [PRIVATE, said([{"type": "file", "file": file("https://example.org/x")}])],
        [PRIVATE, said({"component": "image", "value": file("/etc/hostname"), "props": {}})],
        [PRIVATE, said("x", metadata={"title": PRIVATE})],
        [PRIVATE, said([{"type": "text", "text": [PRIVATE]}])],
        [PRIVATE, PRIVATE],
        [said(PRIVATE), None],
        [PRIVATE],
        [PRIVATE, None, None],
        {"a": PRIVATE},
    ],
)
def test_what_the_chat_never_sends_goes_nowhere(
    client: TestClient,
    copies: Path,
    data: object,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    looked_up: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: looked_up.append(host))
    told = client.post(EVENT, json={"data": data, "fn_index": number_of(client, "answer_typed")})
    assert (told.status_code, told.headers["content-type"]) == (422, "application/problem+json")
    assert looked_up == []
    assert [kept for kept in copies.rglob("*") if kept.is_file()] == []
    out, err = capfd.readouterr()
    assert PRIVATE not in told.text + out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    "more",
    [
        {"fn_index": 99},
        {"fn_index": 99, "data": []},
        {"fn_index": None},
        {},
        {"fn_index": 3, "event_data": {"a": 1}},
    ],
)
def test_an_event_that_there_is_none_of_is_a_problem(
    client: TestClient, more: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    told = client.post(EVENT, json={"data": [PRIVATE, None], **more})
    assert (told.status_code, told.headers["content-type"]) == (422, "application/problem+json")
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b"null", b'{"data": NaN}'])
def test_what_is_no_event_at_all_is_a_problem(client: TestClient, body: bytes) -> None:
    told = client.post(EVENT, content=body, headers={"content-type": "application/json"})
    assert (told.status_code, told.headers["content-type"]) == (422, "application/problem+json")


def test_a_lone_surrogate_is_a_word_like_any_other(client: TestClient) -> None:
    number = number_of(client, "answer_typed")
    body = f'{{"data": ["What is MS \\ud800?", null], "fn_index": {number}}}'
    told = client.post(EVENT, content=body, headers={"content-type": "application/json"})
    assert told.status_code == 200


def test_what_the_page_sends_is_answered(client: TestClient) -> None:
    number = number_of(client, "answer_typed")
    first = client.post(EVENT, json={"data": ["What is MS?", None], "fn_index": number}).json()
    again = {"data": ["What is CAR T-cell therapy?", first["data"][1]], "fn_index": number}
    page = {"event_data": None, "trigger_id": 16, "session_hash": "abc"}
    told = client.post(EVENT, json=again | page)
    assert told.status_code == 200
    assert len(told.json()["data"][1]) == 2 * len(first["data"][1])
