"""Tables of printed pages are read row by row, and columns of prose are not."""

import random
import time
from typing import Any

import pytest

from corpus.parsers.pdf_frames import frames
from corpus.parsers.pdf_pieces import with_whole_lines
from corpus.parsers.pdf_tables import with_tables
from tests.corpus.test_pdf_layout import line, page, texts

WIDTH = 595.0
HEAD = ("Drug", "Dose", "How often")
ROWS = [HEAD, ("A", "1 mg", "once"), ("B", "2 mg", "twice a\nday or\nso"), ("C", "", "never")]
LINED = [
    "Drug | Dose | How often",
    "A | 1 mg | once",
    "B | 2 mg | twice a day or so",
    "C |  | never",
]
LEFTS = (60, 160, 240)

Line = dict[str, Any]


def table(rows: list[tuple[str, ...]], white: float = 0, *, middle: bool = False) -> list[Line]:
    """Return the lines of a table, `white` points between rows, cells at the top or the middle."""
    lines: list[Line] = []
    top = 700.0
    for row in rows:
        most = max(cell.count("\n") + 1 for cell in row)
        for cell, left in zip(row, LEFTS, strict=True):
            start = top - (most - cell.count("\n") - 1) * 6 * middle
            pieces = [text for text in cell.split("\n") if text]
            lines += [
                line(text, left, start - 12 * n, width=6.0 * len(text))
                for n, text in enumerate(pieces)
            ]
        top -= 12 * most + white
    return lines


def rules(rows: list[tuple[str, ...]], white: float) -> list[list[float]]:
    heights = [700.0 + white / 2]
    for row in rows:
        heights.append(heights[-1] - 12 * max(cell.count("\n") + 1 for cell in row) - white)
    return [[height, 55.0, 400.0] for height in heights]


def shown(lines: list[Line], drawn: list[list[float]] | None = None) -> list[str]:
    boxes = with_tables([[x] for x in lines], drawn or [], WIDTH)
    return [x["text"] for box in boxes for x in box]


@pytest.mark.parametrize("middle", [False, True], ids=["top", "middle"])
@pytest.mark.parametrize("white", [2, 6, 14])
def test_a_table_with_lines_between_its_rows(white: float, *, middle: bool) -> None:
    assert shown(table(ROWS, white, middle=middle), rules(ROWS, white)) == LINED


@pytest.mark.parametrize("outer", [(1, None), (None, -1), (1, -1)], ids=["head", "foot", "both"])
def test_the_outer_rows_of_a_table_need_no_line_around_them(outer: tuple[int, int]) -> None:
    rows = [*ROWS, ("D", "4 mg", "daily")]
    drawn = rules(rows, 6)[slice(*outer)]
    assert shown(table(rows, 6), drawn) == [*LINED, "D | 4 mg | daily"]


def test_two_tables_of_one_width_with_text_between() -> None:
    second = [x | {"top": x["top"] - 300, "bottom": x["bottom"] - 300} for x in table(ROWS, 6)]
    between = line("Some words that stand between the two of them", 60, 500, 280)
    drawn = rules(ROWS, 6)
    drawn += [[height - 300, *ends] for height, *ends in drawn]
    assert shown([*table(ROWS, 6), between, *second], drawn) == [between["text"], *LINED, *LINED]


def test_a_cell_that_no_line_divides_stands_in_each_of_its_rows() -> None:
    rows = [HEAD, ("", "1 mg", "once"), ("", "2 mg", "twice")]
    drawn = rules(rows, 6)
    drawn[2] = [drawn[2][0], 155.0, 400.0]
    name = line("A", 60, 676, 6)
    assert shown([*table(rows, 6), name], drawn) == [
        "Drug | Dose | How often",
        "A | 1 mg | once",
        "A | 2 mg | twice",
    ]


@pytest.mark.parametrize(("white", "middle"), [(0, False), (6, False), (6, True)])
def test_a_table_without_lines(white: float, *, middle: bool) -> None:
    assert shown(table(ROWS, white, middle=middle)) == LINED


def test_a_table_whose_rows_nothing_tells_apart_is_left_as_it_is() -> None:
    lines = table([*ROWS[:2], ("B", "2 mg", "twice a\nday"), ROWS[3]], middle=True)
    assert shown(lines) == [x["text"] for x in lines]


def test_words_of_two_cells_in_one_line_are_told_apart() -> None:
    drug = line("Paracetamol 1 mg", 60, 688, 130)
    drug["parts"] = [[60, 152, "Paracetamol"], [160, 190, "1 mg"]]
    rows = [HEAD, ("", "", "once"), ("B", "2 mg", "twice")]
    assert shown([drug, *table(rows)], rules(rows, 0)) == [
        "Drug | Dose | How often",
        "Paracetamol | 1 mg | once",
        "B | 2 mg | twice",
    ]


def prose(left: float, width: float, count: int) -> list[Line]:
    return [line(f"line {n} at {left}", left, 700 - 12 * n, width - n % 3) for n in range(count)]


@pytest.mark.parametrize("drawn", [[], [[710, 50, 550], [652, 50, 550], [500, 50, 550]]])
@pytest.mark.parametrize("lefts", [(50, 310), (50, 220, 390)], ids=["two", "three"])
def test_columns_of_prose_are_no_table(lefts: tuple[int, ...], drawn: list[list[float]]) -> None:
    lines = [x for left in lefts for x in prose(left, 150 if len(lefts) > 2 else 240, 14)]
    assert shown(lines, drawn) == [x["text"] for x in lines]


def moved(lines: list[Line], right: float, down: float) -> list[Line]:
    return [
        x
        | {"left": x["left"] + right, "right": x["right"] + right}
        | {"top": x["top"] - down, "bottom": x["bottom"] - down}
        for x in lines
    ]


@pytest.mark.parametrize("side", [0, 290], ids=["left", "right"])
@pytest.mark.parametrize("white", [0, 4])
@pytest.mark.parametrize("among", [False, True], ids=["alone", "among prose"])
def test_a_table_without_lines_in_a_column_of_prose(
    white: float, side: float, *, among: bool
) -> None:
    other = moved(prose(290 - side + 50, 230, 20), 0, 3)
    cells = moved(table(ROWS, white), side - 10, 60 if among else 0)
    around = prose(side + 50, 230, 4) + moved(prose(side + 50, 230, 6), 0, 160) if among else []
    lines = [*other, *around, *cells]
    found = shown(lines)
    assert [text for text in found if " | " in text] == LINED
    assert sorted(text for text in found if " | " not in text) == sorted(
        x["text"] for x in [*other, *around]
    )


def test_a_line_that_runs_into_the_next_column_is_not_cut() -> None:
    other = prose(50, 230, 20)
    cells = moved([x for x in table(ROWS) if x["text"] != "A"], 290, 0)
    other[1]["parts"] = [[50, 250, "line 1"], [350, 356, "A"]]
    texts = {x["text"] for x in [*other, *cells]}
    assert texts <= {*shown([*other, *cells])}


def test_numbers_and_bullets_are_no_column() -> None:
    numbers = [line(f"{n}.", 60, 700 - 12 * n, 10) for n in range(1, 5)]
    items = [line(f"step {n}", 90, 700 - 12 * n) for n in range(1, 5)]
    assert texts(page(numbers, items)) == [f"{n}. step {n}" for n in range(1, 5)]


def test_a_number_without_an_item_stays() -> None:
    assert texts(page([line("2.", 300, 500, 10)], [line("Words", 50, 400)])) == ["2.", "Words"]


@pytest.mark.parametrize("apart", [False, True], ids=["in its box", "in a box of its own"])
def test_a_line_that_comes_in_pieces_is_whole(*, apart: bool) -> None:
    lines = [line("It is a lifelong", 50, 700, 300), line("that can be", 150, 688, 200)]
    piece = line("condition", 50, 688, 60)
    boxes = [lines, [piece]] if apart else [[*lines, piece]]
    whole = [[x["text"] for x in box] for box in with_whole_lines(boxes)]
    assert whole == [["It is a lifelong", "condition that can be"]]


def test_what_stands_beside_a_box_is_no_piece_of_it() -> None:
    boxes = [prose(50, 240, 3), [line("right", 310, 700, 240)], [line("under", 50, 600, 90)]]
    assert with_whole_lines(boxes) == boxes


def test_underlined_words_make_no_frame() -> None:
    assert frames([[700, 60, 120], [688, 60, 140], [660, 80, 130], [600, 50, 550]]) == []


def test_a_page_of_scattered_words_takes_no_long_time() -> None:
    rng = random.Random(7)  # noqa: S311
    lines = [line("x", rng.random() * 500, rng.random() * 800, 8) for _ in range(1400)]
    drawn = [[rng.random() * 800, 50.0, 400.0] for _ in range(290)]
    began = time.process_time()
    with_whole_lines(with_tables([[x] for x in lines], drawn, WIDTH))
    assert time.process_time() - began < 5
