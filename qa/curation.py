"""Staff's decisions applied to what was found: expired pages out, the pinned passage first."""

from dataclasses import replace
from datetime import date

from index import OpenIndex
from index.dense import Allowed
from qa.ranking import Hit

PINNED = "pinned"


def without_expired(index: OpenIndex, hits: list[Hit], day: date) -> list[Hit]:
    """Leave out the passages of pages that have expired since the index was built."""
    expired = index.curated.expired_on(day)
    if not expired:
        return hits
    return _numbered([hit for hit in hits if hit.passage.document_id not in expired])


def pinned_first(
    index: OpenIndex, question: str, hits: list[Hit], day: date, allowed: Allowed | None = None
) -> list[Hit]:
    """Put the passage that staff pinned to `question` before the others, where it is allowed."""
    pin = index.curated.pinned(question)
    if pin is None:
        return hits
    row, place = pin
    passage = index.passage(row)
    left_out = allowed is not None and not allowed[row]
    if left_out or passage.document_id in index.curated.expired_on(day):
        return hits
    first = Hit(
        passage=passage,
        rank=1,
        score=1.0,
        scorer=PINNED,
        confidence=1.0,
        highlight=place,
        signals={},
        shares={},
    )
    return _numbered([first, *(hit for hit in hits if hit.passage.id != passage.id)])


def _numbered(hits: list[Hit]) -> list[Hit]:
    return [replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1)]
