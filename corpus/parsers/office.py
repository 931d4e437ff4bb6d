"""Word files and EPUB books, converted to HTML in a confined process."""

from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.errors import SourceError
from corpus.facts import PageFacts, readable_facts
from corpus.outline import UNRANKED, Block
from corpus.parsers.confining import run_confined
from corpus.parsers.html import parse_chapter
from corpus.parsers.html_blocks import fragment_blocks
from corpus.parsers.page import ParsedPage, equations_note


def parse_docx(path: Path) -> ParsedPage:
    """Read a Word file: its styles "Title" and "Heading 1" to "Heading 6" are the headings."""
    read = run_confined("docx_html", path)
    stated = read["facts"]
    # The day a file was made says nothing of the day its page was published.
    facts = _facts(stated, published=None, modified=stated.get("modified"))
    blocks = fragment_blocks(read["html"])
    title = next((block for block in blocks if block.level == 1), None)
    rest = [block for block in blocks if block is not title]
    if title is not None and any(block.level == 1 for block in rest):
        # "Title" and "Heading 1" are both level 1 in HTML; only the first can be the title.
        blocks = [title, *map(_one_lower, rest)]
    return ParsedPage(facts, tuple(blocks), stated.get("title"), equations_note(read["equations"]))


def _one_lower(block: Block) -> Block:
    ranked = 0 < block.level < UNRANKED
    return replace(block, level=min(UNRANKED - 1, block.level + 1)) if ranked else block


def parse_epub(path: Path) -> ParsedPage:
    """Read an EPUB book: its chapters in reading order, headings as they are."""
    read = run_confined("epub_html", path)
    stated = read["facts"]
    facts = _facts(stated, published=stated.get("date"), modified=stated.get("modified"))
    blocks: list[Block] = []
    for chapter in read["chapters"]:
        raw = b64decode(chapter)
        if raw.strip():
            blocks += parse_chapter(path, raw)
    if not blocks:
        raise SourceError(path, "its chapters hold no text", "add text to it or remove it")
    # Its own title is the book's; every chapter's first heading opens a section.
    named = PageFacts(title=stated.get("title"))
    return ParsedPage(facts.over(named), tuple(blocks))


def _facts(stated: dict[str, Any], published: str | None, modified: str | None) -> PageFacts:
    fields: dict[str, object] = {
        "authors": [stated["creator"]] if stated.get("creator") else [],
        "language": stated.get("language"),
        "publisher": stated.get("publisher"),
        "licence": stated.get("rights"),
        "published_on": published[:10] if published else None,
        "modified_on": modified[:10] if modified else None,
    }
    return readable_facts({name: value for name, value in fields.items() if value})
