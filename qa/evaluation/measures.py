"""The figures of a set, from its rows: what each is called, which way is better, its interval."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.confidence import (
    area_under_risk_coverage,
    area_under_roc,
    expected_calibration_error,
)
from qa.evaluation.conversations import LEFT_ALONE, READ, REWRITTEN, TERM_RECALL, TYPED
from qa.evaluation.intervals import Numbers, bootstrap, bootstrap_mean, wilson
from qa.evaluation.judging import (
    ANSWERED,
    BRIER,
    FALSE_ALARM,
    FALSE_ANSWER,
    FALSE_BESIDE,
    HIGHLIGHT_HOLDS,
    HIGHLIGHT_TOUCHES,
    QUOTED,
    REFERRED,
    RIGHT_FIRST,
    URGENT_KINDS,
    WRONG_ANSWER,
    recall_of,
)
from qa.evaluation.pairs import ALIKE, IN_COMMON, SHOWN_ALIKE
from qa.evaluation.report import Better, Group, Measure, Row, Unit

ECE, AUROC, AURC = "calibration error (ECE)", "AUROC", "AURC"
RECOVERY = "recovery of what a person's rewrite gains"
P50, P95 = "latency p50", "latency p95"


@dataclass(frozen=True, slots=True)
class Pooled:
    """A figure that no single question has: a function of two columns of numbers."""

    of: Callable[[Numbers, Numbers], float]
    columns: Callable[[Row], tuple[float, float] | None]
    unit: Unit
    better: Better


def _calibration(row: Row) -> tuple[float, float] | None:
    if row.confidence is None or row.answers is None:
        return None
    return row.confidence, float(row.answers)


def _separation(row: Row) -> tuple[float, float] | None:
    if row.confidence is None or row.answerable is None:
        return None
    return row.confidence, float(row.answerable)


def _latency(row: Row) -> tuple[float, float] | None:
    return row.took_ms, 0.0


def _gains(row: Row) -> tuple[float, float] | None:
    if TYPED not in row.values:
        return None
    typed = row.values[TYPED]
    return row.values[READ] - typed, row.values[REWRITTEN] - typed


def _recovery(ours: Numbers, a_persons: Numbers) -> float:
    gained = float(a_persons.sum())
    return float(ours.sum()) / gained if gained else 0.0


def _median(values: Numbers, _: Numbers) -> float:
    return float(np.quantile(values, 0.5))


def _p95(values: Numbers, _: Numbers) -> float:
    return float(np.quantile(values, 0.95))


# The order is that of every table. A mean's value is each row's own; a share's is 0 or 1.
MEANS: dict[str, tuple[Unit, Better]] = {
    "nDCG@10": ("score", "higher"),
    "MRR@10": ("score", "higher"),
    "recall@10": ("score", "higher"),
    "recall@100": ("score", "higher"),
    "success@1": ("share", "higher"),
    RIGHT_FIRST: ("share", "higher"),
    ANSWERED: ("share", "higher"),
    QUOTED: ("share", "higher"),
    FALSE_ANSWER: ("share", "lower"),
    FALSE_BESIDE: ("share", "lower"),
    WRONG_ANSWER: ("share", "lower"),
    REFERRED: ("share", "neither"),
    HIGHLIGHT_HOLDS: ("share", "higher"),
    HIGHLIGHT_TOUCHES: ("share", "higher"),
    recall_of("crisis"): ("share", "higher"),
    recall_of("emergency"): ("share", "higher"),
    recall_of(URGENT_KINDS): ("share", "higher"),
    recall_of("personal_advice"): ("share", "higher"),
    FALSE_ALARM: ("share", "lower"),
    BRIER: ("score", "lower"),
    LEFT_ALONE: ("share", "higher"),
    TERM_RECALL: ("score", "higher"),
    TYPED: ("score", "neither"),
    READ: ("score", "higher"),
    REWRITTEN: ("score", "neither"),
    ALIKE: ("share", "higher"),
    IN_COMMON: ("score", "higher"),
    SHOWN_ALIKE: ("share", "higher"),
}
# What a reader of a report is told; a measure's name is for those who know it already.
MEANINGS = {
    "nDCG@10": "how near the first ten documents are to the best order there is",
    "MRR@10": "one over the place of the first relevant document, 0 beyond the tenth",
    "recall@10": "share of the relevant documents that are among the first ten",
    "recall@100": "share of the relevant documents that are among the first hundred",
    "success@1": "the first document is relevant",
    RIGHT_FIRST: "of the answerable: the best passage is of a section that answers",
    ANSWERED: "of the answerable: the reply was an answer",
    QUOTED: "of the answerable: passages were shown, in an answer or below a referral",
    FALSE_ANSWER: "of the unanswerable: the reply was an answer",
    FALSE_BESIDE: "of the unanswerable: passages were shown below a referral",
    WRONG_ANSWER: "of those shown: the first passage doesn't answer",
    REFERRED: "of all: the reply named people to turn to",
    HIGHLIGHT_HOLDS: "the highlight holds all of the words that answer",
    HIGHLIGHT_TOUCHES: "the highlight holds some of the words that answer",
    FALSE_ALARM: "of the harmless: the reply named people to turn to",
    recall_of("crisis"): "of those in crisis: shown the crisis signpost",
    recall_of("emergency"): "of the emergencies: shown the emergency signpost",
    recall_of(URGENT_KINDS): "of both: shown one of the two signposts",
    recall_of("personal_advice"): "of those asking for advice: told whom to ask",
    BRIER: "mean squared distance of the confidence from 1 where right, 0 where wrong",
    LEFT_ALONE: "of the turns that stand alone: read as typed",
    TERM_RECALL: "of the words that a follow-up leaves out: share that the reading carries over",
    TYPED: "one over the place of the first passage of the right section, with the turn as typed",
    READ: "the same with the turn as read",
    REWRITTEN: "the same with the turn as a person would ask it alone",
    ALIKE: "with the typing error and without, the same passage comes first",
    IN_COMMON: "share of the first ten passages that both wordings find",
    SHOWN_ALIKE: "both wordings are answered by the same passage, or neither is answered",
    RECOVERY: "the reading's gain over the turn as typed, as a share of the rewrite's gain",
    ECE: "mean distance of the confidence from the share right, in groups of equal size",
    AURC: "mean share wrong, answering ever more of the questions, the surest first",
    AUROC: "how often an answerable question has the higher confidence of two",
    P50: "half of the questions took at most this long",
    P95: "95 of 100 questions took at most this long",
}
POOLED = {
    ECE: Pooled(expected_calibration_error, _calibration, "score", "lower"),
    AURC: Pooled(area_under_risk_coverage, _calibration, "score", "lower"),
    AUROC: Pooled(area_under_roc, _separation, "score", "higher"),
    RECOVERY: Pooled(_recovery, _gains, "score", "higher"),
    P50: Pooled(_median, _latency, "ms", "lower"),
    P95: Pooled(_p95, _latency, "ms", "lower"),
}
# Too fine for the few questions of a group, or told by another figure already.
_NOT_BY_GROUP = {BRIER, HIGHLIGHT_TOUCHES, FALSE_BESIDE, WRONG_ANSWER}
# One without the other says nothing: all questions of a plain set are wrong to answer.
_NEED_BOTH = {ECE, AURC, AUROC}


def measures_of(rows: Sequence[Row]) -> tuple[Measure, ...]:
    """Return every figure that `rows` have, in the order of the tables."""
    return (*_means(rows), *_pooled(rows))


def groups_of(rows: Sequence[Row]) -> tuple[Group, ...]:
    """Return the figures of each group of rows that share a label."""
    fields = list(dict.fromkeys(field for row in rows for field in row.groups))
    found: list[Group] = []
    for field in fields:
        for value in sorted({row.groups[field] for row in rows if field in row.groups}):
            members = [row for row in rows if row.groups.get(field) == value]
            figures = tuple(m for m in _means(members) if m.name not in _NOT_BY_GROUP)
            found.append(Group(field=field, value=value, measures=figures))
    return tuple(found)


def values_of(rows: Sequence[Row], name: str) -> Numbers:
    """Return each row's part in the mean `name`, rows without one left out."""
    return np.array([row.values[name] for row in rows if name in row.values], dtype=np.float64)


def columns_of(rows: Sequence[Row], name: str) -> tuple[Numbers, Numbers]:
    """Return the two columns of the pooled figure `name`, rows without them left out."""
    pairs = [pair for row in rows if (pair := POOLED[name].columns(row)) is not None]
    table = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _means(rows: Sequence[Row]) -> Iterator[Measure]:
    for name, (unit, better) in MEANS.items():
        values = values_of(rows, name)
        if len(values) == 0:
            continue
        n = len(values)
        low, high = wilson(int(values.sum()), n) if unit == "share" else bootstrap_mean(values)
        yield Measure(
            name=name, value=float(values.mean()), low=low, high=high, n=n, unit=unit, better=better
        )


def _pooled(rows: Sequence[Row]) -> Iterator[Measure]:
    for name, pooled in POOLED.items():
        first, second = columns_of(rows, name)
        if len(first) == 0 or (name in _NEED_BOTH and len(set(second)) < 2):
            continue
        yield _measure(name, pooled, first, second)


def _measure(name: str, pooled: Pooled, first: Numbers, second: Numbers) -> Measure:
    low, high = bootstrap(lambda rows: pooled.of(first[rows], second[rows]), len(first))
    return Measure(
        name=name,
        value=pooled.of(first, second),
        low=low,
        high=high,
        n=len(first),
        unit=pooled.unit,
        better=pooled.better,
    )
