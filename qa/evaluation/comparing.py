"""Compare two runs over the same questions: each difference with its interval and p-value.

Both runs answered the same questions, so the test is paired: a hard question is hard for both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.evaluation.errors import NothingToCompareError
from qa.evaluation.intervals import RESAMPLES, SEED, Numbers, bootstrap
from qa.evaluation.measures import MEANS, POOLED
from qa.evaluation.report import Better, Report, Row, SetReport, Unit

SIGNIFICANT = 0.05

Figure = Callable[[Numbers, Numbers], float]
"""From two columns, one row a question, to one figure."""
Columns = Callable[[Row], tuple[float, float] | None]


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
    columns: dict[str, tuple[Columns, Figure, Unit, Better]] = {
        name: (_mean_column(name), _mean, unit, better) for name, (unit, better) in MEANS.items()
    }
    columns |= {
        name: (pooled.columns, pooled.of, pooled.unit, pooled.better)
        for name, pooled in POOLED.items()
    }
    found: list[Difference] = []
    for name, (column, figure, unit, better) in columns.items():
        both = [
            (x, y)
            for a, b in pairs
            if (x := column(a)) is not None and (y := column(b)) is not None
        ]
        if both:
            test = paired_test(figure, *(np.array(side) for side in zip(*both, strict=True)))
            if test is not None:
                found.append(Difference(name, test, len(both), unit, better))
    return found


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
    at_least = 0
    for _ in range(RESAMPLES):
        swapped = random.random((n, 1)) < 0.5
        one, other = np.where(swapped, second, first), np.where(swapped, first, second)
        # The tolerance lets sums in another order count as the same difference.
        at_least += abs(of(other) - of(one)) >= abs(observed) - 1e-12
    p = (1 + at_least) / (1 + RESAMPLES)
    return PairedTest(of(first), of(second), low, high, p)


def _mean(values: Numbers, _: Numbers) -> float:
    return float(values.mean())


def _mean_column(name: str) -> Columns:
    return lambda row: (row.values[name], 0.0) if name in row.values else None
