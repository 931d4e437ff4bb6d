"""Links to the publisher's page: a browser shows the sentence there, a PDF opens at its page."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from corpus import Span
from qa.reply import Answer, Citation, QuotedPassage
from qa.web.holder import Holder
from qa.web.rendering import original_url
from tests.qa.web.conftest import OpenPage, ask, make_assistant, open_chat, serving
from tests.qa.web.embedding.hosts import Page, hosting

pytestmark = pytest.mark.browser

SENTENCE = (
    "Rest between tasks, well-planned and in good time, helps many people, and some of them a lot."
)
FILES = Path(__file__).parents[2] / "corpus" / "files"


def test_the_original_page_opens_at_the_sentence(open_page: OpenPage) -> None:
    tall = "<p>Other words.</p>" * 200
    html = f"<!doctype html><title>Page</title>{tall}<p id=it>{SENTENCE}</p>{tall}"
    with hosting({"/page": Page(html)}) as host:
        span = Span(0, len(SENTENCE))
        citation = Citation(
            "p", "d", "T", (), span, f"{host}/page#top", None, None, None, False, None
        )
        page = open_page(original_url(QuotedPassage(1, SENTENCE, span, 0.9, citation)))
        expect(page.locator("#it")).to_be_in_viewport()
        assert page.evaluate("scrollY") > 1000


def test_a_citation_of_a_pdf_opens_at_the_printed_page(open_page: OpenPage, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    shutil.copy(FILES / "leaflet.pdf", pages)
    (pages / "catalogue.toml").write_text(
        '[pages."leaflet.pdf"]\nurl = "https://example.org/leaflet.pdf"\n', encoding="utf-8"
    )
    assistant = make_assistant(tmp_path / "indexes", pages)
    index = assistant.index
    last = max(
        (index.passage(row) for row in range(len(index))), key=lambda found: found.span.start
    )
    document = index.document(last.document_id)
    assert document is not None
    number = document.page_of(last.span.start)
    assert number is not None
    assert number > 1
    question = last.sentence_text(0)
    reply = assistant.ask(question)
    assert isinstance(reply, Answer)
    with serving(Holder(assistant), questions_per_minute=0) as site:
        page = open_chat(open_page, site)
        ask(page, question)
        cited = page.locator(".cw-answer > .cw-citation")
        expect(cited.locator(".cw-source")).to_contain_text(
            f"page {reply.passages[0].citation.page}"
        )
        expect(cited.get_by_role("link", name="Open the original page")).to_have_attribute(
            "href", re.compile(rf"leaflet\.pdf#page={reply.passages[0].citation.page}$")
        )
