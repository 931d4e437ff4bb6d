"""The state of a page on a day, as its owner sees it."""

from dataclasses import dataclass
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


ANSWERING = (State.REVIEWED, State.NOT_STATED, State.OVERDUE)


@dataclass(frozen=True, slots=True)
class Review:
    """All that a page's state depends on, but for the day."""

    status: Status
    published_on: date | None
    reviewed_on: date | None
    review_due_on: date | None
    expires_on: date | None

    def state_on(self, day: date) -> State:
        """Return the state: what keeps a page from answering comes before its review."""
        if self.status is not Status.PUBLISHED:
            return State(self.status.value)
        if self.published_on is not None and self.published_on > day:
            return State.DRAFT
        if self.expires_on is not None and self.expires_on < day:
            return State.EXPIRED
        if self.review_due_on is not None and self.review_due_on < day:
            return State.OVERDUE
        return State.REVIEWED if self.reviewed_on is not None else State.NOT_STATED


def state_on(document: Document, day: date) -> State:
    """Return the document's state on `day`."""
    dates = (document.reviewed_on, document.review_due_on, document.expires_on)
    return Review(document.status, document.published_on, *dates).state_on(day)
