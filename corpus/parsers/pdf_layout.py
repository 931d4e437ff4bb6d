"""From lines with their place and size on printed pages to running text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.parsers.pdf_columns import in_reading_order
from corpus.parsers.pdf_pieces import with_whole_lines
from corpus.parsers.pdf_tables import with_tables

# Headers and footers stand in the outer tenth, or little more, of a page.
_MARGIN = 0.12
_RUNNING_SHARE = 0.4
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|pagina|página)?\W*\d{1,4}(?:\W*(?:of|/|von|de)\W*\d{1,4})?\W*", re.I
)
_FARTHEST_DOT = 24.0
_LIGATURES = {0xFB00 + n: letters for n, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl"))}
# A glyph that no font names, or a private one, before a text: some program's bullet.
_BULLET = re.compile(r"^(?:\(cid:\d+\)|[\ue000-\uf8ff\u25cf\u25aa])\s+")
_BULLETS = frozenset("•‣◦▪●○–·*") | {"(cid:127)", "\uf0b7", "\u25aa"}
# The number or letter of an item.
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})[.)]")
# A line of a table of contents, with its leaders.
_CONTENTS = re.compile(r".*(?:\. ?){4,}\s*\d*|[. ]+\d*")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `top` counts upwards in points; `box` numbers the block it stands in."""

    text: str
    page: int
    box: int
    size: float
    bold: bool
    in_margin: bool
    is_row: bool = False


def printed_lines(pages: Iterable[dict[str, Any]]) -> list[Line]:
    """Return the lines in reading order, without running headers, footers and page numbers."""
    lines = [line for page in pages for line in _lines_of(page)]
    pages_seen = {line.page for line in lines}
    places: dict[str, set[int]] = {}
    for line in lines:
        if line.in_margin:
            places.setdefault(_without_digits(line.text), set()).add(line.page)
    enough = max(2, _RUNNING_SHARE * len(pages_seen))
    running = {text for text, seen in places.items() if len(seen) >= enough}
    return [line for line in lines if not (line.in_margin and _runs(line.text, running))]


def _runs(text: str, running: set[str]) -> bool:
    return _without_digits(text) in running or _PAGE_NUMBER.fullmatch(text) is not None


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _lines_of(page: dict[str, Any]) -> Iterator[Line]:
    bottom, height = page["bottom"], page["height"]
    low, high = bottom + _MARGIN * height, bottom + (1 - _MARGIN) * height
    width = page["width"]
    boxes = [box for box in _with_marks(page["boxes"]) if box]
    boxes = with_tables(boxes, page.get("rules", ()), width)
    for number, box in enumerate(in_reading_order(with_whole_lines(boxes), width)):
        for line in box:
            if _CONTENTS.fullmatch(line["text"]):
                continue
            yield Line(
                text=_BULLET.sub("• ", line["text"].translate(_LIGATURES)),
                page=page["number"],
                box=number,
                size=line["size"],
                bold=line["bold"],
                in_margin=line["top"] < low or line["top"] > high,
                is_row=line.get("row", False),
            )


def _with_marks(boxes: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Put each bullet or number that stands in a box of its own before the line beside it."""
    marks = [line for box in boxes for line in box if _sign(line)]
    if not marks:
        return boxes
    texts = [[line for line in box if not _sign(line)] for box in boxes]
    beside = {_beside(mark, texts): _sign(mark) for mark in marks}
    alone = [[m] for m in marks if _sign(m) != "•" and _beside(m, texts) is None]
    return [*([_marked(line, beside.get(id(line))) for line in box] for box in texts), *alone]


def _sign(line: dict[str, Any]) -> str | None:
    """Return what `line` is, if it is only the mark of an item."""
    text: str = line["text"]
    return "•" if text in _BULLETS else text if _NUMBER.fullmatch(text) else None


def _marked(line: dict[str, Any], sign: str | None) -> dict[str, Any]:
    if sign is None:
        return line
    parts = [list(part) for part in line.get("parts", ())]
    if parts:
        parts[0][2] = f"{sign} {parts[0][2]}"
    return line | {"text": f"{sign} {line['text']}"} | ({"parts": parts} if parts else {})


def _beside(mark: dict[str, Any], boxes: list[list[dict[str, Any]]]) -> int | None:
    """Return the id of the nearest line to the right of `mark`, at its height."""
    middle = (mark["top"] + mark["bottom"]) / 2
    beside = [
        line
        for box in boxes
        for line in box
        if line["bottom"] <= middle <= line["top"] and line["left"] >= mark["left"]
        # What is drawn may be a dot of a chart, far from all words.
        if not mark.get("drawn") or line["left"] - mark["right"] <= _FARTHEST_DOT
    ]
    return id(min(beside, key=lambda line: float(line["left"]))) if beside else None


def body_size(lines: Iterable[Line]) -> float:
    """Return the size in which most letters are set."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0]


def words_of(lines: Iterable[Line]) -> set[str]:
    """Return the words and compounds that stand whole in a line."""
    return {
        word.casefold() for line in lines for word in re.findall(r"\w+(?:-\w+)*(?!-?$)", line.text)
    }
