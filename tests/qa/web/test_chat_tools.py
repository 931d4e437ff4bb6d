"""What a person can do with an answer: copy it, print it, enlarge it, ask on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from corpus import Span
from qa.pipeline import Assistant
from qa.reply import Answer, Citation, QuotedPassage
from qa.web.holder import Holder
from qa.web.rendering import original_url
from qa.web.talk import TURNS_KEPT
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat, serving

CAR_T = "What is CAR T-cell therapy?"
CURATED = ("What is CAR T-cell therapy?", "What are the goals of immunotherapy?")


@pytest.mark.browser
def test_copying_takes_the_quote_and_where_it_stands(open_page: OpenPage, site: Site) -> None:
    reply = site.assistant.ask(CAR_T)
    assert isinstance(reply, Answer)
    page = open_chat(open_page, site, permissions=["clipboard-read", "clipboard-write"])
    ask(page, CAR_T)
    page.get_by_role("button", name="Copy with source").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{reply.passages[0].quote}”")
    for said in ("Emerging Therapies and Approaches", "Last reviewed: not stated", site.url):
        assert said in copied


@pytest.mark.browser
def test_copying_works_without_a_clipboard_to_write_to(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site, permissions=["clipboard-read"])
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    ask(page, CAR_T)
    page.get_by_role("button", name="Copy with source").click()
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    assert "CAR T-cell" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.browser
def test_what_leads_still_leads_in_larger_text(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site, width=360)
    ask(page, "I can't breathe")
    page.get_by_role("button", name="Larger text").click()
    size = "q => parseFloat(getComputedStyle(q).fontSize)"
    for leads, follows in ((".cw-lead", ".cw-lead + p"), (".cw-care-heading", ".cw-message")):
        below = page.locator(follows).evaluate(size)
        assert page.locator(leads).evaluate(size) >= 1.1 * below, leads


@pytest.mark.browser
def test_larger_text_is_larger_and_back(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    size = "q => parseFloat(getComputedStyle(q).fontSize)"
    quote = page.locator(".cw-answer > .cw-quote")
    before = quote.evaluate(size)
    button = page.get_by_role("button", name="Larger text")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert quote.evaluate(size) >= 1.2 * before
    button.click()
    assert quote.evaluate(size) == before


@pytest.mark.browser
def test_printing_shows_the_answers_and_nothing_to_press(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert page.locator("button:visible").count() == 0
    assert page.locator(".cw-answer > .cw-quote mark").is_visible()
    assert page.locator("#cw-footnote").is_visible()


@pytest.mark.browser
def test_the_marked_sentence_is_in_view_on_a_phone(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site, width=360, height=740, reduced_motion="reduce")
    ask(page, CAR_T)
    mark = page.locator(".cw-answer > .cw-quote mark")
    composer = page.locator("#cw-ask")
    expect(mark).to_be_in_viewport(ratio=1)
    assert mark.evaluate("m => m.getBoundingClientRect().bottom") <= composer.evaluate(
        "c => c.getBoundingClientRect().top"
    )


@pytest.mark.browser
def test_the_newest_question_is_in_view_when_the_oldest_has_left(
    open_page: OpenPage, site: Site
) -> None:
    page = open_chat(open_page, site, width=360, height=740, reduced_motion="reduce")
    newest = page.locator(".cw-question").last
    box = page.get_by_role("textbox")
    for number in range(TURNS_KEPT + 3):
        page.evaluate("scrollTo(0, 0)")
        box.fill(f"zebra {number}")
        box.press("Enter")
        expect(newest).to_contain_text(f"zebra {number}")
        expect(newest).to_be_in_viewport()


@pytest.fixture(scope="module")
def curated_site(article: Assistant) -> Iterator[Site]:
    with serving(Holder(article), questions_per_minute=0, example_questions=CURATED) as site:
        yield site


@pytest.mark.browser
def test_curated_questions_are_offered_and_asked_as_written(
    open_page: OpenPage, curated_site: Site
) -> None:
    page = open_chat(open_page, curated_site)
    offered = page.locator("#cw-offer button:visible")
    expect(offered).to_have_text(list(CURATED))
    offered.first.click()
    expect(page.locator(".cw-question [dir=auto]")).to_have_text(CURATED[0])
    page.locator(".cw-answer").wait_for()
    # What follows an answer is what stands around it, then what is curated and wasn't asked yet.
    expect(offered.first).not_to_have_text(CURATED[0])
    expect(offered.last).to_have_text(CURATED[1])
    assert CURATED[0] not in offered.all_inner_texts()


def passage(text: str, url: str, page: int | None = None) -> QuotedPassage:
    span = Span(0, len(text))
    citation = Citation("p", "d", "T", (), span, url, None, None, None, False, page)
    return QuotedPassage(1, text, span, 0.9, citation)


def test_a_short_sentence_is_named_whole_in_the_fragment() -> None:
    assert original_url(passage("Drink well-water, rest.", "https://example.org/a#top")) == (
        "https://example.org/a#top:~:text=Drink%20well%2Dwater%2C%20rest."
    )


def test_a_long_sentence_is_named_by_its_ends() -> None:
    words = " ".join(f"word{n}" for n in range(20))
    assert original_url(passage(words, "https://example.org/a")) == (
        "https://example.org/a#:~:text=word0%20word1%20word2%20word3%20word4%20word5,"
        "word14%20word15%20word16%20word17%20word18%20word19"
    )


def test_a_printed_source_opens_at_its_page() -> None:
    url = original_url(passage("Rest.", "https://example.org/leaflet.pdf", page=4))
    assert url == "https://example.org/leaflet.pdf#page=4"
