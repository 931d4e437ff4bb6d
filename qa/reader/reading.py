"""What a reader is given and what it gives back; which model does the reading is free."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus import Span


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """One passage to read. `sentences` are spans in `text`, in order, without overlap.

    `context` (a title, headings) tells the reader where the passage stands; it is never evidence.
    """

    text: str
    sentences: tuple[Span, ...]
    context: str = ""

    def __post_init__(self) -> None:
        if not self.sentences:
            raise ValueError(f"a passage to read has at least one sentence: {self.text[:60]!r}")
        end = 0
        for sentence in self.sentences:
            if sentence.start < end or sentence.end > len(self.text):
                raise ValueError(f"sentence {sentence} overlaps or leaves {self.text[:60]!r}")
            end = sentence.end


@dataclass(frozen=True, slots=True)
class Reading:
    """The verdict on one passage.

    `logit` is the log-odds that the passage answers the question, by the model's own lights: not
    calibrated for a corpus. `shares` says, sentence by sentence, how the evidence for an answer is
    spread, whether or not the passage answers: each in [0, 1], their sum at most 1.
    """

    logit: float
    shares: tuple[float, ...]

    @property
    def probability(self) -> float:
        """Return the logit as a probability."""
        return 0.5 * (1.0 + math.tanh(0.5 * self.logit))

    @property
    def best(self) -> int:
        """Return the number of the sentence with most evidence, from 0; the first on ties."""
        return self.shares.index(max(self.shares))


class Reader(Protocol):
    """Judges passages one by one: a passage's reading doesn't depend on the others."""

    @property
    def name(self) -> str:
        """Name the model so that two that read differently differ."""

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[Reading]:
        """Return one reading for each passage, in order."""
