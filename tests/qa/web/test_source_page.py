"""The source page shows the whole document, and citations lead into it."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

from corpus import Document, Section, Span
from corpus.outline import UNRANKED, Block, outline
from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.holder import Holder
from qa.web.source_page import read_mark, view
from qa.wire import source_url
from tests.corpus.strategies import write
from tests.qa.web.conftest import OpenPage, Site, make_assistant


@pytest.fixture(scope="module")
def client(article: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(Holder(article), Settings(), time.perf_counter)) as client:
        yield client


@given(st.text(min_size=1, max_size=60), st.data())
def test_the_pieces_are_the_text_and_the_marked_ones_the_mark(
    text: str, data: st.DataObject
) -> None:
    document = Document("d", "D", text, (Section((), None, Span(0, len(text))),))
    cut = data.draw(st.integers(0, len(text)))
    spans = [Span(a, b) for a, b in ((0, cut), (cut, len(text))) if a < b]
    start = data.draw(st.integers(0, 70))
    mark = Span(start, start + data.draw(st.integers(1, 70)))
    sections = view(document, spans, mark)
    pieces = [p for s in sections for passage in s.passages for p in passage.pieces]
    assert "".join(p.text for p in pieces) == text
    assert "".join(p.text for p in pieces if p.marked) == mark.of(text)


def test_every_section_has_a_place_of_its_own() -> None:
    fold_out = Block("If you miss one", UNRANKED)
    page = outline(
        [Block("Take one."), fold_out, Block("Skip it."), Block("Eat.", closes=UNRANKED)]
    )
    document = Document("d", "D", page.text, page.sections)
    assert [(s.heading, s.anchor) for s in view(document, [], None)] == [
        (None, "summary"),
        ("If you miss one", "h11"),
        (None, "s38"),
    ]


@pytest.mark.parametrize("mark", [None, "", "5-5", "7-3", "a-b", "-1-4", "1-2-3", "1-9999999999"])
def test_a_mark_of_another_form_is_no_mark(mark: str | None) -> None:
    assert read_mark(mark) is None


def test_every_citation_of_the_index_has_its_place(client: TestClient, article: Assistant) -> None:
    page = client.get(source_url(article.index.document_ids[0])).text
    for row in range(len(article.index)):
        passage = article.index.passage(row)
        assert f'id="p{passage.span.start}-{passage.span.end}"' in page


def test_what_the_page_does_not_state_is_said_so(client: TestClient, article: Assistant) -> None:
    page = client.get(source_url(article.index.document_ids[0])).text
    facts = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page))
    assert facts["Publisher"] == facts["Last reviewed"] == facts["Licence"] == "not stated"


def test_what_the_page_states_is_shown(tmp_path: Path) -> None:
    stated = {
        "title": "Rest",
        "publisher": "Example Trust",
        "reviewed_on": "2024-01-10",
        "review_due_on": "2025-01-10",
        "licence": "CC BY 4.0",
        "url": "https://example.org/rest",
        "sources": '["Smith et al., 2020", "A <b>guideline</b>"]',
    }
    head = "".join(f"{name}: {value}\n" for name, value in stated.items())
    write(tmp_path / "pages", "rest.md", f"---\n{head}---\nRest helps.\n")
    assistant = make_assistant(tmp_path / "indexes", tmp_path / "pages")
    with TestClient(create_app(Holder(assistant), Settings(), time.perf_counter)) as client:
        page = LexborHTMLParser(client.get("/source/rest").text)
    shown = page.css_first("main").text()
    for said in ("Last reviewed: January 10, 2024", "The review of this page is overdue."):
        assert said in page.css_first("header").text()
    for said in ("Example Trust", "CC BY 4.0", "January 10, 2025"):
        assert said in shown
    assert page.css_first('a[href="https://example.org/rest"]') is not None
    sources = [item.text() for item in page.css(".cw-stated li")]
    assert sources == ["Smith et al., 2020", "A <b>guideline</b>"]

    british = Settings(region="GB")
    with TestClient(create_app(Holder(assistant), british, time.perf_counter)) as client:
        page = LexborHTMLParser(client.get("/source/rest").text)
        spanish = client.get("/source/rest?lang=es").text
    assert "Last reviewed: 10 January 2024" in page.css_first("header").text()
    assert "10 January 2025" in page.css_first("main").text()
    assert "10 de enero de 2024" in spanish


def test_a_page_that_is_not_there_says_so_in_words(client: TestClient) -> None:
    response = client.get("/source/nothing")
    assert response.status_code == 404
    assert "There is no such page here" in response.text


@pytest.mark.browser
def test_the_cited_place_is_marked_and_in_view(open_page: OpenPage, site: Site) -> None:
    index = site.assistant.index
    passage = index.passage(len(index) - 2)
    sentence = passage.sentences[-1]
    page = open_page(
        f"{site.url}{source_url(passage.document_id)[1:]}"
        f"?mark={sentence.start}-{sentence.end}#cited",
        height=500,
    )
    expect(page.locator("#cited")).to_be_in_viewport()
    assert page.locator("#cited").text_content() == passage.sentence_text(-1)
    # The address on the wire names the passage.
    page = open_page(
        site.url + source_url(passage.document_id, passage.span)[1:], width=360, height=500
    )
    cited = page.locator(f"#p{passage.span.start}-{passage.span.end}")
    expect(cited).to_be_in_viewport()
    assert cited.evaluate("p => p.matches(':target')")
    assert cited.text_content() == passage.text
    heading = page.get_by_role("heading", name=passage.section[-1]).bounding_box()
    bar = page.locator(".cw-bar").bounding_box()
    assert heading is not None
    assert bar is not None
    assert heading["y"] >= bar["y"] + bar["height"]


@pytest.mark.browser
def test_sections_have_addresses_and_lead_back_to_the_chat(open_page: OpenPage, site: Site) -> None:
    name = site.assistant.index.document_ids[0]
    page = open_page(f"{site.url}source/{name}")
    page.locator(".cw-contents summary").click()
    page.get_by_role("link", name="Challenges and Future Prospects", exact=True).click()
    expect(page.get_by_role("heading", name="Challenges and Future Prospects")).to_be_in_viewport()
    assert re.search(r"#h\d+$", page.url)
    page.get_by_role("link", name="Ask about this page").click()
    page.locator(".cw-welcome").get_by_text("Immune therapy for multiple sclerosis").wait_for()


@pytest.mark.browser
def test_printing_leaves_the_page_alone(open_page: OpenPage, site: Site) -> None:
    page = open_page(f"{site.url}source/{site.assistant.index.document_ids[0]}?mark=0-40")
    page.emulate_media(media="print")
    assert not page.locator(".cw-bar").is_visible()
    decoration = page.locator("#cited").evaluate("m => getComputedStyle(m).textDecorationLine")
    assert decoration == "underline"
