"""The API: the wire reply, and a problem for everything else."""

import time
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Address

from qa.pipeline import Assistant, Traced
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.holder import Holder
from qa.web.rate import address_of
from qa.wire import from_wire
from tests.qa.web.conftest import Site

CAR_T = "What is CAR T-cell therapy?"


@pytest.fixture(scope="module")
def client(article: Assistant) -> Iterator[TestClient]:
    settings = Settings(questions_per_minute=0, most_body_bytes=16384)
    with TestClient(create_app(Holder(article), settings, time.perf_counter)) as client:
        yield client


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def test_a_question_gets_the_wire_reply(client: TestClient, article: Assistant) -> None:
    wire = client.post("/api/v1/ask", json={"question": CAR_T, "k": 2}).json()
    assert wire["schema"] == 1
    assert wire["passages"][0]["citation"]["section"] == ["Emerging Therapies and Approaches"]
    assert from_wire(wire) == article.ask(CAR_T, 2)


def test_a_question_can_be_narrowed(client: TestClient) -> None:
    section = "Challenges and Future Prospects"
    narrowed = {"question": CAR_T, "k": 3, "only": {"sections": [section.upper()]}}
    wire = client.post("/api/v1/ask", json=narrowed).json()
    cited = [quoted["citation"] for quoted in wire["passages"]] + wire.get("closest", [])
    assert {tuple(citation["section"]) for citation in cited} <= {(section,)}
    nowhere = {"question": CAR_T, "only": {"documents": ["another-page"]}}
    assert client.post("/api/v1/ask", json=nowhere).json()["kind"] == "abstention"
    # The article's review is not overdue, and "draft" is a state that never answers.
    overdue = {"question": CAR_T, "only": {"states": ["review overdue"]}, "explain": True}
    wire = client.post("/api/v1/ask", json=overdue).json()
    assert (wire["kind"], wire["closest"], wire["explain"]["candidates"]) == ("abstention", [], [])
    draft = {"question": CAR_T, "only": {"states": ["draft"]}}
    assert problem(client.post("/api/v1/ask", json=draft), 422)["errors"]
    unknown = {"question": CAR_T, "only": {"authors": ["x"]}}
    assert problem(client.post("/api/v1/ask", json=unknown), 422)["errors"]


@pytest.mark.parametrize("k", [0, 11, "many", "3", True, 2.5])
def test_k_is_from_1_to_10(client: TestClient, k: object) -> None:
    body = problem(client.post("/api/v1/ask", json={"question": CAR_T, "k": k}), 422)
    assert body["errors"][0]["pointer"] == "#/k"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"question": 1}', b"{}", b'{"question": "a", "x": 1}']
)
def test_a_body_of_another_form_is_named(client: TestClient, body: bytes) -> None:
    response = client.post(
        "/api/v1/ask", content=body, headers={"content-type": "application/json"}
    )
    assert problem(response, 422)["errors"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"question": ', "#"),
        (b"[]", "#"),
        (b"{}", "#/question"),
        (b'{"question": "a", "a/b~c": 1}', "#/a~1b~0c"),
        (b'{"question": "a", "history": ["b", 3]}', "#/history/1"),
    ],
)
def test_a_problem_points_at_its_place(client: TestClient, body: bytes, pointer: str) -> None:
    told = client.post("/api/v1/ask", content=body, headers={"content-type": "application/json"})
    assert problem(told, 422)["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "body", [b'{"question": "caf\xe9"}', b"[" * 5000, b"\x1f\x8b\x00", b"1" * 4301]
)
def test_a_body_that_breaks_its_parser_is_said_to(client: TestClient, body: bytes) -> None:
    response = client.post(
        "/api/v1/ask", content=body, headers={"content-type": "application/json"}
    )
    detail = "the body is not JSON in UTF-8, is nested too deep, or holds too long a number"
    assert problem(response, 400)["detail"] == detail


def test_a_problem_never_repeats_the_question(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": ["my secret"], "k": 0})
    problem(response, 422)
    assert "secret" not in response.text


def test_a_long_question_is_refused(client: TestClient) -> None:
    body = problem(client.post("/api/v1/ask", json={"question": "a" * 2001}), 422)
    assert "2001 characters" in body["detail"]


def test_a_lone_surrogate_or_null_is_a_question_like_any_other(client: TestClient) -> None:
    response = client.post(
        "/api/v1/ask",
        content=b'{"question": "CAR \\ud800 T-cell\\u0000 therapy"}',
        headers={"content-type": "application/json"},
    )
    assert response.status_code == 200


def test_only_json_is_read(client: TestClient) -> None:
    for headers in ({"content-type": "text/plain"}, {"content-type": "application/x-y"}):
        problem(client.post("/api/v1/ask", content=b'{"question":"a"}', headers=headers), 415)


def test_a_body_may_not_be_too_large(client: TestClient) -> None:
    problem(client.post("/api/v1/ask", json={"question": "a" * 17000}), 413)
    # Without a length, too.
    problem(client.post("/api/v1/ask", content=(b"a" * 1000 for _ in range(20))), 413)


def test_other_methods_are_named(client: TestClient) -> None:
    response = client.get("/api/v1/ask")
    problem(response, 405)
    assert response.headers["allow"] == "POST"
    problem(client.post("/source/x"), 405)
    problem(client.delete("/api/v1/documents"), 405)


def test_what_is_not_there_is_404(client: TestClient) -> None:
    problem(client.get("/api/v1/nothing"), 404)


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_subscriber_is_counted_once_for_all_addresses(host: str, counted_as: str) -> None:
    assert address_of(Address(host, 1234)) == counted_as


def test_asking_too_often_is_429(article: Assistant) -> None:
    settings = Settings(questions_per_minute=2)
    with TestClient(create_app(Holder(article), settings, time.perf_counter)) as client:
        for _ in range(2):
            assert client.post("/api/v1/ask", json={"question": CAR_T}).status_code == 200
        response = client.post("/api/v1/ask", json={"question": CAR_T})
        problem(response, 429)
        assert int(response.headers["retry-after"]) >= 1
        assert client.get("/healthz").status_code == 200


def test_without_an_index_the_server_is_up_but_not_ready(article: Assistant) -> None:
    holder = Holder()
    with TestClient(create_app(holder, Settings(), time.perf_counter)) as client:
        assert client.get("/healthz").status_code == 200
        problem(client.get("/readyz"), 503)
        problem(client.get("/api/v1/documents"), 503)
        response = client.post("/api/v1/ask", json={"question": CAR_T})
        problem(response, 503)
        assert response.headers["retry-after"]
        assert client.get("/source/x").status_code == 503
        holder.follow(lambda: article)
        assert client.get("/readyz").json()["index_version"] == article.index.version
        assert client.post("/api/v1/ask", json={"question": CAR_T}).status_code == 200


def test_a_bug_is_500_and_says_nothing(article: Assistant) -> None:
    class Broken(Assistant):
        def trace(self, *_: object, **_named: object) -> Traced:
            raise RuntimeError("my secret")

    broken = Broken(**{field.name: getattr(article, field.name) for field in fields(article)})
    app = create_app(Holder(broken), Settings(), time.perf_counter)
    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.post("/api/v1/ask", json={"question": CAR_T})
        problem(response, 500)
        assert "secret" not in response.text


def test_the_documents_state_what_they_state(client: TestClient) -> None:
    listed = client.get("/api/v1/documents").json()
    assert listed["total"] == 1
    document = listed["documents"][0]
    assert document["title"] == "Immune therapy for multiple sclerosis"
    assert document["reviewed_on"] is None
    assert document["publisher"] is None
    assert document["state"] == "review not stated"
    assert client.get(document["source_url"]).status_code == 200
    assert client.get("/api/v1/documents?offset=1").json()["documents"] == []
    problem(client.get("/api/v1/documents?limit=0"), 422)


def test_openapi_lists_the_api_and_no_page_of_a_cdn(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    read = {"/api/v1/documents", "/healthz", "/readyz"}
    assert set(paths) == read | {"/api/v1/ask", "/api/v1/feedback"}
    for page in ("/docs", "/redoc"):
        problem(client.get(page), 404)


def test_gradio_client_can_ask(site: Site) -> None:
    from gradio_client import Client

    client = Client(site.url, verbose=False)
    try:
        wire = client.predict(CAR_T, api_name="/ask")
    finally:
        client.close()
    assert from_wire(wire) == site.assistant.ask(CAR_T)
    assert list(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == [
        "/ask"
    ]
