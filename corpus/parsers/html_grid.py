"""Cells of a table that stand in several rows, put into each of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Past this many characters that stand again, what a table repeats is an attack or a layout.
_MOST_REPEATED = 50_000
_MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, and how many rows and columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1


def span(stated: str | None) -> int:
    """Read a `rowspan` or `colspan`; anything but a number is 1, and 0 reaches to the end."""
    number = int(stated) if stated and re.fullmatch(r"\d{1,4}", stated.strip()) else 1
    return number or 1000


def filled(rows: Iterable[Sequence[Cell]]) -> Iterator[list[str]]:
    """Yield the texts of each row that has some of its own, with what reaches down into it.

    A row is quoted alone: without the name of the medicine that stands once for three rows, or
    with the columns moved by it, its dose would be another's.
    """
    above: dict[int, tuple[str, int]] = {}
    repeated = 0
    for row in rows:
        texts: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        column = 0
        waiting = list(row)
        while waiting or column in above:
            if column in above:
                text, left = above.pop(column)
                repeated += len(text)
                below[column] = (text, left - 1)
                texts.append(text)
                column += 1
                continue
            cell = waiting.pop(0)
            below[column] = (cell.text, cell.rows - 1)
            texts.append(cell.text)
            column += cell.columns
        if any(cell.text for cell in row):
            yield texts
        too_much = repeated > _MOST_REPEATED
        above = {
            place: (text, left)
            for place, (text, left) in below.items()
            if left > 0 and place < _MOST_COLUMNS and not too_much
        }
