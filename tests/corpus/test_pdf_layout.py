"""Printed lines become running text as a person reads them."""

from typing import Any

import pytest

from corpus.parsers.pdf_columns import in_reading_order
from corpus.parsers.pdf_hyphens import joint
from corpus.parsers.pdf_layout import printed_lines


def line(
    text: str, left: float, top: float, width: float = 200, size: float = 10
) -> dict[str, Any]:
    place = {"left": left, "right": left + width, "top": top, "bottom": top - 10}
    return {"text": text, "size": 10, "bold": False} | place


def page(*boxes: list[dict[str, Any]], number: int = 1) -> dict[str, Any]:
    return {"number": number, "bottom": 0, "height": 842, "width": 595, "boxes": list(boxes)}


def texts(*pages: dict[str, Any]) -> list[str]:
    return [found.text for found in printed_lines(pages)]


def order(*boxes: dict[str, Any]) -> list[str]:
    return [box[0]["text"] for box in in_reading_order([[box] for box in boxes], 595)]


def test_columns_are_read_one_after_the_other_below_what_spans_them() -> None:
    assert order(
        line("right 2", 320, 600),
        line("left 2", 50, 600),
        line("title", 50, 780, width=500),
        line("right 1", 320, 700),
        line("left 1", 50, 700),
        line("foot", 50, 200, width=500),
    ) == ["title", "left 1", "left 2", "right 1", "right 2", "foot"]


@pytest.mark.parametrize(("short", "last"), [(600, "heading"), (640, "right 2")])
def test_a_heading_below_columns_that_end_level_comes_after_both(short: int, last: str) -> None:
    columns = [line("left 1", 50, 700), line("left 2", 50, 600), line("right 1", 320, 700)]
    heading = line("heading", 50, 560, 80) | {"bold": True}
    assert order(*columns, line("right 2", 320, short), heading)[-1] == last


def test_a_table_is_read_row_by_row() -> None:
    cells = [line("a1", 50, 700, 40), line("b1", 300, 700, 40), line("a2", 50, 680, 40)]
    assert order(*cells, line("b2", 300, 680, 40)) == ["a1", "b1", "a2", "b2"]


def test_running_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        page(
            [line("Leaflet 7", 50, 820)],
            [line(f"Words of page {n}", 50, 400)],
            [line(f"Version 3, page {n} of 4", 50, 40)],
            [line(str(n), 500, 30)],
            number=n,
        )
        for n in range(1, 5)
    ]
    assert texts(*pages) == [f"Words of page {n}" for n in range(1, 5)]


def test_what_stands_at_the_top_of_one_page_alone_stays() -> None:
    assert texts(page([line("Title", 50, 820)]), page([line("Words", 50, 400)], number=2)) == [
        "Title",
        "Words",
    ]


def test_a_bullet_in_a_box_of_its_own_goes_to_its_line() -> None:
    bullets = [line("•", 50, 700, 5), line("•", 50, 670, 5)]
    items = [line("one", 70, 702), line("and more", 70, 685), line("two", 70, 671)]
    assert texts(page(bullets, items)) == ["• one", "and more", "• two"]


@pytest.mark.parametrize(("left", "text"), [(40, "• Words"), (10, "Words")])
def test_a_dot_that_is_drawn_is_a_bullet_where_words_follow(left: int, text: str) -> None:
    dot = line("•", left, 697, 4) | {"drawn": True, "bottom": 693}
    assert texts(page([dot], [line("Words", 60, 700)])) == [text]


def test_lines_of_a_table_of_contents_are_left_out() -> None:
    lines = [line("2.1 Doses . . . . . . . 12", 50, 700), line("Wait ... then call.", 50, 680)]
    assert texts(page(lines)) == ["Wait ... then call."]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Take it", "daily", "Take it daily"),
        ("your medi-", "cation", "your medication"),
        ("your medi\xad", "cation", "your medication"),
        ("the T-", "cell count", "the T-cell count"),
        ("after COVID-", "19", "after COVID-19"),
        ("non-", "steroidal", "non-steroidal"),
        ("well-", "being", "well-being"),
        ("a follow-", "up visit", "a follow-up visit"),
        ("the pre-", "operative", "the preoperative"),
        ("anti-", "inflammatory", "anti-inflammatory"),
        ("5 –", "10 mg", "5 – 10 mg"),
    ],
)
def test_a_hyphen_goes_where_it_only_breaks_a_word(left: str, right: str, expected: str) -> None:
    known = {"anti-inflammatory"}
    kept, between = joint(left, right, known)
    assert kept + between + right == expected
