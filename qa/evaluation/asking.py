"""Put one question to an assistant and keep what is needed to judge the reply."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from corpus import Span
from qa.pipeline import Assistant
from qa.reply import Abstention, Answer, QuotedPassage, Reason, Referral, ReferralKind, Reply

ANSWER = "answer"
REFERRALS = frozenset(str(kind) for kind in ReferralKind)

Clock = Callable[[], float]
"""Seconds from any fixed moment on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back from a question.

    `reply` is "answer", an abstention's reason or a referral's kind; `first` is the passage
    judged best, whether it was shown or held back, and None where none was looked for.
    `quoted` says that passages were shown, in an answer or beside a referral.
    """

    reply: str
    quoted: bool
    first: QuotedPassage | None
    took_ms: float

    @property
    def confidence(self) -> float | None:
        """Return the probability that `first` answers."""
        return None if self.first is None else self.first.confidence

    @property
    def shown(self) -> bool:
        """Say whether the reply was an answer."""
        return self.reply == ANSWER

    @property
    def referred(self) -> bool:
        """Say whether the reply sent the person to people."""
        return self.reply in REFERRALS

    @property
    def highlight(self) -> Span | None:
        """Return the highlight as a span of its document."""
        if self.first is None:
            return None
        return self.first.highlight.shifted(self.first.citation.span.start)


def put(assistant: Assistant, question: str, clock: Clock) -> Outcome:
    """Ask, by the clock; where the answer was held back, see which one it would have been."""
    started = clock()
    reply = assistant.ask(question)
    took_ms = (clock() - started) * 1000
    quoted = not isinstance(reply, Abstention) and bool(reply.passages)
    return Outcome(_name(reply), quoted, _first(assistant, question, reply), took_ms)


def _name(reply: Reply) -> str:
    match reply:
        case Answer():
            return ANSWER
        case Abstention():
            return str(reply.reason)
        case Referral():
            return str(reply.kind)
        case _:
            assert_never(reply)


def _first(assistant: Assistant, question: str, reply: Reply) -> QuotedPassage | None:
    if _held_back(reply):
        # The confidence of what was held back is needed for calibration, and no reply carries it:
        # an assistant that holds nothing back does.
        reply = replace(assistant, threshold=0.0).ask(question)
    if isinstance(reply, Abstention):
        return None
    return reply.passages[0] if reply.passages else None


def _held_back(reply: Reply) -> bool:
    """Say whether pages were searched and nothing of them shown."""
    match reply:
        case Answer():
            return False
        case Abstention():
            return reply.reason is Reason.NOT_IN_CORPUS
        case Referral():
            return reply.kind is ReferralKind.PERSONAL_ADVICE and not reply.passages
        case _:
            assert_never(reply)
