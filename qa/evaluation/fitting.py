"""Fit a publisher's calibration on its own labelled questions (Platt, 1999).

The right ones are aimed at a little less than 1 and the wrong ones at a little more than 0, as
Platt proposes: a few questions that all go well must not make every answer certain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from qa.calibration import Calibration, logit
from qa.evaluation.confidence import expected_calibration_error
from qa.evaluation.errors import TooFewQuestionsError, UnfitConfidenceError
from qa.evaluation.intervals import SEED, Numbers

# Two numbers are fitted; ten to twenty outcomes of the rarer kind for each is a rule of thumb.
LEAST_OF_EACH = 40
FOLDS = 5
# Below this the confidence hardly tells right from wrong, and no calibration fixes that.
_LEAST_SLOPE = 0.05


@dataclass(frozen=True, slots=True)
class Fit:
    """A calibration, and the error before and after it on questions that it wasn't fitted on."""

    calibration: Calibration
    ece_before: float
    ece_after: float


def check_enough(path: Path, answerable: int, unanswerable: int) -> None:
    """Raise TooFewQuestionsError unless there are enough questions of each kind."""
    for kind, found in (("answerable", answerable), ("unanswerable", unanswerable)):
        if found < LEAST_OF_EACH:
            raise TooFewQuestionsError(path, f"labelled {kind}", found, LEAST_OF_EACH)


def check_outcomes(path: Path, right: Numbers) -> None:
    """Raise TooFewQuestionsError unless enough questions went well and enough didn't."""
    for kind, found in (
        ("whose first passage answers", int(right.sum())),
        ("whose first passage doesn't answer", int((1 - right).sum())),
    ):
        if found < LEAST_OF_EACH // 2:
            raise TooFewQuestionsError(path, kind, found, LEAST_OF_EACH // 2)


def fit(path: Path, confidence: Numbers, right: Numbers) -> Fit:
    """Fit on all questions, and tell what the same fit on four fifths does to the other fifth."""
    held_out = np.empty_like(confidence)
    for fold in _folds(right):
        others = np.setdiff1d(np.arange(len(right)), fold)
        calibration = fit_calibration(path, confidence[others], right[others])
        held_out[fold] = [calibration.apply(p) for p in confidence[fold]]
    return Fit(
        fit_calibration(path, confidence, right),
        expected_calibration_error(confidence, right),
        expected_calibration_error(held_out, right),
    )


def fit_calibration(path: Path, confidence: Numbers, right: Numbers) -> Calibration:
    """Return the calibration of the least cross-entropy with Platt's targets."""
    logits = np.array([logit(p) for p in confidence])
    positives, negatives = right.sum(), (1 - right).sum()
    targets = np.where(right == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(numbers: Numbers) -> tuple[float, Numbers]:
        sums = numbers[0] * logits + numbers[1]
        # log(1 + e^s) - t*s is the cross-entropy of expit(s) with t, without overflow.
        value = float((np.logaddexp(0.0, sums) - targets * sums).sum())
        distance = expit(sums) - targets
        return value, np.array([(distance * logits).sum(), distance.sum()])

    slope, intercept = minimize(loss, np.array([1.0, 0.0]), jac=True, method="BFGS").x
    if slope < _LEAST_SLOPE:
        raise UnfitConfidenceError(path, float(slope))
    return Calibration(float(slope), float(intercept))


def _folds(right: Numbers) -> Iterator[NDArray[np.intp]]:
    """Yield the places of each fold; right and wrong ones are spread evenly over them."""
    random = np.random.default_rng(SEED)
    order = np.concatenate([random.permutation(np.flatnonzero(right == side)) for side in (0, 1)])
    for fold in range(FOLDS):
        yield np.sort(order[fold::FOLDS])
