"""Choose the sentence of a passage that answers, or two that adjoin where one is too close."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qa.ranking.evidence import SENTENCE_SIGNALS, Matrix
from qa.ranking.model import HIGHLIGHT, LinearModel, load_model

# Two sentences are marked where the second best adjoins the best and is this near to it.
# Fitted with the weights; a wider margin holds the answer more often and marks more.
PAIR_MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class Highlighter:
    """Scores sentences by fitted weights."""

    model: LinearModel

    @classmethod
    def load(cls) -> Self:
        """Load the bundled weights."""
        return cls(load_model(HIGHLIGHT, SENTENCE_SIGNALS))

    def scores(self, sentences: Matrix) -> NDArray[np.float32]:
        """Return how well each sentence fits; `best` chooses by it."""
        return self.model(sentences)


def best(scores: NDArray[np.float32], margin: float = PAIR_MARGIN) -> tuple[int, int]:
    """Return the first and the last sentence to mark, counted from 0; they adjoin or agree.

    Both are marked where one is within `margin` of the other.
    """
    fits: list[float] = scores.tolist()
    top = fits.index(max(fits))
    near = [n for n in (top - 1, top + 1) if 0 <= n < len(fits)]
    if not near:
        return top, top
    other = max(near, key=fits.__getitem__)
    if fits[top] - fits[other] > margin:
        return top, top
    return min(top, other), max(top, other)
