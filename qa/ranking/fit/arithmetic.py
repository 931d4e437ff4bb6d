"""The arithmetic of fitting: an order from relevant documents, probabilities from yes and no."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# How sharply a document's score is that of its best passage.
_SHARPNESS = 4.0
# Just enough that weights of signals that tell nothing stay finite.
_RIDGE = 1e-3
_BINS = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """One question: the signals of its candidates, whose they are, and which owners are right.

    `owner` numbers what each row of `signals` belongs to (a document, or a sentence) from 0;
    `right` says of each owner whether it is right. `weight` is the question's share in its set.
    """

    signals: Array
    owner: NDArray[np.int64]
    right: NDArray[np.bool_]
    weight: float


def fit_order(choices: Sequence[Choice]) -> Array:
    """Return weights, none below 0, under which right owners come first (softmax likelihood)."""
    from scipy.optimize import minimize

    usable = [choice for choice in choices if choice.right.any() and not choice.right.all()]
    spread = np.concatenate([choice.signals for choice in usable]).std(axis=0) + 1e-6
    total = sum(choice.weight for choice in usable)

    def loss(scaled: Array) -> tuple[float, Array]:
        value, slope = _RIDGE * float(scaled @ scaled), 2 * _RIDGE * scaled
        for choice in usable:
            one, by_weight = order_loss(choice, scaled / spread)
            value += choice.weight / total * one
            slope = slope + choice.weight / total * by_weight / spread
        return value, slope

    start = np.full(len(spread), 0.3)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    weights: Array = found.x / spread
    return weights


def order_loss(choice: Choice, weights: Array) -> tuple[float, Array]:
    """Return how badly `weights` order one choice, and the gradient of that."""
    scores = choice.signals @ weights
    powers = np.exp(_SHARPNESS * (scores - scores.max()))
    sums = np.bincount(choice.owner, weights=powers, minlength=len(choice.right))
    owners = np.log(sums) / _SHARPNESS
    share = powers / sums[choice.owner]
    likely = np.exp(owners - owners.max())
    wrong = likely[~choice.right].sum()
    right = likely[choice.right]
    value = float(np.mean(np.log((right + wrong) / right)))
    by_owner = np.zeros(len(owners))
    by_owner[choice.right] = (right / (right + wrong) - 1.0) / len(right)
    by_owner[~choice.right] = likely[~choice.right] * np.mean(1.0 / (right + wrong))
    return value, choice.signals.T @ (share * by_owner[choice.owner])


def fit_probability(
    signals: Array, answers: NDArray[np.bool_], weights: Array, ridge: float = 1.0
) -> tuple[Array, float]:
    """Return the weights and the intercept of a logistic model."""
    from scipy.optimize import minimize

    mean = np.average(signals, axis=0, weights=weights)
    spread = np.sqrt(np.average((signals - mean) ** 2, axis=0, weights=weights)) + 1e-6
    rows, truth = (signals - mean) / spread, answers.astype(float)

    def loss(point: Array) -> tuple[float, Array]:
        odds = rows @ point[1:] + point[0]
        error = weights * (1.0 / (1.0 + np.exp(-odds)) - truth)
        value = float(weights @ (np.logaddexp(0.0, odds) - truth * odds))
        value += ridge * float(point[1:] @ point[1:])
        return value, np.concatenate([[error.sum()], rows.T @ error + 2 * ridge * point[1:]])

    found = minimize(loss, np.zeros(signals.shape[1] + 1), jac=True, method="L-BFGS-B").x
    slopes: Array = found[1:] / spread
    return slopes, float(found[0] - slopes @ mean)


def calibration_error(probabilities: Array, answers: NDArray[np.bool_], weights: Array) -> float:
    """Return the expected calibration error: how far off the stated probabilities are, 0 to 1."""
    places = np.minimum((probabilities * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(places, weights * (probabilities - answers), minlength=_BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def ndcg(scores: Array, owner: NDArray[np.int64], gains: Array, best: Sequence[float]) -> float:
    """Return nDCG@10 of owners by their best score; `best` are the gains that could be had."""
    top = np.full(len(gains), -np.inf)
    np.maximum.at(top, owner, scores)
    order = np.argsort(-top, kind="stable")[:10]
    ideal = sorted(best, reverse=True)[:10]
    return _discounted(gains[order]) / _discounted(np.array(ideal))


def _discounted(gains: Array) -> float:
    return float((gains / np.log2(np.arange(2, len(gains) + 2))).sum())
