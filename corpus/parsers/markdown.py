"""Markdown with front matter: CommonMark headings become sections, the rest becomes text."""

import re
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpus.facts import Note, read_facts
from corpus.generators import in_own_fields
from corpus.outline import Block
from corpus.parsers.decoding import decode
from corpus.parsers.front_matter import read_front_matter
from corpus.parsers.html_blocks import fragment_blocks
from corpus.parsers.html_headings import Lead, with_headings
from corpus.parsers.page import ParsedPage

# Where the page strikes words out: it says them no more.
_STRUCK = "\x00"
_AT_STRUCK = re.compile(f" ?{_STRUCK}")


def parse_markdown(path: Path, raw: bytes, encoding: str | None, ignored: Set[str]) -> ParsedPage:
    """Read one Markdown page; what its front matter doesn't state stays absent."""
    front, text = read_front_matter(path, decode(path, raw, encoding))
    notes: tuple[Note, ...] = ()
    if isinstance(front, dict):
        front, notes = in_own_fields(path, front, ignored)
    facts, more = read_facts(path, front)
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text))
    return ParsedPage(facts, tuple(with_headings(_blocks(tree))), notes=(*notes, *more))


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    for child in node.children:
        match child.type:
            case "heading":
                yield Block(_inline(child), level=int(child.tag[1]))
            case "blockquote":
                yield from _blocks(child)
            case "paragraph":
                yield from _paragraph(child)
            case "html_block":
                yield from fragment_blocks(child.content)
            case _:
                yield Block("\n".join(_text_lines(child)))


def _paragraph(node: SyntaxTreeNode) -> Iterator[Block]:
    """Yield a paragraph; a first line in bold alone may be the heading of what follows."""
    parts = [part for child in node.children for part in child.children]
    kinds = [part.type for part in parts]
    end = kinds.index("hardbreak") if "hardbreak" in kinds else len(parts)
    if [kind for kind in kinds[:end] if kind != "text"] != ["strong"] or any(
        part.content.strip() for part in parts[:end] if part.type == "text"
    ):
        yield Block(_inline(node))
        return
    yield Lead(_said(parts[:end]))
    rest = _said(parts[end:])
    if rest:
        yield Block(rest)


def _text_lines(node: SyntaxTreeNode) -> Iterator[str]:
    """Yield the lines of what is no heading; a thematic break shows a reader no words."""
    match node.type:
        case "paragraph":
            yield _inline(node)
        case "bullet_list" | "ordered_list":
            yield from _list_lines(node)
        case "table":
            yield from _table_lines(node)
        case "fence" | "code_block":
            yield node.content.rstrip("\n")


def _list_lines(node: SyntaxTreeNode, indent: str = "") -> Iterator[str]:
    first = int(str(node.attrs.get("start", 1)))
    for number, item in enumerate(node.children, start=first):
        mark = f"{number}. " if node.type == "ordered_list" else "• "
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                yield from _list_lines(child, indent + "  ")
            else:
                for line in "\n".join(block.text for block in _blocks_of(child)).splitlines():
                    yield f"{indent}{mark}{line}"
                    mark = "  "


def _blocks_of(node: SyntaxTreeNode) -> Iterator[Block]:
    return iter([Block(_inline(node))]) if node.type == "paragraph" else _blocks(node)


def _table_lines(node: SyntaxTreeNode) -> Iterator[str]:
    for row in (row for part in node.children for row in part.children):
        yield " | ".join(_inline(cell) for cell in row.children)


def _inline(node: SyntaxTreeNode) -> str:
    """Return the words a reader sees: no markup, no addresses, no raw HTML."""
    return _said([node])


def _said(nodes: Iterable[SyntaxTreeNode]) -> str:
    words = "".join(word for node in nodes for word in _words(node))
    return _AT_STRUCK.sub("", words).strip()


def _words(node: SyntaxTreeNode) -> Iterator[str]:
    match node.type:
        case "text" | "code_inline":
            yield node.content
        case "softbreak":
            yield " "
        case "hardbreak":
            yield "\n"
        case "html_inline":
            return
        case "s":
            yield _STRUCK
        case _:
            for child in node.children:
                yield from _words(child)
