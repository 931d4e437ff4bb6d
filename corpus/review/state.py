"""The state of a page on a day, as its owner sees it."""

from datetime import date
from enum import StrEnum

from corpus.document import Document, Status


class State(StrEnum):
    """From the best to the worst; the last three never answer."""

    REVIEWED = "reviewed"
    NOT_STATED = "review not stated"
    OVERDUE = "review overdue"
    DRAFT = "draft"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def state_on(document: Document, day: date) -> State:
    """Return the document's state: what keeps it from answering comes before its review."""
    if document.status is not Status.PUBLISHED:
        return State(document.status.value)
    if not document.answers_on(day):
        return State.EXPIRED
    if document.review_due_on is not None and document.review_due_on < day:
        return State.OVERDUE
    return State.REVIEWED if document.reviewed_on is not None else State.NOT_STATED
