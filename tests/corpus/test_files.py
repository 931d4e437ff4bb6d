"""Files of every format, each against its reviewed text in `golden/`."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Document, Span, read_sources, split
from corpus.document import PageMark, Status
from tests.corpus.golden import FILES, GOLDEN, read_all, sources
from tests.corpus.strategies import count_words


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.name)
def test_a_file_reads_as_its_reviewed_text(source: Path) -> None:
    assert read_all(source) == (GOLDEN / f"{source.name}.txt").read_text(encoding="utf-8")


def test_no_reviewed_text_is_left_of_a_file_that_went() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{s.name}.txt" for s in sources()}


def test_every_passage_of_every_file_is_a_slice_of_its_document() -> None:
    for document in read_sources([FILES], [].append):
        for passage in split(document, count_words, 30):
            assert passage.span.of(document.text) == passage.text


def document(name: str) -> Document:
    (found,) = read_sources([FILES / name], [].append)
    return found


def test_each_word_of_a_pdf_knows_its_printed_page() -> None:
    leaflet = document("leaflet.pdf")
    pages = {
        word: leaflet.page_of(leaflet.text.index(word))
        for word in ("You will have", "allergies", "On the day", "pressure", "30 minutes", "Call 0")
    }
    assert pages == {
        "You will have": 1,
        "allergies": 1,
        "On the day": 2,
        "pressure": 2,
        "30 minutes": 3,
        "Call 0": 3,
    }


def test_a_document_without_printed_pages_has_no_page_numbers() -> None:
    assert document("fever.md").page_of(0) is None


def test_page_marks_count_from_the_first_character_of_a_page() -> None:
    marks = (PageMark(0, 4), PageMark(3, 5))
    paged = Document(id="a", title="A", text="abcdef", sections=(), page_marks=marks)
    assert [paged.page_of(n) for n in range(5)] == [4, 4, 4, 5, 5]
    assert Span(3, 6).of(paged.text) == "def"


@pytest.mark.parametrize(
    ("status", "published_on", "expires_on", "answers"),
    [
        (Status.PUBLISHED, None, None, True),
        (Status.PUBLISHED, None, date(2026, 5, 1), True),
        (Status.PUBLISHED, None, date(2026, 4, 30), False),
        (Status.PUBLISHED, date(2026, 5, 1), None, True),
        (Status.PUBLISHED, date(2026, 5, 2), None, False),
        (Status.DRAFT, None, None, False),
        (Status.WITHDRAWN, None, date(2030, 1, 1), False),
    ],
)
def test_only_published_pages_answer_and_only_until_they_expire(
    status: Status, published_on: date | None, expires_on: date | None, answers: bool
) -> None:
    dates = {"published_on": published_on, "expires_on": expires_on}
    page = Document(id="a", title="A", text="a", sections=(), status=status, **dates)
    assert page.answers_on(date(2026, 5, 1)) is answers
