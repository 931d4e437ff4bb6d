"""A long chat: little is sent with each question, and nothing of the chat is lost."""

import json

import pytest
from playwright.sync_api import Page, expect

from qa.pipeline import Assistant
from qa.question import MOST_CHARACTERS
from qa.web.holder import Holder
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat, serving

pytestmark = pytest.mark.browser

CAR_T = "What is CAR T-cell therapy?"
# What a server reads at least.
LEAST = 16384
STORY = "The train was late and the bus was full. " * (MOST_CHARACTERS // 41 - 2)


def sizes_sent(page: Page) -> list[int]:
    """Return a list that takes up the size of each question's request."""
    sizes: list[int] = []

    def note(body: str) -> None:
        if json.loads(body)["data"]:
            sizes.append(len(body))

    page.on("request", lambda sent: note(sent.post_data or "") if "predict" in sent.url else None)
    return sizes


def shown(page: Page) -> list[str]:
    """Return the markup of the questions and replies, without what the page adds to the last."""
    return [
        part.evaluate("part => part.outerHTML").replace(' hidden=""', "")
        for part in page.locator("#cw-log .cw-question, #cw-log .cw-reply").all()
    ]


def test_a_question_takes_the_chat_along_in_a_few_words(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    sizes = sizes_sent(page)
    ask(page, CAR_T)
    before = shown(page)
    ask(page, "How does it work?")
    # It was understood by the question before, and what was said to that stands unchanged.
    expect(page.locator(".cw-read-as q")).to_have_text("How does CAR T-cell therapy work?")
    assert shown(page)[: len(before)] == before
    assert sizes[1] < 1000 < len(before[-1])
    page.locator(".cw-as-typed:visible").click()
    expect(page.locator(".cw-question")).to_have_count(3)
    assert shown(page)[: len(before)] == before


def test_what_follows_a_cry_for_help_is_still_read_without_its_words(
    open_page: OpenPage, site: Site
) -> None:
    page = open_chat(open_page, site)
    ask(page, "I want to kill myself")
    ask(page, "How does it work?")
    expect(page.locator(".cw-crisis .cw-care")).to_have_count(1)
    expect(page.locator(".cw-read-as")).to_have_count(0)


def test_a_chat_outgrows_no_limit(open_page: OpenPage, article: Assistant) -> None:
    with serving(Holder(article), questions_per_minute=0, most_body_bytes=LEAST) as site:
        page = open_chat(open_page, site)
        turns = LEAST // len(STORY) + 2
        for number in range(turns):
            ask(page, f"{STORY}Story {number}. {CAR_T}")
        asked = page.locator(".cw-question")
        expect(asked).to_have_count(turns)
        expect(asked.first).to_have_text(f"You asked: {STORY}Story 0. {CAR_T}")
        expect(page.get_by_role("alert")).to_have_count(0)
        assert sum(map(len, shown(page))) > 2 * LEAST
