"""Hits, outcomes and rows whose judgement can be worked out by hand."""

from corpus import Passage, Span
from qa.evaluation.asking import Outcome
from qa.evaluation.measures import groups_of, measures_of
from qa.evaluation.report import Report, Row, SetReport
from qa.reply import Citation, QuotedPassage

TEXT = "Rain falls. Snow melts. Ice stays."


def passage(document_id: str, start: int) -> Passage:
    span = Span(start, start + 5)
    return Passage(document_id, span, "words", (), (span,))


def outcome(
    lit: str = "Snow melts.",
    reply: str = "answer",
    confidence: float = 0.8,
    document_id: str = "page",
    section: tuple[str, ...] = ("One",),
) -> Outcome:
    """Return an outcome whose first passage is TEXT, 100 characters into its document."""
    start = TEXT.index(lit)
    span = Span(100, 100 + len(TEXT))
    citation = Citation(
        "page:100", document_id, "Page", section, span, None, None, None, None, False
    )
    first = QuotedPassage(1, TEXT, Span(start, start + len(lit)), confidence, citation)
    return Outcome(reply, first, 12.5)


def set_report(name: str, rows: list[Row]) -> SetReport:
    return SetReport(
        name=name,
        kind="labelled",
        sha256="0" * 16,
        index_version="1" * 16,
        measures=measures_of(rows),
        groups=groups_of(rows),
        rows=tuple(rows),
    )


def report(*sets: SetReport) -> Report:
    return Report(encoder="words", threshold=0.5, sets=sets)
