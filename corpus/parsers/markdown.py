"""Markdown with front matter, as website generators have it: its headings become sections."""

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from pathlib import Path

from corpus.facts import Note, read_facts
from corpus.generators import in_own_fields
from corpus.outline import Block
from corpus.parsers.decoding import decode
from corpus.parsers.front_matter import read_front_matter
from corpus.parsers.gaps import Gaps
from corpus.parsers.generator_markup import in_markdown
from corpus.parsers.html import html_tree
from corpus.parsers.html_blocks import html_blocks
from corpus.parsers.html_main import shown_content
from corpus.parsers.markdown_html import rendered
from corpus.parsers.page import ParsedPage, equations_note

_COMPONENT = re.compile(r"^[ \t]*</?[A-Z]", re.MULTILINE)


def parse_markdown(path: Path, raw: bytes, encoding: str | None, ignored: Set[str]) -> ParsedPage:
    """Read one Markdown page; what its front matter doesn't state stays absent."""
    front, text = read_front_matter(path, decode(path, raw, encoding))
    told: tuple[Note, ...] = ()
    fields = front if isinstance(front, dict) else {}
    if isinstance(front, dict):
        front, told = in_own_fields(path, front, ignored)
    facts, more = read_facts(path, front)
    gaps = Gaps()
    plain = in_markdown(text, gaps, fields, mdx=path.suffix.lower() == ".mdx")
    html = rendered(plain, has_components=_COMPONENT.search(text) is not None)
    tree = html_tree(path, html.body)
    root = shown_content(tree)
    blocks = [] if root is None else html_blocks(root)
    shown = tuple(gaps.without([*blocks, *_notes(path, html.notes)]))
    equations = equations_note(len(tree.css("math")))
    return ParsedPage(facts, shown, notes=(*told, *more, *gaps.notes(), *equations))


def _notes(path: Path, html: str) -> Iterator[Block]:
    """Yield the notes below a page, which belong to none of its sections."""
    body = html_tree(path, html).body
    for block in [] if body is None else html_blocks(body):
        yield replace(block, closes=1)
