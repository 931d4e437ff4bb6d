"""A PDF becomes paragraphs and headings, each of which knows its printed page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from corpus.document import PageMark
from corpus.errors import SourceError
from corpus.facts import PageFacts, readable_facts
from corpus.outline import Block
from corpus.parsers.confining import run_confined
from corpus.parsers.page import ParsedPage
from corpus.parsers.pdf_hyphens import joint
from corpus.parsers.pdf_layout import Line, body_size, printed_lines, words_of

_LARGER = 1.12
_LONGEST_HEADING = 120
_LEVELS = 5
_FULL = 0.8
_ITEM = re.compile(r"(?:[•‣◦▪●○–*·-]|\d{1,2}[.)]|\(?[a-z]\))\s+\S")
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")
_NO_TITLE = re.compile(
    r"(microsoft (word|powerpoint)|untitled|.*\.(docx?|pdf|indd|pptx?|rtf|qxp)$)", re.I
)
_NOBODY = {"", "anonymous", "unknown", "user", "admin", "administrator", "owner"}
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_MOST_UNMAPPED = 0.01
_OCR = "recognise its text (for example with OCRmyPDF), then build again"


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring lines of one box in one type; `opens` where they are the box's first."""

    lines: tuple[Line, ...]
    opens: bool

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def parse_pdf(path: Path) -> ParsedPage:
    """Read a PDF; pages without text that show a picture are reported as scanned."""
    read = run_confined("pdf_lines", path)
    scanned = [p["number"] for p in read["pages"] if p["images"] and not p["boxes"]]
    lines = printed_lines(read["pages"])
    if not lines:
        found = "it is scanned: its pages are pictures" if scanned else "it holds no text"
        raise SourceError(path, found, _OCR)
    _check_letters(path, lines)
    notes = [(f"{_numbers(scanned)} scanned, without text", _OCR)] if scanned else []
    return ParsedPage(_facts(read["facts"]), tuple(_blocks(lines)), notes=tuple(notes))


def _numbers(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:10])) + (" and more" if len(pages) > 10 else "")
    return f"page {shown} is" if len(pages) == 1 else f"pages {shown} are"


def _check_letters(path: Path, lines: list[Line]) -> None:
    letters = sum(len(line.text) for line in lines)
    unmapped = sum(len(_UNMAPPED.findall(line.text)) for line in lines)
    if unmapped > _MOST_UNMAPPED * letters:
        found = f"{unmapped} of its letters can't be read: its fonts don't say which they are"
        raise SourceError(path, found, "save it again with embedded fonts, or recognise its text")


def _facts(stated: dict[str, str]) -> PageFacts:
    title, author = stated.get("Title", ""), stated.get("Author", "")
    fields: dict[str, object] = {
        "title": None if _NO_TITLE.match(title) else title,
        "authors": [author] if author.casefold().strip("() ") not in _NOBODY else [],
        "language": stated.get("Lang"),
        "modified_on": _pdf_date(stated.get("ModDate") or stated.get("CreationDate")),
    }
    return readable_facts({name: value for name, value in fields.items() if value})


def _pdf_date(stated: str | None) -> date | None:
    digits = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", stated or "")
    try:
        return date(*map(int, digits.groups())) if digits else None
    except ValueError:
        return None


def _blocks(lines: list[Line]) -> Iterator[Block]:
    body = body_size(lines)
    mostly_bold = sum(len(x.text) for x in lines if x.bold) > sum(len(x.text) for x in lines) / 2
    words = words_of(lines)
    runs = list(_runs(lines))
    levels = _heading_levels(runs, body, mostly_bold)
    waiting: list[Line] = []
    for run in runs:
        level = levels.get(_kind(run, body, mostly_bold), 0)
        if waiting and (level or not _goes_on(waiting, run.lines[0])):
            yield _paragraph(waiting, words)
            waiting = []
        if level:
            yield _heading(run, level, words)
        else:
            waiting += run.lines
    if waiting:
        yield _paragraph(waiting, words)


def _runs(lines: list[Line]) -> Iterator[_Run]:
    place: tuple[int, int] | None = None
    for _, group in groupby(lines, key=lambda x: (x.page, x.box, *_type(x))):
        run = tuple(group)
        yield _Run(run, opens=(run[0].page, run[0].box) != place)
        place = (run[0].page, run[0].box)


def _type(line: Line) -> tuple[float, bool]:
    """Return what tells a heading; a row of a table is none, whatever it is set in."""
    return (0.0, False) if line.is_row else (_half_points(line), line.bold)


def _half_points(line: Line) -> float:
    return round(line.size * 2) / 2


def _kind(run: _Run, body: float, mostly_bold: bool) -> float:
    """Return the size that makes the run a heading: its own, the body's if bold, else 0."""
    text, size = run.text, _half_points(run.lines[0])
    if run.lines[0].is_row:
        return 0
    if len(text) > _LONGEST_HEADING or _ITEM.match(text) or not any(c.isalpha() for c in text):
        return 0
    if size >= _LARGER * body:
        return size
    bold = run.lines[0].bold and not mostly_bold and len(run.lines) <= 2
    # Bold words inside a paragraph are emphasis; a heading opens its box and has no full stop.
    apart = run.opens and not text[0].islower() and not text.endswith((".", ",", ";", ":"))
    return body if bold and apart else 0


def _heading_levels(runs: list[_Run], body: float, mostly_bold: bool) -> dict[float, int]:
    sizes = sorted({_kind(run, body, mostly_bold) for run in runs} - {0}, reverse=True)
    return {size: min(_LEVELS, level) for level, size in enumerate(sizes, start=1)}


def _goes_on(lines: list[Line], following: Line) -> bool:
    """Say whether a paragraph runs on over a column or page break.

    It does where it ends without punctuation, and either what follows starts small or its own
    last line is full.
    """
    if lines[-1].is_row or following.is_row:
        # A table goes on over a page.
        return lines[-1].is_row and following.is_row
    if _ENDS.search(lines[-1].text) or _ITEM.match(following.text):
        return False
    full = len(lines) > 1 and len(lines[-1].text) >= _FULL * max(len(x.text) for x in lines)
    starts_small = following.text[:1].islower() or following.text[:1].isdigit()
    return starts_small or (full and not _ITEM.match(lines[0].text))


def _heading(run: _Run, level: int, words: set[str]) -> Block:
    block = _paragraph(list(run.lines), words)
    return Block(block.text.replace("\n", " "), level, block.page_marks)


def _paragraph(lines: list[Line], words: set[str]) -> Block:
    text, marks = lines[0].text, [PageMark(0, lines[0].page)]
    for line in lines[1:]:
        if line.is_row or _ITEM.match(line.text):
            between = "\n"
        else:
            text, between = joint(text, line.text, words)
        text += between
        if line.page != marks[-1].number:
            marks.append(PageMark(len(text), line.page))
        text += line.text
    return Block(text, page_marks=tuple(marks))
