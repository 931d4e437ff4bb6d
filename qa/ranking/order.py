"""In which order the passages found stand: two sets of weights, mixed for each question.

Where staff have decided about questions, what those teach says most, and the encoder's likeness by
tokens nothing more; where nobody has, that is the best there is.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qa.ranking.evidence import SIGNALS, Evidence
from qa.ranking.model import RANKING, RANKING_UNDECIDED, LinearModel, load_model

_BY_TOKENS = ("mean_token_cosine", "least_token_cosine")
DECIDED_ORDER = tuple(signal for signal in SIGNALS if signal not in _BY_TOKENS)
UNDECIDED_ORDER = tuple(signal for signal in SIGNALS if signal != "expected")


@dataclass(frozen=True, slots=True)
class Order:
    """Scores what was found for a question; both models weigh all of SIGNALS."""

    decided: LinearModel
    undecided: LinearModel

    @classmethod
    def load(cls) -> Self:
        """Load the bundled weights."""
        decided = load_model(RANKING, DECIDED_ORDER).among(SIGNALS)
        undecided = load_model(RANKING_UNDECIDED, UNDECIDED_ORDER).among(SIGNALS)
        return cls(decided, undecided)

    def of(self, evidence: Evidence) -> LinearModel:
        """Return the weights for one question, by how far decisions reach its nearest passage.

        All its passages are scored by the same: scores of different weights can't be compared.
        """
        if not len(evidence.rows):
            return self.undecided
        nearest = int(evidence.signal("passage_cosine").argmax())
        return self.decided.mixed(self.undecided, evidence.decided(nearest))

    def scores(self, evidence: Evidence) -> NDArray[np.float32]:
        """Return the score of each passage found; higher is better."""
        return self.of(evidence)(evidence.passages)
