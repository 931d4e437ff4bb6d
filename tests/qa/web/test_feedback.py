"""People are asked whether an answer was what they looked for, where the operator keeps it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from qa.messages import LANGUAGES, load_messages
from qa.pipeline import Assistant
from qa.records.opening import open_recorder
from qa.records.recorder import Recorder
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.holder import Holder
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat, serving

CAR_T = "What is CAR T-cell therapy?"
NOWHERE = "How do I bake sourdough bread?"


def a_recorder(article: Assistant, folder: Path) -> Recorder:
    chosen = Settings(record_questions=True, records_url=f"sqlite:///{folder / 'records.sqlite'}")
    recorder = open_recorder(chosen, lambda: article, lambda: datetime.now(UTC))
    assert recorder is not None
    return recorder


def kept(recorder: Recorder) -> list[dict[str, Any]]:
    recorder.write_waiting()
    return list(recorder.store.rows())


@pytest.fixture
def recorder(article: Assistant, tmp_path: Path) -> Recorder:
    return a_recorder(article, tmp_path)


@pytest.fixture
def client(article: Assistant, recorder: Recorder) -> Iterator[TestClient]:
    app = create_app(Holder(article), Settings(questions_per_minute=6), lambda: 0.0, recorder)
    with TestClient(app) as client:
        yield client


@pytest.fixture
def recording_site(article: Assistant, recorder: Recorder) -> Iterator[Site]:
    with serving(Holder(article), recorder, questions_per_minute=0) as site:
        yield site


def test_a_reply_of_the_api_names_itself_and_takes_feedback(
    client: TestClient, recorder: Recorder
) -> None:
    reply = client.post("/api/v1/ask", json={"question": CAR_T}).json()
    said = {"reply_id": reply["reply_id"], "helped": False, "reason": "too_hard"}
    response = client.post("/api/v1/feedback", json=said)
    assert (response.status_code, response.json()) == (202, {"status": "accepted"})
    (row,) = kept(recorder)
    assert (row["id"], row["question"], row["surface"]) == (reply["reply_id"], CAR_T, "api")
    assert (row["helped"], row["feedback_reason"]) == (False, "too_hard")
    # Nobody is asked about what wasn't answered.
    assert "reply_id" not in client.post("/api/v1/ask", json={"question": NOWHERE}).json()


@pytest.mark.parametrize(
    "said",
    [
        {"reply_id": "short", "helped": True},
        {"reply_id": "a" * 22},
        {"reply_id": "a" * 22, "helped": False, "reason": "my name is Tom"},
        {"reply_id": "a" * 22, "helped": True, "reason": "too_hard"},
        {"reply_id": "a" * 22, "helped": False, "text": "free text"},
    ],
)
def test_what_is_no_fixed_choice_is_refused(client: TestClient, said: dict[str, Any]) -> None:
    response = client.post("/api/v1/feedback", json=said)
    assert response.status_code == 422
    assert "Tom" not in response.text


def test_feedback_has_the_limits_of_a_question(client: TestClient) -> None:
    said = {"reply_id": "a" * 22, "helped": True}
    assert client.post("/api/v1/feedback", data="helped=true").status_code == 415
    codes = [client.post("/api/v1/feedback", json=said).status_code for _ in range(7)]
    assert codes == [202] * 6 + [429]


@pytest.fixture
def answered(open_page: OpenPage, recording_site: Site) -> Page:
    """Return the chat with an answer that people are asked about."""
    page = open_chat(open_page, recording_site)
    ask(page, CAR_T)
    return page


def test_without_storing_nothing_is_asked_or_taken(article: Assistant) -> None:
    with TestClient(create_app(Holder(article), Settings(), lambda: 0.0)) as client:
        assert "reply_id" not in client.post("/api/v1/ask", json={"question": CAR_T}).json()
        said = {"reply_id": "a" * 22, "helped": True}
        assert client.post("/api/v1/feedback", json=said).status_code == 404
        assert "feedback" not in client.get("/").text


@pytest.mark.browser
def test_nobody_is_asked_where_nothing_is_kept(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    assert page.locator(".cw-feedback").count() == 0


@pytest.mark.browser
def test_yes_is_one_press_and_focus_stays(answered: Page, recorder: Recorder) -> None:
    page = answered
    group = page.get_by_role("group", name="Was this what you were looking for?")
    yes = group.get_by_role("button", name="Yes")
    yes.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cw-thanks")).to_be_focused()
    assert page.locator(".cw-thanks").inner_text() == "Thank you for telling us."
    # Announced by the log that it stands in.
    assert page.locator("[role=log] .cw-thanks").count() == 1
    (row,) = kept(recorder)
    assert (row["helped"], row["feedback_reason"], row["surface"]) == (True, None, "chat")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.browser
def test_no_asks_for_a_reason_by_keyboard(answered: Page, recorder: Recorder) -> None:
    page = answered
    page.get_by_role("button", name="No", exact=True).press("Space")
    # The second question stands apart from the one that was answered.
    first, second = page.locator(".cw-feedback legend"), page.locator(".cw-why > span")
    above, below = first.bounding_box(), second.bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] - above["y"] - above["height"] >= 8
    expect(page.get_by_role("button", name="It is about something else")).to_be_focused()
    assert page.get_by_role("button", name="Yes", exact=True).count() == 0
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".cw-thanks")).to_be_focused()
    (row,) = kept(recorder)
    assert (row["helped"], row["feedback_reason"]) == (False, "too_little")


@pytest.mark.browser
def test_no_alone_counts_and_stays_when_the_chat_goes_on(
    answered: Page, recorder: Recorder
) -> None:
    page = answered
    with page.expect_response("**/api/v1/feedback"):
        page.get_by_role("button", name="No", exact=True).click()
    ask(page, NOWHERE)
    assert page.locator(".cw-feedback").count() == 1
    answered, missed = sorted(kept(recorder), key=lambda row: row["kind"], reverse=True)[::-1]
    assert {answered["helped"], missed["helped"]} == {False, None}


@pytest.mark.browser
def test_when_the_server_is_gone_it_says_so(answered: Page) -> None:
    page = answered
    page.route("**/api/v1/feedback", lambda route: route.fulfill(status=429))
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.locator(".cw-thanks")).to_have_text(load_messages("en").text("chat_offline"))


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_it_is_asked_in_the_language_of_the_chat(
    open_page: OpenPage, recording_site: Site, language: str
) -> None:
    page = open_page(f"{recording_site.url}?lang={language}")
    page.locator(".cw-welcome").wait_for()
    ask(page, CAR_T)
    asked = load_messages(language).text("answer_helped")
    assert page.get_by_role("group", name=asked).count() == 1
