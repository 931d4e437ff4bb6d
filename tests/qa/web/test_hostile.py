"""Text of documents and questions is shown, never run."""

import pytest

from corpus import Span
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
