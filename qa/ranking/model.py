"""Fitted weights: a sum of weighed signals, stored as JSON that a person can review."""

from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from index.products import products
from qa.errors import WeightsError

RANKING = "ranking.json"
RANKING_NAMED = "ranking_named.json"
RANKING_UNNAMED = "ranking_unnamed.json"
HIGHLIGHT = "highlight.json"
CONFIDENCE = "confidence.json"
UNDECIDED = "confidence_undecided.json"


class Weights(BaseModel):
    """What a weights file holds; `made` says how it was fitted and what came of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    made: dict[str, object]
    intercept: float = 0.0
    signals: dict[str, float]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """One weight for each signal, in the order of `names`."""

    names: tuple[str, ...]
    weights: NDArray[np.float32]
    intercept: float

    def __call__(self, signals: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the weighed sum for each row of `signals`; higher is better."""
        # With few columns, `@` sometimes warns of an invalid value where there is none.
        scores: NDArray[np.float32] = products(signals, self.weights) + np.float32(self.intercept)
        return scores

    def among(self, names: tuple[str, ...]) -> Self:
        """Return the same model over all of `names`; those that it doesn't know count nothing."""
        known = dict(zip(self.names, self.weights.tolist(), strict=True))
        weights = np.array([known.get(name, 0.0) for name in names], dtype=np.float32)
        return replace(self, names=names, weights=weights)

    def mixed(self, other: Self, share: float) -> Self:
        """Return the model that gives `share` times the scores of this and the rest of `other`'s.

        Both weigh the same signals; `share` is 0 to 1.
        """
        weights = np.float32(share) * self.weights + np.float32(1.0 - share) * other.weights
        intercept = share * self.intercept + (1.0 - share) * other.intercept
        # Made anew for each question: `replace` would take longer than the sums.
        return type(self)(self.names, weights, intercept)

    def shares(self, signals: NDArray[np.float32]) -> list[dict[str, float]]:
        """Return for each row of `signals` what each of them adds to its score."""
        rows = (signals * self.weights).tolist()
        return [dict(zip(self.names, row, strict=True)) for row in rows]


def load_model(name: str, signals: tuple[str, ...], path: Path | None = None) -> LinearModel:
    """Load the bundled weights called `name`, or those at `path`, for just these signals."""
    file = path or files("qa.ranking") / "weights" / name
    try:
        weights = Weights.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise WeightsError(name, f"it can't be read ({' '.join(str(error).split())})") from error
    if set(weights.signals) != set(signals):
        other = sorted(set(weights.signals) ^ set(signals))
        raise WeightsError(name, f"it weighs other signals ({', '.join(other)})")
    values = np.array([weights.signals[signal] for signal in signals], dtype=np.float32)
    return LinearModel(signals, values, weights.intercept)
