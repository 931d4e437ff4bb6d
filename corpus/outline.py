"""Put a page's blocks together into one text with its sections."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.document import PageMark, Section, Span
from corpus.printable import seen

BLOCK_BREAK = "\n\n"
# A heading whose rank nothing states, as the question of a fold-out: below all that have one.
UNRANKED = 7


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or table (`level` 0) or a heading (`level` 1 to 7), as a reader sees it.

    `page_marks` count from the start of `text`. What stands after a fold-out or a box `closes` the
    section of its heading, which is of this level; 0 closes none.
    """

    text: str
    level: int = 0
    page_marks: tuple[PageMark, ...] = ()
    closes: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """A page's text, its blocks separated by one blank line, and the sections in it."""

    text: str
    sections: tuple[Section, ...]
    page_marks: tuple[PageMark, ...]


def outline(blocks: Iterable[Block]) -> Outline:
    """Join `blocks` and find the sections; blank blocks and control characters are left out."""
    kept = [block for block in map(_seen, blocks) if block.text.strip()]
    text = BLOCK_BREAK.join(block.text for block in kept)
    return Outline(text, tuple(_sections(kept)), tuple(_page_marks(kept)))


def _seen(block: Block) -> Block:
    text = seen(block.text)
    if text == block.text:
        return block
    starts = [len(seen(block.text[: mark.start])) for mark in block.page_marks]
    marks = [PageMark(at, mark.number) for at, mark in zip(starts, block.page_marks, strict=True)]
    return replace(block, text=text, page_marks=tuple(marks))


def _page_marks(blocks: list[Block]) -> Iterator[PageMark]:
    start, page = 0, 0
    for block in blocks:
        for mark in block.page_marks:
            if mark.number != page:
                yield PageMark(start + mark.start, mark.number)
            page = mark.number
        start += len(block.text) + len(BLOCK_BREAK)


def _sections(blocks: list[Block]) -> Iterator[Section]:
    path: list[tuple[int, str]] = []
    heading: Span | None = None
    body: Span | None = None
    start = 0
    for block in blocks:
        span = Span(start, start + len(block.text))
        start = span.end + len(BLOCK_BREAK)
        # A heading closes every section of its own level or deeper.
        least = min(filter(None, (block.level, block.closes)), default=0)
        above = [(level, text) for level, text in path if level < least]
        if block.level == 0 and (not block.closes or above == path):
            body = Span(body.start if body else span.start, span.end)
            continue
        if heading or body:
            yield Section(tuple(text for _, text in path), heading, body)
        path = [*above, (block.level, block.text)] if block.level else above
        heading, body = (span, None) if block.level else (None, span)
    if heading or body:
        yield Section(tuple(text for _, text in path), heading, body)
