"""One parser a format: a file in, what it shows and states about itself out."""

from collections.abc import Set
from dataclasses import replace
from pathlib import Path

from corpus.errors import SourceError, unreadable
from corpus.parsers.html import parse_html
from corpus.parsers.markdown import parse_markdown
from corpus.parsers.office import parse_docx, parse_epub
from corpus.parsers.page import ParsedPage, assemble
from corpus.parsers.pdf import parse_pdf
from corpus.parsers.text import parse_text
from corpus.parsers.told_dates import told_dates

__all__ = ["CONFINED", "KNOWN", "ParsedPage", "assemble", "parse"]

_MARKDOWN = {".md", ".markdown", ".mdx"}
_TEXTS = {
    ".txt": parse_text,
    ".html": parse_html,
    ".htm": parse_html,
    ".xhtml": parse_html,
}
_BINARIES = {".pdf": parse_pdf, ".docx": parse_docx, ".epub": parse_epub}
CONFINED = frozenset(_BINARIES)
KNOWN = frozenset([*_MARKDOWN, *_TEXTS, *_BINARIES, ".jsonl"])

# Nothing this large is one page: the largest leaflet we know has 0.3 MB of text.
LARGEST_TEXT_BYTES = 10_000_000
LARGEST_BINARY_BYTES = 200_000_000


def parse(path: Path, encoding: str | None = None, ignored: Set[str] = frozenset()) -> ParsedPage:
    """Read one file of one page; raises SourceError for a file that can't be read.

    Fields of front matter that `ignored` names are passed over.
    """
    suffix = path.suffix.lower()
    largest = LARGEST_BINARY_BYTES if suffix in _BINARIES else LARGEST_TEXT_BYTES
    try:
        size = path.stat().st_size
        if size > largest:
            raise SourceError(path, f"it has {size} bytes, more than {largest}", "split it")
        if size == 0:
            raise SourceError(path, "the file is empty", "add text to it or remove it")
        if suffix in _MARKDOWN:
            return _with_told(parse_markdown(path, path.read_bytes(), encoding, ignored))
        if suffix in _TEXTS:
            return _with_told(_TEXTS[suffix](path, path.read_bytes(), encoding))
        if suffix in _BINARIES:
            return _with_told(_BINARIES[suffix](path))
    except OSError as error:
        raise unreadable(path, error) from error
    known = ", ".join(sorted(KNOWN))
    found = f"its format {suffix or 'without ending'!r} is not known"
    raise SourceError(path, found, f"use one of {known}")


def _with_told(parsed: ParsedPage) -> ParsedPage:
    # What a file states for programs goes before what it tells its readers.
    return replace(parsed, facts=parsed.facts.over(told_dates(parsed.blocks)))
