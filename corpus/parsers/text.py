"""Plain text becomes paragraphs and headings by a simple rule.

Where a line is longer than 120 characters, every line is a paragraph of its own; else blank
lines separate paragraphs, whose lines are joined. A heading is a single line of at most 80
characters, not the last of the file, that starts with a capital letter or a digit, does not end
in a mark of punctuation, and is no list item or table row; or it is underlined with === or ---.
A heading at the very top is the title.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.facts import PageFacts
from corpus.outline import Block
from corpus.parsers.decoding import decode
from corpus.parsers.page import ParsedPage

_WRAPPED_AT = 120
_LONGEST_HEADING = 80
_UNDERLINE = re.compile(r"(={3,}|-{3,})\s*")
_ITEM = re.compile(r"\s*(?:[•‣◦*–-]|\d{1,3}[.)]|\(?[a-z]\))\s+\S|.* \| |.*\t")
_RULE = re.compile(r"[\W_]*")


def parse_text(path: Path, raw: bytes, encoding: str | None) -> ParsedPage:
    """Read one page of plain text."""
    lines = decode(path, raw, encoding).replace("\f", "\n\n").split("\n")
    wrapped = all(len(line) <= _WRAPPED_AT for line in lines)
    parts = _paragraphs(lines) if wrapped else [[line] for line in lines if line.strip()]
    blocks = list(_blocks([part for part in parts if not _RULE.fullmatch("".join(part))]))
    return ParsedPage(PageFacts(), tuple(_with_title(blocks)))


def _paragraphs(lines: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            parts.append([])
        elif _UNDERLINE.fullmatch(line) and len(parts[-1]) == 1:
            parts[-1].append(line)
            parts.append([])
        else:
            parts[-1].append(line)
    return [part for part in parts if part]


def _blocks(parts: list[list[str]]) -> Iterator[Block]:
    for number, part in enumerate(parts, start=1):
        underline = _UNDERLINE.fullmatch(part[-1]) if len(part) == 2 else None
        if underline:
            yield Block(part[0].strip(), level=1 if underline[1][0] == "=" else 2)
        elif len(part) == 1 and number < len(parts) and is_heading(part[0].strip()):
            yield Block(part[0].strip(), level=2)
        else:
            yield Block(_joined(part))


def is_heading(line: str) -> bool:
    """Say whether a line that stands alone reads as a heading."""
    if len(line) > _LONGEST_HEADING or not line or _ITEM.match(line):
        return False
    return (line[0].isupper() or line[0].isdigit()) and (line[-1].isalnum() or line[-1] in ')?”"')


def _joined(lines: list[str]) -> str:
    """Join wrapped lines with a space; items, rows and what is indented keep their lines."""
    text = lines[0].strip()
    for line in lines[1:]:
        own = _ITEM.match(line) or line[:1].isspace()
        text += ("\n" + line.rstrip()) if own else (" " + line.strip())
    return text


def _with_title(blocks: list[Block]) -> list[Block]:
    first = blocks[0] if blocks else None
    if first is None or first.level == 0 or any(block.level == 1 for block in blocks):
        return blocks
    return [Block(first.text, level=1), *blocks[1:]]
