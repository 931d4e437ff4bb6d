"""Whether the confidence is a probability, and whether it tells right from wrong.

Everywhere `confidence` lies in [0, 1] and `right` is 1 where the first passage answers, else 0.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from qa.evaluation.intervals import Numbers

MOST_BINS = 10
# In a smaller bin the share of right ones is mostly chance, and the error with it.
PER_BIN = 20


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: their mean confidence beside the share that is right."""

    confidence: float
    right: float
    n: int


def bins_for(n: int) -> int:
    """Return how many bins of equal mass `n` questions fill."""
    return max(1, min(MOST_BINS, n // PER_BIN))


def reliability(confidence: Numbers, right: Numbers) -> list[Bin]:
    """Cut the questions, by their confidence, into bins of as equal a size as can be.

    The order of the set doesn't matter: where a cut falls among equals, each bin gets its share.
    """
    order = np.argsort(confidence, kind="stable")
    expected = _mean_of_equals(confidence, right)
    parts = np.array_split(order, bins_for(len(order)))
    return [
        Bin(float(confidence[part].mean()), float(expected[part].mean()), len(part))
        for part in parts
    ]


def expected_calibration_error(confidence: Numbers, right: Numbers) -> float:
    """Return the mean, over bins of equal mass, of how far confidence is from the share right."""
    bins = reliability(confidence, right)
    return sum(b.n * abs(b.confidence - b.right) for b in bins) / len(confidence)


def risk_coverage(confidence: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Return (coverage, risk): answering the n surest questions, which share, and how many wrong.

    Questions of the same confidence are answered together, as any threshold would.
    """
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(order) + 1)
    wrong = np.cumsum(1 - right[order])
    ends = np.append(np.flatnonzero(np.diff(confidence[order])), len(order) - 1)
    return answered[ends] / len(order), wrong[ends] / answered[ends]


def area_under_risk_coverage(confidence: Numbers, right: Numbers) -> float:
    """Return the mean risk over all coverages, lower is better.

    That is the mean, over n, of the share wrong among the n surest; questions of the same
    confidence count with the expectation over their orders.
    """
    order = np.argsort(-confidence, kind="stable")
    wrong = 1 - _mean_of_equals(confidence, right)[order]
    return float((np.cumsum(wrong) / np.arange(1, len(order) + 1)).mean())


def area_under_roc(score: Numbers, positive: Numbers) -> float:
    """Return how often a positive outscores a negative, a tie counting half; NaN without both."""
    positives = int(positive.sum())
    negatives = len(positive) - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    ranks = rankdata(score)[positive == 1].sum()
    return float((ranks - positives * (positives + 1) / 2) / (positives * negatives))


def _mean_of_equals(confidence: Numbers, right: Numbers) -> Numbers:
    """Return, for each question, the share right among all of the same confidence."""
    _, group, sizes = np.unique(confidence, return_inverse=True, return_counts=True)
    shares: Numbers = (np.bincount(group, weights=right) / sizes)[group]
    return shares
