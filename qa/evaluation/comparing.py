"""Compare two runs over the same questions: each difference with its interval and p-value.

Both runs answered the same questions, so the test is paired: a hard question is hard for both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.evaluation.errors import NothingToCompareError
from qa.evaluation.intervals import RESAMPLES, SEED, Numbers, bootstrap, bootstrap_mean
from qa.evaluation.measures import MEANS, POOLED
from qa.evaluation.report import Better, Report, SetReport, Unit

SIGNIFICANT = 0.05

Figure = Callable[[Numbers, Numbers], float]
"""From two columns, one row a question, to one figure."""


@dataclass(frozen=True, slots=True)
class PairedTest:
    """One figure in two runs. `low` to `high` is the 95 % interval of `second - first`.

    `p` is how often chance alone would make a difference of this size or larger.
    """

    first: float
    second: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two runs, over the `n` questions that have it in both."""

    measure: str
    test: PairedTest
    n: int
    unit: Unit
    better: Better

    @property
    def verdict(self) -> str:
        """Say in words what the difference means."""
        if self.test.p >= SIGNIFICANT:
            return "no clear difference"
        if self.better == "neither":
            return "different"
        rose = self.test.second > self.test.first
        return "better" if rose is (self.better == "higher") else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs on one set; `changed` says that the set itself isn't the same in both."""

    name: str
    changed: bool
    differences: tuple[Difference, ...]


def compare(first: tuple[Path, Report], second: tuple[Path, Report]) -> list[Comparison]:
    """Compare the sets that both reports hold, over the questions that both asked."""
    by_name = {found.name: found for found in second[1].sets}
    pairs = [(a, by_name[a.name]) for a in first[1].sets if a.name in by_name]
    compared = [
        Comparison(a.name, a.sha256 != b.sha256, differences)
        for a, b in pairs
        if (differences := tuple(_differences(a, b)))
    ]
    if not compared:
        raise NothingToCompareError(first[0], second[0])
    return compared


def _differences(first: SetReport, second: SetReport) -> list[Difference]:
    others = {row.id: row for row in second.rows}
    pairs = [(row, others[row.id]) for row in first.rows if row.id in others]
    found: list[Difference] = []
    for name, (unit, better) in MEANS.items():
        both = [
            (a.values[name], b.values[name])
            for a, b in pairs
            if name in a.values and name in b.values
        ]
        if both:
            test = paired_test_of_mean(*(np.array(side) for side in zip(*both, strict=True)))
            found.append(Difference(name, test, len(both), unit, better))
    for name, pooled in POOLED.items():
        columns = [
            (x, y)
            for a, b in pairs
            if (x := pooled.columns(a)) is not None and (y := pooled.columns(b)) is not None
        ]
        if columns:
            sides = (np.array(side) for side in zip(*columns, strict=True))
            test_or_none = paired_test(pooled.of, *sides)
            if test_or_none is not None:
                found.append(
                    Difference(name, test_or_none, len(columns), pooled.unit, pooled.better)
                )
    return found


def paired_test_of_mean(first: Numbers, second: Numbers) -> PairedTest:
    """Test the mean of two runs' values for the same questions, as `paired_test` does."""
    change = second - first
    low, high = bootstrap_mean(change)
    random = np.random.default_rng(SEED)
    draws = [
        (random.choice([-1.0, 1.0], size=(100, len(change))) * change).mean(axis=1)
        for _ in range(RESAMPLES // 100)
    ]
    p = _share_at_least(np.concatenate(draws), float(change.mean()))
    return PairedTest(float(first.mean()), float(second.mean()), low, high, p)


def paired_test(figure: Figure, first: Numbers, second: Numbers) -> PairedTest | None:
    """Test `figure` of two tables of the same questions, a row of two numbers each.

    The interval is a paired bootstrap's, p a randomisation test's: if the runs were alike, which
    of two outcomes of a question is whose would be a coin's doing. None where a figure is NaN.
    """

    def of(table: Numbers) -> float:
        return figure(table[:, 0], table[:, 1])

    observed = of(second) - of(first)
    if np.isnan(observed):
        return None
    n = len(first)
    low, high = bootstrap(lambda rows: of(second[rows]) - of(first[rows]), n)
    random = np.random.default_rng(SEED)
    draws: list[float] = []
    for _ in range(RESAMPLES):
        swapped = random.random((n, 1)) < 0.5
        one, other = np.where(swapped, second, first), np.where(swapped, first, second)
        draws.append(of(other) - of(one))
    p = _share_at_least(np.array(draws), observed)
    return PairedTest(of(first), of(second), low, high, p)


def _share_at_least(draws: Numbers, observed: float) -> float:
    # The tolerance lets a sum in another order count as the same difference; the real assignment
    # is one of those that chance could have made, so p is never 0.
    as_large = np.count_nonzero(np.abs(draws) >= abs(observed) - 1e-12)
    return (1 + as_large) / (1 + len(draws))
