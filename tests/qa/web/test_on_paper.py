"""What leaves the chat: on paper and as a copy, whole, legible and with where it comes from."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTPage, LTTextContainer
from playwright.sync_api import Page

from qa.reply import Answer
from qa.web.holder import Holder
from tests.corpus.strategies import write
from tests.qa.web.conftest import OpenPage, Site, ask, make_assistant, open_chat, serving
from tests.qa.web.test_adapting import colour

pytestmark = pytest.mark.browser

ASKED = [
    "What is CAR T-cell therapy?",
    "How do I bake sourdough bread?",
    "I have a crushing chest pain",
    "What helps with a leaking roof?",
    "What are the goals of immunotherapy?",
]
PAGE = """---
url: https://example.org/rest
publisher: Example Trust
reviewed_on: 2024-01-10
review_due_on: 2025-01-10
---
# Fatigue

Rest between tasks helps many people with fatigue.
"""


def sheets(page: Page) -> list[str]:
    """Print `page`, and return what is read on each sheet, from its top, without any spaces."""
    return [_read(sheet) for sheet in extract_pages(BytesIO(page.pdf(format="A4")))]


def _read(sheet: LTPage) -> str:
    lines = [part for part in sheet if isinstance(part, LTTextContainer)]
    return squeezed("".join(line.get_text() for line in sorted(lines, key=lambda line: -line.y1)))


def squeezed(text: str) -> str:
    # Some fonts print "fi" as one letter.
    return "".join(normalize("NFKC", text).split())


def test_the_whole_chat_is_printed_and_each_question_with_its_answer(
    open_page: OpenPage, site: Site
) -> None:
    page = open_chat(open_page, site)
    for question in ASKED:
        ask(page, question)
    printed = sheets(page)
    assert len(printed) > 1
    last = site.assistant.ask(ASKED[-1])
    assert isinstance(last, Answer)
    assert squeezed(last.passages[0].quote) in printed[-1]
    assert squeezed(page.locator("#cw-footnote").inner_text()) in printed[-1]
    begin = ["Strong match", "I could not find", "Get help now", "I could not find", "Strong match"]
    for question, answer in zip(ASKED, begin, strict=True):
        (sheet,) = [text for text in printed if squeezed(question) in text]
        assert squeezed(answer) in sheet.partition(squeezed(question))[2], question


def test_a_number_to_call_can_be_read_on_paper(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site)
    ask(page, "I want to kill myself")
    page.emulate_media(media="print")
    for contact in page.locator(".cw-contact").all():
        # Backgrounds aren't printed, whatever they are.
        ink = contact.evaluate("c => getComputedStyle(c).color")
        assert colour(ink).contrast(colour("rgb(255, 255, 255)")) >= 7


@pytest.fixture(scope="module")
def stated_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("stated")
    write(Path(folder) / "pages", "rest.md", PAGE)
    assistant = make_assistant(folder / "indexes", folder / "pages")
    with serving(Holder(replace(assistant, threshold=0.0)), questions_per_minute=0) as site:
        yield site


def test_the_publishers_address_stands_on_paper(open_page: OpenPage, stated_site: Site) -> None:
    page = open_chat(open_page, stated_site)
    ask(page, "What helps with fatigue?")
    assert "https://example.org/rest" not in page.locator(".cw-citation").first.inner_text()
    (sheet,) = sheets(page)
    assert "https://example.org/rest" in sheet


def test_a_copy_says_what_the_page_says_of_itself(open_page: OpenPage, stated_site: Site) -> None:
    page = open_chat(open_page, stated_site, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "What helps with fatigue?")
    page.get_by_role("button", name="Copy with source").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "“Rest between tasks helps many people with fatigue.”\n\n"
        "Source: Fatigue › Summary\n"
        "Example Trust · Last reviewed: January 10, 2024 · The review of this page is overdue.\n"
        "https://example.org/rest\n"
    )
