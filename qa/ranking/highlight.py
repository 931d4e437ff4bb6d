"""Choose the sentence of a passage that answers, or two that adjoin where one is too close."""

from dataclasses import dataclass
from typing import Self

import numpy as np

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

    def choose(self, sentences: Matrix) -> tuple[int, int]:
        """Return the first and the last sentence to mark, counted from 0; they adjoin or agree."""
        scores = self.model(sentences)
        best = int(np.argmax(scores))
        near = [n for n in (best - 1, best + 1) if 0 <= n < len(scores)]
        if not near:
            return best, best
        other = max(near, key=lambda n: float(scores[n]))
        if scores[best] - scores[other] > PAIR_MARGIN:
            return best, best
        return min(best, other), max(best, other)
