"""What is kept of one reply, and of what a person said about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, assert_never

from qa.referring import is_urgent
from qa.reply import Abstention, Answer, Reason, Referral, ReferralKind, Reply

_NO_QUESTION = {Reason.SMALL_TALK, Reason.UNCLEAR}


class Surface(StrEnum):
    """Where a question came in."""

    CHAT = "chat"
    API = "api"
    PROGRAM = "program"


class FeedbackReason(StrEnum):
    """Why an answer was not what a person was looking for; there is no free text."""

    OTHER_SUBJECT = "other_subject"
    TOO_LITTLE = "too_little"
    TOO_HARD = "too_hard"
    OUT_OF_DATE = "out_of_date"


@dataclass(frozen=True, slots=True)
class Feedback:
    """Whether the reply was what a person looked for, and if not, why, where they said so."""

    helped: bool
    reason: FeedbackReason | None = None

    def __post_init__(self) -> None:
        if self.helped and self.reason is not None:
            raise ValueError("a reply that helped has nothing wrong with it")


@dataclass(frozen=True, slots=True)
class Noted:
    """A reply that waits to be written; `asked_at` is cut to the hour, `id` can't be guessed."""

    id: str
    asked_at: datetime
    surface: Surface
    language: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Record:
    """One row; `question` is redacted, or None where it is of no use to anybody."""

    id: str
    asked_at: datetime
    surface: str
    language: str
    kind: str
    reason: str | None
    question: str | None
    confidence: float | None
    index_version: str | None
    passages: tuple[dict[str, str], ...]

    def __post_init__(self) -> None:
        if self.asked_at != to_the_hour(self.asked_at):
            raise ValueError(f"{self.asked_at} tells more than the hour")


def to_the_hour(at: datetime) -> datetime:
    """Cut an instant to its hour: a minute could be matched with the log of another server."""
    return at.replace(minute=0, second=0, microsecond=0)


def counted_only(reply: Reply) -> ReferralKind | None:
    """Return the kind of a reply of which only a count may be kept: somebody may be in danger."""
    return reply.kind if isinstance(reply, Referral) and is_urgent(reply) else None


def asks_for_nothing(reply: Reply) -> bool:
    """Say whether the words of the question are not worth keeping."""
    return isinstance(reply, Abstention) and reply.reason in _NO_QUESTION


def record_of(noted: Noted, question: str | None) -> Record:
    """Return the row for a reply, with its question as redacted."""
    reply = noted.reply
    facts = _facts(reply)
    return Record(
        noted.id,
        noted.asked_at,
        noted.surface.value,
        noted.language,
        question=question,
        index_version=reply.index_version,
        **facts,
    )


def _facts(reply: Reply) -> dict[str, Any]:
    reason: str | None = None
    confidence: float | None = None
    match reply:
        case Answer():
            cited = [passage.citation for passage in reply.passages]
            kind, confidence = "answer", reply.confidence
        case Abstention():
            cited = list(reply.closest)
            kind, reason = "abstention", reply.reason.value
        case Referral():
            if is_urgent(reply):
                raise ValueError(f"a referral for {reply.kind} is counted, never recorded")
            cited = [passage.citation for passage in reply.passages]
            kind, reason = "referral", reply.kind.value
            confidence = reply.passages[0].confidence if reply.passages else None
        case _:
            assert_never(reply)
    places = tuple({"document_id": c.document_id, "passage_id": c.passage_id} for c in cited)
    return {"kind": kind, "reason": reason, "confidence": confidence, "passages": places}
