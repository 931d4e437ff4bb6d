"""Make quotes and citations, each checked against the open index when it is made."""

from datetime import date

from corpus import Document, Passage
from index import OpenIndex
from qa.errors import UnverifiedQuoteError
from qa.ranking import Hit
from qa.reply import Citation, QuotedPassage


def cite(index: OpenIndex, passage: Passage, today: date) -> Citation:
    """Return the citation of `passage`; raises UnverifiedQuoteError if it doesn't resolve."""
    document = _verified_document(index, passage)
    due = document.review_due_on
    return Citation(
        passage_id=passage.id,
        document_id=document.id,
        title=document.title,
        section=passage.section,
        span=passage.span,
        url=document.url,
        publisher=document.publisher,
        language=document.language,
        reviewed_on=document.reviewed_on,
        review_overdue=due is not None and due < today,
        page=document.page_of(passage.span.start),
    )


def quote(index: OpenIndex, hit: Hit, today: date) -> QuotedPassage:
    """Quote the whole passage that was found, with its citation."""
    passage = hit.passage
    return QuotedPassage(
        rank=hit.rank,
        quote=passage.text,
        highlight=hit.highlight.shifted(-passage.span.start),
        confidence=round(hit.confidence, 4),
        citation=cite(index, passage, today),
    )


def _verified_document(index: OpenIndex, passage: Passage) -> Document:
    document = index.document(passage.document_id)
    if document is None or passage.span.of(document.text) != passage.text:
        raise UnverifiedQuoteError(passage.id, index.version)
    return document
