"""A server that can't be reached, or fails: the chat says so, loses nothing, and goes on after."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from qa.messages import load_messages
from qa.pipeline import Assistant
from qa.web.holder import Holder
from tests.qa.web.conftest import PATIENCE_MS, OpenPage, Site, ask, open_chat, serving

pytestmark = pytest.mark.browser

CAR_T = "What is CAR T-cell therapy?"
NEXT = "Does physical therapy help?"


def send(page: Page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")


def test_after_a_restart_of_the_server_the_chat_goes_on(
    browser: Browser, article: Assistant
) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    with serving(Holder(article), questions_per_minute=0) as site:
        page.goto(site.url)
        page.locator(".cw-welcome").wait_for()
        ask(page, CAR_T)
        port = int(site.url.rstrip("/").rpartition(":")[2])
    box, alert = page.get_by_role("textbox"), page.get_by_role("alert")
    send(page, NEXT)
    expect(alert).to_have_text(load_messages("en").text("chat_offline"))
    # Nothing typed or answered is gone, and whoever types stays where they were.
    expect(box).to_have_value(NEXT)
    expect(box).to_be_focused()
    assert page.locator(".cw-answer").count() == 1
    assert "Connection" not in page.locator("body").inner_text()
    with serving(Holder(article), questions_per_minute=0, port=port):
        box.press("Enter")
        page.locator(".cw-answer").nth(1).wait_for()
        expect(alert).to_have_count(0)
        expect(box).to_have_value("")
        assert page.locator(".cw-question").count() == 2
        page.close()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, "{}", "chat_failed"),
        (413, "<h1>Too large</h1>", "chat_too_long"),
        (422, "{}", "chat_renewed"),
    ],
)
def test_a_server_that_fails_once_is_told_apart_from_none(
    open_page: OpenPage, site: Site, status: int, body: str, said: str
) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=status, body=body)

    page = open_page(f"{site.url}?lang=de")
    page.locator(".cw-welcome").wait_for()
    page.route("**/run/predict*", fail)
    send(page, CAR_T)
    alert = page.get_by_role("alert")
    expect(alert).to_have_text(load_messages("de").text(said))
    assert "Error" not in page.locator("body").inner_text()
    page.unroute("**/run/predict*")
    page.get_by_role("textbox").press("Enter")
    page.locator(".cw-answer").wait_for()
    expect(alert).to_have_count(0)


def test_an_offered_question_that_fails_can_be_pressed_again(
    open_page: OpenPage, site: Site
) -> None:
    page = open_chat(open_page, site)
    page.route("**/run/predict*", lambda route: route.fulfill(status=404))
    offered = page.locator("#cw-offer button:visible").first
    offered.click()
    page.get_by_role("alert").wait_for()
    page.unroute("**/run/predict*")
    offered.click()
    page.locator(".cw-answer").wait_for()


def test_on_a_phone_the_whole_word_that_nothing_can_be_looked_up_is_seen(
    open_page: OpenPage,
) -> None:
    with serving(Holder()) as site:
        page = open_page(site.url, width=360, height=640)
        note = page.get_by_text(load_messages("en").text("chat_unavailable"))
        note.wait_for()
        expect(note).to_be_in_viewport(ratio=1)
        below, ask_at = note.bounding_box(), page.locator("#cw-ask").bounding_box()
        assert below is not None
        assert ask_at is not None
        assert below["y"] + below["height"] < ask_at["y"] - 24
