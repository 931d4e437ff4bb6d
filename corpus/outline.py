"""Put a page's blocks together into one text with its sections."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.document import Section, Span

BLOCK_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or table (`level` 0) or a heading (`level` 1 to 6), as a reader sees it."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """A page's text, its blocks separated by one blank line, and the sections in it."""

    text: str
    sections: tuple[Section, ...]


def outline(blocks: Iterable[Block]) -> Outline:
    """Join `blocks` and find the sections; blank blocks are left out."""
    kept = [block for block in blocks if block.text.strip()]
    return Outline(BLOCK_BREAK.join(block.text for block in kept), tuple(_sections(kept)))


def _sections(blocks: list[Block]) -> Iterator[Section]:
    path: list[tuple[int, str]] = []
    heading: Span | None = None
    body: Span | None = None
    start = 0
    for block in blocks:
        span = Span(start, start + len(block.text))
        start = span.end + len(BLOCK_BREAK)
        if block.level == 0:
            body = Span(body.start if body else span.start, span.end)
            continue
        if heading or body:
            yield Section(tuple(text for _, text in path), heading, body)
        # A heading closes every section of its own level or deeper.
        path = [*((level, text) for level, text in path if level < block.level)]
        path.append((block.level, block.text))
        heading, body = span, None
    if heading or body:
        yield Section(tuple(text for _, text in path), heading, body)
