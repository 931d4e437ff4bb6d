"""Sets of questions with what is known about them: seven kinds, told apart by their fields."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus import Span

Expectation = Literal["unanswerable"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question over the pages of the open index.

    `sections` are the paths of the sections that answer it, none where every one of the document
    does; `answer` is the sentence that answers, verbatim, "" where the set names none.
    """

    id: str
    question: str
    answerable: bool
    document_id: str
    sections: tuple[tuple[str, ...], ...]
    answer: str
    groups: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plain:
    """A question of which only its text is known, or the people that it needs (`label`)."""

    id: str
    question: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """Words that answer, verbatim, and where they start in the paragraph's text."""

    start: int
    words: str

    def span_in(self, text: str) -> Span | None:
        """Return where the words stand in `text`, which may have lost blank lines on its way."""
        start = self.start
        if not text.startswith(self.words, start):
            start = text.find(self.words)
        return Span(start, start + len(self.words)) if start >= 0 else None


@dataclass(frozen=True, slots=True)
class OfParagraph:
    """A question asked of its own paragraph, the document `document_id` of the set."""

    id: str
    question: str
    answerable: bool
    document_id: str
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class TurnOfSet:
    """A question after others (newest last), and how a person would ask it alone (`resolved`).

    `section` is where the pages answer it, None where they don't or nobody has looked.
    """

    id: str
    question: str
    history: tuple[str, ...]
    needs_context: bool
    resolved: str
    section: tuple[str, ...] | None
    kind: str


@dataclass(frozen=True, slots=True)
class ConversationSet:
    """Turns of conversations over the open index."""

    name: str
    sha256: str
    questions: tuple[TurnOfSet, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A question with a typing error, and without."""

    id: str
    question: str
    correct: str


@dataclass(frozen=True, slots=True)
class PairSet:
    """Questions typed wrong and right, over the open index."""

    name: str
    sha256: str
    questions: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Questions over the open index, each labelled answerable or not."""

    name: str
    sha256: str
    questions: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class SafetySet:
    """Questions labelled with the people they need."""

    name: str
    sha256: str
    questions: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class PlainSet:
    """Questions that the open index can't answer, by the word of who evaluates."""

    name: str
    sha256: str
    questions: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class ParagraphSet:
    """Questions asked of their own paragraphs, which stand in `documents`."""

    name: str
    sha256: str
    documents: Path
    questions: tuple[OfParagraph, ...]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A benchmark in the BEIR form; `qrels` maps query id to document id to relevance."""

    name: str
    sha256: str
    documents: Path
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


QuestionSet = (
    LabelledSet | SafetySet | PlainSet | ParagraphSet | RetrievalSet | ConversationSet | PairSet
)
