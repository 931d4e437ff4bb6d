"""What a parser makes of one file, and how it becomes a document."""

from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document, Status
from corpus.errors import SourceError
from corpus.facts import Note, PageFacts
from corpus.outline import Block, Outline, outline
from corpus.printable import seen


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """What a file shows and what it states about itself.

    `fallback_title` is used where neither a field nor a heading gives one.
    """

    facts: PageFacts
    blocks: tuple[Block, ...]
    fallback_title: str | None = None
    notes: tuple[Note, ...] = ()


def equations_note(count: int) -> tuple[Note, ...]:
    """Return what the owner of a page with `count` equations should know; none are read."""
    if not count:
        return ()
    found = "its equation is not read" if count == 1 else f"its {count} equations are not read"
    return ((found, "write it as text, if the page needs it: a line without it may mislead"),)


def assemble(path: Path, parsed: ParsedPage, facts: PageFacts) -> Document:
    """Make a document of what `parsed` shows and `facts` state; `facts.id` names it.

    The first level-1 heading is the title where none is stated, and is then no section. The
    lines of a section called "Sources" are listed in `sources`, unless `facts` state them.
    """
    named, blocks = _title(path, parsed, facts)
    title = " ".join(seen(named).split())
    page = outline(blocks)
    if not any(section.body for section in page.sections):
        raise SourceError(path, "it holds no text", "add text to it or remove it")
    stated = facts.model_dump(exclude={"id", "title", "sources", "status"})
    try:
        return Document(
            id=facts.id or path.stem,
            title=title,
            text=page.text,
            sections=page.sections,
            sources=facts.sources or _listed_sources(page),
            status=facts.status or Status.PUBLISHED,
            page_marks=page.page_marks,
            **stated,
        )
    except ValueError as error:
        remedy = "fix its front matter or catalogue entry, or rename the file"
        raise SourceError(path, str(error), remedy) from error


def _title(path: Path, parsed: ParsedPage, facts: PageFacts) -> tuple[str, list[Block]]:
    headings = [block for block in parsed.blocks if block.level == 1]
    first = next((block for block in headings if block.text.strip()), None)
    if facts.title is not None:
        # A page that repeats its title as a heading would else have it in every section's path.
        repeats = first is not None and _same_words(first.text, facts.title)
        return facts.title, [b for b in parsed.blocks if not (repeats and b is first)]
    if first is not None:
        return first.text, [b for b in parsed.blocks if b is not first]
    title = parsed.fallback_title or path.stem.replace("-", " ").replace("_", " ").strip()
    return title, list(parsed.blocks)


def _same_words(heading: str, title: str) -> bool:
    return " ".join(heading.casefold().split()) == " ".join(title.casefold().split())


def _listed_sources(page: Outline) -> tuple[str, ...]:
    for section in page.sections:
        if section.path and section.path[-1].strip().casefold() == "sources" and section.body:
            lines = section.body.of(page.text).splitlines()
            return tuple(line.removeprefix("• ").strip() for line in lines if line.strip())
    return ()
