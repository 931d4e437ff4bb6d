"""One labelled pair of question and passage, and which documents are kept for validation."""

import hashlib
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage, and the parts of the passage that answer it.

    `answers` are spans in `passage`; none means the passage does not answer. `document` is the
    unit that is either trained on or held out. `context` places the passage (a title, a heading)
    and is never evidence.
    """

    source: str
    document: str
    question: str
    passage: str
    context: str
    answers: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.question.strip() or not self.passage.strip():
            raise ValueError(f"{self.source} {self.document!r}: empty question or passage")
        for span in self.answers:
            if span.end > len(self.passage):
                raise ValueError(f"{self.source} {self.document!r}: {span} leaves the passage")

    @property
    def answerable(self) -> bool:
        """Say whether the passage answers."""
        return bool(self.answers)

    def cut(self, part: Span) -> "Example":
        """Return the example with only `part` of its passage, and the answers wholly inside it."""
        inside = tuple(
            span.shifted(-part.start) for span in self.answers if part.contains(span)
        ) or _clipped(self.answers, part)
        return replace(self, passage=part.of(self.passage), answers=inside)


def _clipped(answers: Sequence[Span], part: Span) -> tuple[Span, ...]:
    """Return what lies inside `part` of answers longer than `part`: each piece is evidence too."""
    return tuple(
        Span(max(span.start, part.start) - part.start, min(span.end, part.end) - part.start)
        for span in answers
        if min(span.end, part.end) - max(span.start, part.start) >= len_needed(span)
    )


def len_needed(span: Span) -> int:
    """Return how many characters of `span` must be visible for it to count as an answer."""
    return min(span.end - span.start, 60)


def held_out(documents: Collection[str], share: float, salt: str) -> frozenset[str]:
    """Choose `share` of the distinct `documents` for validation, rounded up, by hash alone.

    The choice depends on the names and `salt` only: not on order, platform or earlier runs.
    """
    if not 0 < share < 1:
        raise ValueError(f"a share lies between 0 and 1, got {share}")
    ordered = sorted(set(documents), key=lambda name: _digest(salt, name))
    return frozenset(ordered[: math.ceil(share * len(ordered))])


def _digest(salt: str, name: str) -> str:
    return hashlib.sha256(f"{salt}\n{name}".encode()).hexdigest()
