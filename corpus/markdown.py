"""Markdown with front matter: CommonMark headings become sections, the rest becomes text."""

from collections.abc import Iterator
from pathlib import Path

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpus.document import Document
from corpus.errors import SourceError
from corpus.facts import PageFacts, read_facts
from corpus.outline import Block, Outline, outline


def parse_markdown(path: Path, raw: str) -> Document:
    """Read one Markdown page; what its front matter doesn't state stays absent.

    The title comes from the front matter, else from the first level-1 heading. The lines of
    a section called "Sources" are listed in `sources` too, unless the front matter states them.
    """
    try:
        page = frontmatter.loads(raw)
    except yaml.YAMLError as error:
        found = f"its front matter is not valid YAML ({' '.join(str(error).split())})"
        raise SourceError(path, found, "mend the lines between the two `---`") from error
    facts = read_facts(path, page.metadata)
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(page.content))
    return assemble(path, facts, list(_blocks(tree)))


def assemble(path: Path, facts: PageFacts, blocks: list[Block]) -> Document:
    """Make a document of what a page states and shows; the file's name is its id by default."""
    title = facts.title
    if title is None:
        heading = next((block for block in blocks if block.level == 1), None)
        if heading is None:
            raise SourceError(path, "it has no title", "add `title:` to its front matter")
        title = heading.text
        blocks = [block for block in blocks if block is not heading]
    page = outline(blocks)
    if not any(section.body for section in page.sections):
        raise SourceError(path, "it holds no text", "add text to it or remove the file")
    stated = facts.model_dump(exclude={"id", "title", "sources"})
    try:
        return Document(
            id=facts.id or path.stem,
            title=title,
            text=page.text,
            sections=page.sections,
            sources=facts.sources or _listed_sources(page),
            **stated,
        )
    except ValueError as error:
        raise SourceError(path, str(error), "mend its front matter") from error


def _listed_sources(page: Outline) -> tuple[str, ...]:
    for section in page.sections:
        if section.path and section.path[-1].strip().casefold() == "sources" and section.body:
            lines = section.body.of(page.text).splitlines()
            return tuple(line.removeprefix("• ").strip() for line in lines if line.strip())
    return ()


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    for child in node.children:
        match child.type:
            case "heading":
                yield Block(_inline(child), level=int(child.tag[1]))
            case "paragraph":
                yield Block(_inline(child))
            case "bullet_list" | "ordered_list":
                yield Block("\n".join(_list_lines(child)))
            case "table":
                yield Block("\n".join(_table_lines(child)))
            case "fence" | "code_block":
                yield Block(child.content.rstrip("\n"))
            case "blockquote":
                yield from _blocks(child)
            case _:
                # Thematic breaks and raw HTML show a reader no words.
                continue


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
    return "".join(_words(node)).strip()


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
        case _:
            for child in node.children:
                yield from _words(child)
