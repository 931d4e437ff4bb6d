"""What `/openapi.json` says of the answers and the problems is what the routes send."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.described import ListingForm, ReplyForm
from qa.web.holder import Holder

JSON = {"content-type": "application/json"}
OPTIONAL = {"reply_id", "explain"}
QUESTIONS = {
    "What is CAR T-cell therapy?": "answer",
    "How do I bake sourdough bread?": "abstention",
    "Hello": "abstention",
    "Should I stop taking my medicine?": "referral",
    "I want to kill myself": "referral",
}


@pytest.fixture(scope="module")
def client(article: Assistant) -> Iterator[TestClient]:
    settings = Settings(questions_per_minute=0)
    with TestClient(create_app(Holder(article), settings, time.perf_counter)) as client:
        yield client


@pytest.fixture(scope="module")
def paths(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    return found


@pytest.mark.parametrize(("question", "kind"), QUESTIONS.items())
@pytest.mark.parametrize("explain", [False, True])
def test_each_kind_of_reply_has_the_described_form(
    client: TestClient, question: str, kind: str, *, explain: bool
) -> None:
    wire = client.post("/api/v1/ask", json={"question": question, "explain": explain}).json()
    read = TypeAdapter(ReplyForm).validate_python(wire)
    assert wire["kind"] == kind
    # Neither is more sent than described, nor more described than sent.
    again = TypeAdapter(ReplyForm).dump_python(read, mode="json", by_alias=True)
    assert {k: v for k, v in again.items() if k not in OPTIONAL - wire.keys()} == wire


def test_the_listing_has_the_described_form(client: TestClient) -> None:
    wire = client.get("/api/v1/documents").json()
    assert ListingForm.model_validate(wire).model_dump(mode="json") == wire


def test_the_forms_are_in_the_description(client: TestClient, paths: dict[str, Any]) -> None:
    described = paths["/api/v1/ask"]["post"]["responses"]["200"]["content"]["application/json"]
    assert described["schema"]["discriminator"]["propertyName"] == "kind"
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert "HTTPValidationError" not in schemas
    assert {"AnswerForm", "AbstentionForm", "ReferralForm"} <= schemas.keys()


FEEDBACK = json.dumps({"reply_id": "a" * 12, "helped": True}).encode()


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/api/v1/ask", (b"{", JSON), 422),
        ("/api/v1/ask", (b"{}", JSON), 422),
        ("/api/v1/ask", (b"\xff", JSON), 400),
        ("/api/v1/ask", (b"{}", {"content-type": "text/plain"}), 415),
        ("/api/v1/ask", (b" " * 600_000, JSON), 413),
        ("/api/v1/documents?limit=0", None, 422),
        ("/api/v1/feedback", (b"{}", JSON), 422),
        ("/api/v1/feedback", (FEEDBACK, JSON), 404),
    ],
)
def test_each_problem_is_described(
    client: TestClient,
    paths: dict[str, Any],
    path: str,
    sent: tuple[bytes, dict[str, str]] | None,
    status: int,
) -> None:
    if sent is None:
        answer = client.get(path)
    else:
        answer = client.post(path, content=sent[0], headers=sent[1])
    assert answer.status_code == status
    (operation,) = paths[path.partition("?")[0]].values()
    described = operation["responses"][str(status)]["content"]
    assert list(described) == [answer.headers["content-type"]]
    (schema,) = (content["schema"] for content in described.values())
    assert set(schema["required"]) <= answer.json().keys() <= schema["properties"].keys()


def test_what_comes_of_haste_and_of_no_index_is_described(
    article: Assistant, paths: dict[str, Any]
) -> None:
    asked = paths["/api/v1/ask"]["post"]["responses"]
    hasty = Settings(questions_per_minute=1)
    with TestClient(create_app(Holder(article), hasty, time.perf_counter)) as client:
        sent = [client.post("/api/v1/ask", json={"question": "What is MS?"}) for _ in range(2)]
    assert sent[1].status_code == 429
    assert "429" in asked
    with TestClient(create_app(Holder(), Settings(), time.perf_counter)) as client:
        assert client.post("/api/v1/ask", json={"question": "What is MS?"}).status_code == 503
        assert client.get("/readyz").status_code == 503
    assert "503" in asked
    assert "503" in paths["/readyz"]["get"]["responses"]
