"""What people type: too much, nothing, the same twice, a long story. Nothing of it gets lost."""

import pytest
from playwright.sync_api import Page, expect

from qa.messages import load_messages
from qa.pipeline import Assistant
from qa.question import MOST_CHARACTERS
from qa.web.holder import Holder
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat, serving

pytestmark = pytest.mark.browser

CAR_T = "What is CAR T-cell therapy?"
CALM = "The train was late and the bus was full. "
TOO_LONG = CALM * (MOST_CHARACTERS // len(CALM) + 10)


def paste(page: Page, text: str) -> None:
    """Put `text` into the box as a person does: a limit of the box would cut it."""
    page.get_by_role("textbox").fill("")
    page.get_by_role("textbox").focus()
    page.keyboard.insert_text(text)


def test_a_cry_for_help_at_the_end_of_a_long_text_is_heard(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site, width=360, height=740, reduced_motion="reduce")
    paste(page, f"{TOO_LONG}I want to kill myself.")
    page.keyboard.press("Enter")
    card = page.locator(".cw-crisis .cw-care")
    card.wait_for()
    # However much was typed: not the typed is seen, but whom to turn to.
    expect(card).to_be_in_viewport(ratio=0.9)


def test_what_is_too_long_stays_to_be_shortened(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    paste(page, TOO_LONG + CAR_T)
    page.keyboard.press("Enter")
    note = page.locator(".cw-note")
    expect(note).to_have_text(load_messages("en").text("chat_too_long"))
    box = page.get_by_role("textbox")
    expect(box).to_have_value(TOO_LONG + CAR_T)
    expect(box).to_be_focused()
    ask(page, CAR_T)
    expect(box).to_have_value("")


def test_who_asks_too_fast_need_not_type_it_again(open_page: OpenPage, article: Assistant) -> None:
    with serving(Holder(article), questions_per_minute=1) as site:
        page = open_chat(open_page, site)
        ask(page, CAR_T)
        ask(page, "Does physical therapy help?")
        page.get_by_text(load_messages("en").text("chat_too_many")).wait_for()
        expect(page.get_by_role("textbox")).to_have_value("Does physical therapy help?")


@pytest.mark.parametrize("typed", ["", "  \n "])
def test_nothing_is_no_question(open_page: OpenPage, site: Site, typed: str) -> None:
    page = open_chat(open_page, site)
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url) if "predict" in r.url else None)
    box = page.get_by_role("textbox")
    box.fill(typed)
    box.press("Enter")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(box).to_be_focused()
    ask(page, CAR_T)
    assert len(sent) == 1
    # Pressed once more, when the box is empty again.
    box.press("Enter")
    ask(page, "Does physical therapy help?")
    assert len(sent) == 2
    expect(page.locator(".cw-question")).to_have_count(2)


@pytest.mark.parametrize("question", ["How do I bake bread? ", "I have a crushing chest pain. "])
def test_what_is_said_to_a_long_question_is_in_view(
    open_page: OpenPage, site: Site, question: str
) -> None:
    page = open_chat(open_page, site, width=360, height=740, reduced_motion="reduce")
    ask(page, question * 35)
    said = page.locator(".cw-reply").last.locator(".cw-care, .cw-message").first
    expect(said).to_be_in_viewport(ratio=1)
    below, box = said.bounding_box(), page.locator("#cw-ask").bounding_box()
    assert below is not None
    assert box is not None
    assert below["y"] + below["height"] <= box["y"]
