"""Gradio's own endpoints, behind the desk's gate."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.desk.users import Users
from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.desk import Desk
from qa.web.desk.gate import TOKEN_HEADER
from qa.web.gradio_app import make_gradio_app
from qa.web.holder import Holder
from qa.web.languages import Languages
from qa.web.noting import UNNOTED
from qa.web.rate import QuestionRate
from qa.web.shared import Shared
from tests.qa.web.desk.client import sign_in, token_of
from tests.qa.web.desk.conftest import ACT, NAME, PASSWORD, Make


def paths_of(routes: Iterable[Any]) -> Iterator[str]:
    for route in routes:
        if hasattr(route, "original_router"):
            yield from paths_of(route.original_router.routes)
        else:
            yield re.sub(r"{[^}]*}", "x", route.path)


def test_no_way_into_gradio_leads_past_the_gate(article: Assistant, tmp_path: Path) -> None:
    settings, holder, languages = (
        Settings(desk_users=tmp_path / "users"),
        Holder(article),
        Languages("en"),
    )
    shared = Shared(holder, languages, QuestionRate(0), lambda: 0.0, UNNOTED)
    desk = Desk.of(settings, holder, languages, lambda: 0.0, None)
    gradio = make_gradio_app(shared, settings, desk)
    (mounted,) = [r for r in gradio.routes if getattr(r, "path", "") == "/desk"]
    paths = set(paths_of(mounted.app.routes))  # type: ignore[attr-defined]
    assert {"/config", "/theme.css", "/gradio_api/run/x", "/gradio_api/upload"} <= paths
    # Without the guard in front, which would let few of them come as far as the gate.
    client = TestClient(desk.gate(gradio), follow_redirects=False)
    for path in paths:
        for method in ("GET", "POST", "HEAD", "DELETE"):
            answer = client.request(method, f"/desk{path}")
            to_sign_in = answer.headers.get("location") == "/desk/sign-in"
            assert answer.status_code == 401 or to_sign_in, (method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/desk/gradio_api/upload"),
        ("POST", "/desk/gradio_api/queue/join"),
        ("GET", "/desk/gradio_api/queue/data"),
        ("GET", "/desk/gradio_api/heartbeat/x"),
        ("GET", "/desk/gradio_api/file=/etc/passwd"),
        ("GET", "/desk/gradio_api/deep_link?session_hash=a"),
        ("GET", "/desk/gradio_api/openapi.json"),
        ("GET", "/desk/monitoring/summary"),
        ("POST", "/desk/login"),
    ],
)
def test_what_staff_do_not_need_is_not_there_for_them_either(
    make: Make, method: str, path: str
) -> None:
    client = make()
    sign_in(client)
    headers = {TOKEN_HEADER: token_of(client), "content-type": "application/json"}
    assert client.request(method, path, headers=headers).status_code == 404


def test_the_chat_and_the_desk_share_no_endpoint(article: Assistant, tmp_path: Path) -> None:
    Users(tmp_path / "users").add(NAME, PASSWORD)
    settings = Settings(desk_users=tmp_path / "users")
    app = create_app(Holder(article), settings, lambda: 0.0)
    with TestClient(app) as client:
        chat = client.get("/config").json()
        sign_in(client)
        desk = client.get("/desk/config").json()
    assert [page for page, _, _ in desk["pages"]] == ["", "review", "asked", "indexes", "quality"]
    assert {c["props"].get("elem_id") for c in desk["components"]} >= {"desk-question", "pin-check"}
    assert "desk-question" not in json.dumps(chat)
    assert "cw-question" not in json.dumps(desk)
    # No act of the desk waits in a queue, and none is listed for programs.
    assert {(d["queue"], d["api_visibility"]) for d in desk["dependencies"]} == {(False, "private")}


def test_no_act_of_the_desk_takes_anything_but_words(article: Assistant, tmp_path: Path) -> None:
    Users(tmp_path / "users").add(NAME, PASSWORD)
    settings = Settings(desk_users=tmp_path / "users")
    file = {"path": "/etc/hostname", "orig_name": "x", "meta": {"_type": "gradio.FileData"}}
    message = [{"role": "user", "content": "x"}]
    with TestClient(create_app(Holder(article), settings, lambda: 0.0)) as client:
        sign_in(client)
        headers = {TOKEN_HEADER: token_of(client)}
        acts = client.get("/desk/config").json()["dependencies"]
        assert len(acts) > 10
        for number in (act["id"] for act in acts):
            inputs = next(act["inputs"] for act in acts if act["id"] == number)
            for wrong in (file, [file], message, [message]):
                sent = {"fn_index": number, "session_hash": "x", "data": [wrong] * len(inputs)}
                refused = client.post(ACT, json=sent, headers=headers)
                assert not inputs or refused.status_code == 422
            # One more than there are inputs.
            sent = {"fn_index": number, "data": ["x"] * (len(inputs) + 1)}
            assert client.post(ACT, json=sent, headers=headers).status_code == 422
