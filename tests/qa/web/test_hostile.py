"""Text of documents and questions is shown, never run."""

import json

import pytest
from playwright.sync_api import expect

from corpus import Span
from qa.question import MOST_CHARACTERS
from qa.reply import Answer
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat

pytestmark = pytest.mark.browser

ATTACKS = [
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    "</div></span><svg onload=window.hacked=1>",
    '"><iframe srcdoc="<script>parent.hacked=1</script>">',
    "[a](javascript:window.hacked=1) ![b](https://evil.example/x.png) $$\\href{javascript:1}{x}$$",
    "{{ 7*7 }} <b>bold</b> &lt;i&gt; 5*3*2",
]


def test_questions_are_shown_as_typed_and_never_run(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    for attack in ATTACKS:
        ask(page, attack)
    shown = page.locator(".cw-question [dir=auto]").all_text_contents()
    assert shown == ATTACKS
    assert page.evaluate("window.hacked") is None


# What is typed, and what is shown of it: nothing that can't be seen or turns the line around.
ODD = {
    "What is\u0000 MS?": "What is  MS?",
    "\u202eWhat is MS?\u202c abc": "What is MS? abc",
    "What is MS? 😀🏳️‍🌈": "What is MS? 😀🏳️🌈",
    "What is MS \\ud800?": "What is MS ??",
    "What is\n\nMS?": "What is\n\nMS?",
    "\u200b\ufeff": "",
}
TYPE = """(box, escaped) => {
    box.value = JSON.parse(`"${escaped}"`);
    box.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_odd_characters_do_no_harm(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    box, replies = page.get_by_role("textbox"), page.locator(".cw-reply")
    for number, typed in enumerate(ODD, start=1):
        box.evaluate(TYPE, typed if "ud800" in typed else json.dumps(typed)[1:-1])
        box.press("Enter")
        replies.nth(number).wait_for()
        expect(box).to_have_value("")
    shown = page.locator(".cw-question [dir=auto]").all_text_contents()
    assert shown == list(ODD.values())
    assert page.locator("#cw-trouble").count() == 0


def test_a_paste_of_100_kilobytes_is_kept_and_said_to_be_too_long(
    open_page: OpenPage, site: Site
) -> None:
    page = open_chat(open_page, site, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('What is MS? '.repeat(9000))")
    box = page.get_by_role("textbox")
    box.focus()
    page.keyboard.press("Control+v")
    box.press("Enter")
    page.get_by_text(site.assistant.messages.text("chat_too_long")).wait_for()
    expect(box).to_have_value("What is MS? " * 9000)
    assert len(page.locator(".cw-question").inner_text()) < MOST_CHARACTERS
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_pressed_twice_is_asked_once(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    page.get_by_role("textbox").fill("What is MS?")
    page.get_by_role("button", name="Ask", exact=True).dblclick()
    page.locator(".cw-answer").wait_for()
    ask(page, "What is CAR T-cell therapy?")
    expect(page.locator(".cw-question")).to_have_count(2)


def test_back_reload_and_a_second_tab_begin_anew_and_work(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    ask(page, "What is MS?")
    page.goto(f"{site.url}source/{site.assistant.index.document_ids[0]}")
    for come_again in (page.go_back, page.reload):
        come_again()
        page.locator(".cw-welcome").wait_for()
        # What was asked is kept nowhere: not for whoever uses the device next.
        expect(page.locator(".cw-question")).to_have_count(0)
        ask(page, "What is MS?")
    other = page.context.new_page()
    other.goto(site.url)
    other.locator(".cw-welcome").wait_for()
    ask(other, "What is CAR T-cell therapy?")
    ask(page, "Does physical therapy help?")
    assert other.locator(".cw-question").count() == 1
    assert page.locator(".cw-question").count() == 2


def test_a_hostile_document_is_quoted_verbatim(open_page: OpenPage, hostile_site: Site) -> None:
    question = "Can honey soothe a cough at night?"
    reply = hostile_site.assistant.ask(question)
    assert isinstance(reply, Answer)
    page = open_chat(open_page, hostile_site)
    ask(page, question)
    quotes = page.locator(".cw-answer .cw-quote").evaluate_all("all => all.map(q => q.textContent)")
    assert quotes == [passage.quote for passage in reply.passages]
    assert any("<script>" in quote or "<svg" in quote for quote in quotes)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".cw-reply :is(script, img, svg, iframe)").count() == 0


def test_a_hostile_source_page_shows_its_whole_text(
    open_page: OpenPage, hostile_site: Site
) -> None:
    index = hostile_site.assistant.index
    document = index.document("hostile/<b>page")
    assert document is not None
    page = open_page(f"{hostile_site.url}source/hostile%2F%3Cb%3Epage?mark=5-30")
    shown = page.locator(".cw-body").evaluate_all("all => all.map(b => b.textContent)")
    assert shown == [s.body.of(document.text) for s in document.sections if s.body]
    assert page.locator("#cited").text_content() == Span(5, 30).of(document.text)
    assert page.evaluate("window.hacked") is None
    assert page.locator("main :is(script, img, svg, iframe)").count() == 0
