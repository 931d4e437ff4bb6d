"""Documents in, passages out: every passage is a slice of its document's text."""

from typing import TYPE_CHECKING

from corpus.document import Document, Passage, Section, Span
from corpus.errors import CitewellError, CorpusError, SourceError
from corpus.findings import Finding, Report
from corpus.passages import split

if TYPE_CHECKING:
    from corpus.sources import read_sources

__all__ = [
    "CitewellError",
    "CorpusError",
    "Document",
    "Finding",
    "Passage",
    "Report",
    "Section",
    "SourceError",
    "Span",
    "read_sources",
    "split",
]


def __getattr__(name: str) -> object:
    """Import what reads pages when it is first asked for: an answer should not wait for parsers."""
    if name == "read_sources":
        from corpus.sources import read_sources

        return read_sources
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
