"""The three things that can come back from a question; every surface matches them to the end."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus import Span

# From this probability on three of four answers are right, and more the higher it is.
STRONG_FROM = 0.75


class Reason(StrEnum):
    """Why nothing was quoted."""

    NOT_IN_CORPUS = "not_in_corpus"
    UNCLEAR = "unclear"
    NEEDS_CONTEXT = "needs_context"
    SMALL_TALK = "small_talk"


class Match(StrEnum):
    """What an answer's confidence means in a word."""

    STRONG = "strong"
    PARTIAL = "partial"

    @classmethod
    def of(cls, confidence: float) -> "Match":
        """Return the word for a probability that an answer was given with."""
        return cls.STRONG if confidence >= STRONG_FROM else cls.PARTIAL


class ReferralKind(StrEnum):
    """Which people this question needs, the most urgent first."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    PERSONAL_ADVICE = "personal_advice"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands; what the page doesn't state is None.

    `page` is the printed page, from 1, on which the quote begins, where the source has such.
    """

    passage_id: str
    document_id: str
    title: str
    section: tuple[str, ...]
    span: Span
    url: str | None
    publisher: str | None
    language: str | None
    reviewed_on: date | None
    review_overdue: bool
    page: int | None


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """One passage, verbatim; `highlight` counts from the start of `quote`.

    `rank` counts from 1; `confidence` is the probability, 0 to 1, that this passage answers.
    """

    rank: int
    quote: str
    highlight: Span
    confidence: float
    citation: Citation

    def __post_init__(self) -> None:
        if self.highlight.end > len(self.quote):
            raise ValueError(f"{self.citation.passage_id}: the highlight leaves the quote")
        if len(self.quote) != self.citation.span.end - self.citation.span.start:
            raise ValueError(f"{self.citation.passage_id}: the quote is not as long as its span")
        if self.rank < 1 or not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"rank {self.rank} or confidence {self.confidence} is out of range")

    @property
    def before(self) -> str:
        """Return what stands before the highlight."""
        return self.quote[: self.highlight.start]

    @property
    def highlighted(self) -> str:
        """Return the words of the highlight."""
        return self.highlight.of(self.quote)

    @property
    def after(self) -> str:
        """Return what stands after the highlight."""
        return self.quote[self.highlight.end :]


@dataclass(frozen=True, slots=True)
class Contact:
    """A service that a person can turn to, as the operator wrote it."""

    label: str
    value: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Passages that answer, best first; `confidence` is the first one's."""

    question: str
    read_as: str | None
    index_version: str
    passages: tuple[QuotedPassage, ...]

    def __post_init__(self) -> None:
        if not self.passages:
            raise ValueError("an answer quotes at least one passage")

    @property
    def confidence(self) -> float:
        """Return the probability that the first passage answers."""
        return self.passages[0].confidence

    @property
    def match(self) -> Match:
        """Return what the confidence means in a word."""
        return Match.of(self.confidence)


@dataclass(frozen=True, slots=True)
class Abstention:
    """Nothing is quoted; `closest` lists at most three places worth a look.

    `asked_in` is the language of the question where the pages are in another: then the last line of
    `message` says in it what those before say in the reader's.
    """

    question: str
    read_as: str | None
    index_version: str | None
    reason: Reason
    message: str
    closest: tuple[Citation, ...] = ()
    asked_in: str | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """The question needs people; an urgent one quotes nothing at all."""

    question: str
    read_as: str | None
    index_version: str | None
    kind: ReferralKind
    message: str
    contacts: tuple[Contact, ...]
    passages: tuple[QuotedPassage, ...] = ()

    def __post_init__(self) -> None:
        if self.kind is not ReferralKind.PERSONAL_ADVICE and self.passages:
            raise ValueError(f"a referral for {self.kind} quotes nothing")


Reply = Answer | Abstention | Referral
