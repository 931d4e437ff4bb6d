"""From lines with their place and size on printed pages to running text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.parsers.pdf_columns import in_reading_order

# Headers and footers stand in the outer tenth, or little more, of a page.
_MARGIN = 0.12
_RUNNING_SHARE = 0.4
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|pagina|página)?\W*\d{1,4}(?:\W*(?:of|/|von|de)\W*\d{1,4})?\W*", re.I
)
_LIGATURES = {0xFB00 + n: letters for n, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl"))}
# A glyph that no font names, or a private one, before a text: some program's bullet.
_BULLET = re.compile(r"^(?:\(cid:\d+\)|[\ue000-\uf8ff\u25cf\u25aa])\s+")
_BULLETS = frozenset("•‣◦▪●○–·*") | {"(cid:127)", "\uf0b7", "\u25aa"}
# A line of a table of contents, with its leaders.
_CONTENTS = re.compile(r".*(?:\. ?){4,}\s*\d*|[. ]+\d*")
_HYPHEN = re.compile(r"(\w+)[-\xad\u2010]$")
# Halves that English writes with a hyphen; "medi-" and "treat-" are parts of one word.
_KEEP = {
    *("self", "non", "long", "short", "well", "high", "low", "side", "follow", "day", "one"),
    *("two", "three", "part", "full", "half", "mid", "cross", "evidence", "life", "first"),
    *("second", "double", "disease", "immune", "pain", "age", "home", "community", "health"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `top` counts upwards in points; `box` numbers the block it stands in."""

    text: str
    page: int
    box: int
    size: float
    bold: bool
    in_margin: bool


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
    boxes = [box for box in _with_bullets(page["boxes"]) if box]
    for number, box in enumerate(in_reading_order(boxes, page["width"])):
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
            )


def _with_bullets(boxes: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Put each bullet that stands in a box of its own before the line beside it."""
    bullets = [line for box in boxes for line in box if line["text"] in _BULLETS]
    if not bullets:
        return boxes
    texts = [[line for line in box if line["text"] not in _BULLETS] for box in boxes]
    marked = {_beside(bullet, texts) for bullet in bullets}
    return [
        [line | {"text": f"• {line['text']}"} if id(line) in marked else line for line in box]
        for box in texts
    ]


def _beside(bullet: dict[str, Any], boxes: list[list[dict[str, Any]]]) -> int | None:
    """Return the id of the nearest line to the right of `bullet`, at its height."""
    middle = (bullet["top"] + bullet["bottom"]) / 2
    beside = [
        line
        for box in boxes
        for line in box
        if line["bottom"] <= middle <= line["top"] and line["left"] >= bullet["left"]
    ]
    return id(min(beside, key=lambda line: float(line["left"]))) if beside else None


def body_size(lines: Iterable[Line]) -> float:
    """Return the size in which most letters are set."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0]


def joint(left: str, right: str, words: set[str]) -> tuple[str, str]:
    """Return `left` as it stands before `right`, the next printed line, and what goes between.

    A hyphen at the end of a line is dropped where it only breaks a word: not before a capital
    letter or a digit, nor after one letter ("T-"), nor where the page has the compound in `words`.
    """
    hyphen = _HYPHEN.search(left)
    if hyphen is None:
        return left, " "
    half = hyphen[1]
    rest = re.match(r"\w*", right)
    other = rest[0] if rest else ""
    keeps = len(half) == 1 or not other[:1].islower() or half.casefold() in _KEEP
    whole, compound = (half + other).casefold(), f"{half}-{other}".casefold()
    if compound in words or (keeps and whole not in words):
        return left, ""
    return left[:-1], ""


def words_of(lines: Iterable[Line]) -> set[str]:
    """Return the words and compounds that stand whole in a line."""
    return {
        word.casefold() for line in lines for word in re.findall(r"\w+(?:-\w+)*(?!-?$)", line.text)
    }
