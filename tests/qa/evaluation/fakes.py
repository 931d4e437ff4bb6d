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
    quoted: bool = True,
) -> Outcome:
    """Return an outcome whose first passage is TEXT, 100 characters into its document."""
    start = TEXT.index(lit)
    span = Span(100, 100 + len(TEXT))
    citation = Citation(
        passage_id="page:100",
        document_id=document_id,
        title="Page",
        section=section,
        span=span,
        page=None,
        url=None,
        publisher=None,
        language=None,
        reviewed_on=None,
        review_overdue=False,
    )
    first = QuotedPassage(1, TEXT, Span(start, start + len(lit)), confidence, citation)
    return Outcome(reply, quoted, first, 12.5)


def set_report(name: str, rows: list[Row], *, measured: bool = False) -> SetReport:
    return SetReport(
        name=name,
        kind="labelled",
        sha256="0" * 16,
        index_version="1" * 16,
        measures=measures_of(rows) if measured else (),
        groups=groups_of(rows) if measured else (),
        rows=tuple(rows),
    )


def report(*sets: SetReport) -> Report:
    return Report(encoder="words", threshold=0.5, sets=sets)
