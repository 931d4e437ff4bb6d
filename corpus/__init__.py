"""Documents in, passages out: every passage is a slice of its document's text."""

from corpus.document import Document, Passage, Section, Span
from corpus.errors import CitewellError, CorpusError, SourceError
from corpus.findings import Finding, Report
from corpus.passages import split
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
