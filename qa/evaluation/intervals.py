"""How far a figure may be off: 95 % intervals."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

Numbers = NDArray[np.float64]
Rows = NDArray[np.intp]

LEVEL = 0.95
RESAMPLES = 1000
# The same questions give the same interval again.
SEED = 20250101


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the Wilson score interval of a share; unlike a bootstrap it isn't empty at 0 or 1."""
    interval = binomtest(successes, n).proportion_ci(confidence_level=LEVEL, method="wilson")
    return float(interval.low), float(interval.high)


def bootstrap(figure: Callable[[Rows], float], n: int) -> tuple[float, float]:
    """Return the percentile bootstrap interval of `figure`, which is given the rows drawn.

    A draw for which the figure has no value (it is NaN) is left out.
    """
    draws = np.random.default_rng(SEED).integers(0, n, size=(RESAMPLES, n))
    return percentile_interval(np.array([figure(rows) for rows in draws]))


def bootstrap_mean(values: Numbers) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a mean."""
    n = len(values)
    random = np.random.default_rng(SEED)
    # Drawing all at once is ten times as fast; in parts, so that large sets need no gigabytes.
    parts = [
        values[random.integers(0, n, size=(100, n))].mean(axis=1) for _ in range(RESAMPLES // 100)
    ]
    return percentile_interval(np.concatenate(parts))


def percentile_interval(draws: Numbers) -> tuple[float, float]:
    """Return the middle 95 % of `draws`, NaN left out; (NaN, NaN) where all are."""
    known = draws[~np.isnan(draws)]
    if len(known) == 0:
        return float("nan"), float("nan")
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)
