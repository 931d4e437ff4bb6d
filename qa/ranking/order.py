"""In which order the passages found stand: three sets of weights, mixed for each question.

Where staff have decided about questions, what those teach says most, and the encoder's likeness by
tokens nothing more; where nobody has, that is the best there is. Far from decisions, headings count
where some of them name what is asked; where none does, they only mislead.
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from qa.ranking.evidence import SIGNALS, Evidence
from qa.ranking.model import RANKING, RANKING_NAMED, RANKING_UNNAMED, LinearModel, load_model

_BY_TOKENS = ("mean_token_cosine", "least_token_cosine", "telling_token_cosine")
DECIDED_ORDER = tuple(signal for signal in SIGNALS if signal not in _BY_TOKENS)
UNDECIDED_ORDER = tuple(signal for signal in SIGNALS if signal != "expected")
# No heading names what is asked where the likest is no more like it than the first of these; one
# surely does where it is more like it than the second.
_UNLIKE, _LIKE = 0.3, 0.7
# Each is fitted as if it decided alone; where no heading names it, each has half a say.
_NAMED_AT_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Order:
    """Scores what was found for a question; all models weigh all of SIGNALS.

    `decided` is for questions near decided ones. Far from any, `named` is for questions whose
    subject a passage's title or headings name, and `unnamed` for those where none does.
    """

    decided: LinearModel
    named: LinearModel
    unnamed: LinearModel

    @classmethod
    def load(cls) -> Self:
        """Load the bundled weights."""
        return cls(
            decided=load_model(RANKING, DECIDED_ORDER).among(SIGNALS),
            named=load_model(RANKING_NAMED, UNDECIDED_ORDER).among(SIGNALS),
            unnamed=load_model(RANKING_UNNAMED, UNDECIDED_ORDER).among(SIGNALS),
        )

    def of(self, evidence: Evidence) -> LinearModel:
        """Return the weights for one question, by what is found for it altogether.

        All its passages are scored by the same: scores of different weights can't be compared.
        """
        if not len(evidence.rows):
            return self.unnamed
        share = _NAMED_AT_LEAST + (1.0 - _NAMED_AT_LEAST) * how_named(evidence.passages)
        undecided = self.named.mixed(self.unnamed, share)
        nearest = int(evidence.signal("passage_cosine").argmax())
        return self.decided.mixed(undecided, evidence.reach_of_decisions(nearest))

    def scores(self, evidence: Evidence) -> NDArray[np.float32]:
        """Return the score of each passage found; higher is better."""
        return self.of(evidence)(evidence.passages)


def how_named(signals: NDArray[np.floating[Any]]) -> float:
    """Return how surely a title or headings name what is asked, 0 to 1; a row for each passage."""
    likest = float(signals[:, SIGNALS.index("context_cosine")].max())
    return min(max((likest - _UNLIKE) / (_LIKE - _UNLIKE), 0.0), 1.0)
