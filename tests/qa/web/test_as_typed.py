"""A question that was read otherwise than typed can be asked as it was typed."""

import time

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.holder import Holder
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat

CAR_T = "What is CAR T-cell therapy?"


@pytest.mark.parametrize(
    ("typed", "history"),
    [("What is imunotherapy?", []), ("How does it work?", [CAR_T])],
)
def test_the_api_leaves_the_words_alone_where_asked_to(
    article: Assistant, typed: str, history: list[str]
) -> None:
    client = TestClient(create_app(Holder(article), Settings(), time.perf_counter))
    body = {"question": typed, "history": history}
    read = client.post("/api/v1/ask", json=body).json()
    assert read["read_as"] not in (None, typed)
    kept = client.post("/api/v1/ask", json=body | {"as_typed": True, "explain": True}).json()
    assert kept["read_as"] is None
    assert kept["question"] == typed
    assert kept["explain"]["read_as"] == typed
    assert kept["explain"]["repaired"] == []


@pytest.mark.browser
@pytest.mark.parametrize("pressed", ["mouse", "keyboard"])
def test_one_click_asks_a_followup_as_typed(open_page: OpenPage, site: Site, pressed: str) -> None:
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    ask(page, "How does it work?")
    button = page.locator(".cw-as-typed:visible")
    expect(page.locator(".cw-read-as")).to_contain_text("CAR T-cell therapy")
    expect(button).to_have_text(site.assistant.messages.text("answer_as_typed"))
    # It stands inside the log, whose new parts a screen reader announces.
    expect(page.locator("[role=log] .cw-as-typed")).to_have_count(1)
    if pressed == "mouse":
        button.click()
    else:
        button.press("Enter")
    expect(page.locator(".cw-question")).to_have_count(3)
    expect(page.locator(".cw-reply")).to_have_count(4)
    assert page.locator(".cw-question").last.inner_text().endswith("How does it work?")
    # Only the first reading said how it was read, and it can't be asked again from there.
    expect(page.locator(".cw-read-as")).to_have_count(1)
    expect(button).to_have_count(0)
    expect(page.get_by_role("textbox")).to_be_focused()


@pytest.mark.browser
def test_one_click_asks_a_repaired_question_as_typed(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site, width=360, height=640)
    ask(page, "What is imunotherapy?")
    expect(page.locator(".cw-read-as q")).to_have_text("What is immunotherapy?")
    page.locator(".cw-as-typed").click()
    expect(page.locator(".cw-question")).to_have_count(2)
    expect(page.locator(".cw-read-as")).to_have_count(1)


@pytest.mark.browser
def test_the_button_leaves_the_lines_around_it_evenly_spaced(
    open_page: OpenPage, site: Site
) -> None:
    page = open_chat(open_page, site, width=360, height=640)
    ask(page, "What is imunotherapy?")
    height, line = page.locator(".cw-read-as").evaluate(
        "e => [e.getBoundingClientRect().height, parseFloat(getComputedStyle(e).lineHeight)]"
    )
    assert height == pytest.approx(2 * line, abs=2)
    # As large as a finger needs all the same.
    assert page.locator(".cw-as-typed").bounding_box()["height"] >= 44  # type: ignore[index]


# The lines of what is written in an element, without the space around them.
LINES = """e => {
    const range = document.createRange();
    range.selectNodeContents(e);
    const boxes = [...range.getClientRects()];
    return [Math.min(...boxes.map((b) => b.top)), Math.max(...boxes.map((b) => b.bottom))];
}"""


@pytest.mark.browser
def test_a_button_of_two_lines_covers_none_of_those_around_it(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page(f"{site.url}?lang=de", width=320, reduced_motion="reduce")
    page.locator(".cw-welcome").wait_for()
    ask(page, "What is imunotherapy?")
    _, question_ends = page.locator(".cw-read-as q").evaluate(LINES)
    begins, ends = page.locator(".cw-as-typed").evaluate(LINES)
    assert ends - begins > 30
    assert begins >= question_ends
    assert ends <= page.locator(".cw-confidence").evaluate(LINES)[0]
