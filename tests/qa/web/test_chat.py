"""The chat as a person uses it, in a browser."""

import pytest
from playwright.sync_api import Page, expect

from qa.reply import Answer
from qa.wire import source_url
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat

pytestmark = pytest.mark.browser

CAR_T = "What is CAR T-cell therapy?"
# Answered by three passages.
THERAPIES = "What therapies are there for MS?"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.tagName"))


def test_an_answer_is_the_passage_character_for_character(open_page: OpenPage, site: Site) -> None:
    reply = site.assistant.ask(CAR_T)
    assert isinstance(reply, Answer)
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    first = page.locator(".cw-answer > .cw-quote")
    assert first.evaluate("quote => quote.textContent") == reply.passages[0].quote
    assert first.locator("mark").text_content() == reply.passages[0].highlighted
    more = page.locator(".cw-more .cw-quote").evaluate_all("all => all.map(q => q.textContent)")
    assert more == [passage.quote for passage in reply.passages[1:]]
    source = page.locator(".cw-answer > .cw-citation .cw-source")
    assert source.text_content() == (
        "Immune therapy for multiple sclerosis › Emerging Therapies and Approaches"
    )
    assert (source.get_attribute("href") or "").startswith(
        source_url(reply.passages[0].citation.document_id) + "?mark="
    )
    assert "Last reviewed: not stated" in page.locator(".cw-answer > .cw-citation").inner_text()
    assert first.get_attribute("lang") == "en"
    text = site.assistant.messages.text
    words = f"{text(f'answer_{reply.match}_match')}. {text(f'answer_{reply.match}_means')}"
    assert page.locator(".cw-confidence").inner_text() == words


def test_the_citation_leads_to_the_marked_sentence(open_page: OpenPage, site: Site) -> None:
    reply = site.assistant.ask(CAR_T)
    assert isinstance(reply, Answer)
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    with page.context.expect_page() as opened:
        page.locator(".cw-answer > .cw-citation .cw-source").click()
    source = opened.value
    mark = source.locator("#cited")
    expect(mark).to_be_in_viewport()
    assert mark.text_content() == reply.passages[0].highlighted


def test_what_is_not_in_the_pages_gets_the_list_of_what_is(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    ask(page, "How do I bake sourdough bread?")
    abstention = page.locator(".cw-abstention")
    assert "I could not find this" in abstention.inner_text()
    assert page.locator(".cw-quote").count() == 0
    assert "Goals of Immunotherapy in MS Management" in abstention.inner_text()
    assert "Sources" not in page.locator(".cw-places").all_inner_texts()


def test_the_welcome_says_what_this_is_and_is_not(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    welcome = page.locator(".cw-welcome").inner_text()
    for said in ("computer program", "Immune therapy for multiple sclerosis", "not give advice"):
        assert said in welcome
    footnote = page.locator("#cw-footnote").inner_text()
    assert "not medical advice" in footnote
    assert "local emergency number" in footnote


def test_a_phone_shows_an_idea_for_a_question_at_once(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site, width=360, height=740)
    idea = page.locator("#cw-offer button:visible").first
    expect(idea).to_be_in_viewport(ratio=1)
    below, box = idea.bounding_box(), page.locator("#cw-ask").bounding_box()
    assert below is not None
    assert box is not None
    assert below["y"] + below["height"] <= box["y"]


def test_offered_sections_are_answered_from_that_section(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    offered = page.locator("#cw-offer button:visible")
    expect(offered).not_to_have_count(0)
    heading = offered.first.inner_text()
    offered.first.click()
    source = page.locator(".cw-answer > .cw-citation .cw-source")
    expect(source).to_contain_text(heading)
    assert focused(page) == "TEXTAREA"


def test_the_keyboard_alone_is_enough(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type(THERAPIES)
    page.keyboard.press("Enter")
    page.locator(".cw-answer").wait_for()
    assert focused(page) == "TEXTAREA"
    expect(page.get_by_role("textbox")).to_have_value("")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('#cw-offer') !== null")
    page.keyboard.press("Enter")
    page.locator(".cw-answer").nth(1).wait_for()
    assert focused(page) == "TEXTAREA"
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('summary')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".cw-more").last).to_have_attribute("open", "")


def test_each_answer_is_announced_once(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    page.evaluate(
        """() => {
            window.added = [];
            const log = document.querySelector("[role=log]");
            window.earlier = [...log.querySelectorAll(".cw-reply")];
            new MutationObserver(changes => {
                for (const change of changes)
                    for (const node of change.addedNodes)
                        if (node.textContent.trim()) window.added.push(node.textContent);
            }).observe(log, {childList: true, subtree: true, characterData: true});
        }"""
    )
    ask(page, "How do I bake sourdough bread?")
    added = [text for text in page.evaluate("window.added") if "I could not find" in text]
    assert len(added) == 1
    assert page.evaluate("window.earlier.every(reply => reply.isConnected)")
    assert page.locator("[role=log]").get_attribute("aria-live") == "polite"
    # Gradio's own names would have the raw markup read out.
    assert page.locator("[role=log] [aria-label*='<']").count() == 0


def test_clearing_leaves_the_welcome_alone(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    page.get_by_role("button", name="Clear the chat").click()
    expect(page.locator(".cw-question")).to_have_count(0)
    expect(page.locator(".cw-reply")).to_have_count(1)
    assert focused(page) == "TEXTAREA"


def test_nothing_is_stored_in_the_browser(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert page.context.cookies() == []


@pytest.mark.parametrize(("width", "size"), [(360, "100%"), (320, "100%"), (640, "200%")])
def test_nothing_needs_sideways_scrolling(
    open_page: OpenPage, site: Site, width: int, size: str
) -> None:
    page = open_chat(open_page, site, width=width, height=640)
    page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
    ask(page, THERAPIES)
    page.locator(".cw-more summary").click()
    widest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("main *")]
            .filter(e => e.checkVisibility() && !e.closest(".cw-sr"))
            .map(e => e.getBoundingClientRect().right))"""
    )
    assert widest <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_are_large_enough_for_a_thumb(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site, width=360, height=640)
    ask(page, CAR_T)
    heights = page.locator("button:visible").evaluate_all(
        "all => all.map(b => Math.round(b.getBoundingClientRect().height))"
    )
    assert min(heights) >= 44
