"""Fit how probable it is that the first passage answers, and check what was fitted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.ranking.confidence import CONFIDENCE_SIGNALS
from qa.ranking.fit.arithmetic import Array, calibration_error, fit_probability
from qa.ranking.fit.public_set import Asked, PublicSet, Within
from qa.ranking.model import LinearModel
from qa.ranking.order import Order

_RIDGE = 2.0
_FOLDS = 5


class Judged(NamedTuple):
    """The CONFIDENCE_SIGNALS of a first passage, and whether it answers.

    Rows of one `group` are all fitted on or all checked on; without groups they are dealt in turn.
    """

    signals: NDArray[np.float32]
    answers: bool
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one set, which together count `weight`, however many they are."""

    weight: float
    rows: Sequence[Judged]


def judged(
    labelled: PublicSet,
    order: Order,
    asked: Iterable[Asked],
    within: Within = "set",
    *,
    own: bool = True,
) -> Iterator[Judged]:
    """Yield the first passage of each question, of all pages or of those that don't answer it."""
    for one in asked:
        found = labelled.find(one, within, own=own)
        if found is None:
            continue
        first = labelled.lookup.first(found.query, found.evidence, order)
        document = labelled.index.passage(first.row).document_id
        yield Judged(first.signals, own and document in one.gains)


def from_elsewhere(labelled: PublicSet, order: Order, texts: Iterable[str]) -> Iterator[Judged]:
    """Yield the first passage for questions that no page of the set answers."""
    asked = (Asked(text, text, {}, text) for text in texts)
    return judged(labelled, order, asked)


def fit_parts(
    parts: Mapping[str, Part], names: tuple[str, ...]
) -> tuple[LinearModel, dict[str, float]]:
    """Fit one model over the signals called `names`; return it with what came of checking it.

    Checked is on rows not fitted on: the calibration error over all, and for each part the share of
    its first passages that are given a probability of a half, of those that answer and of others.
    """
    columns = [CONFIDENCE_SIGNALS.index(name) for name in names]
    rows = [row for part in parts.values() for row in part.rows]
    signals = np.array([row.signals for row in rows], dtype=np.float64)[:, columns]
    answers = np.array([row.answers for row in rows])
    weights = np.concatenate(
        [np.full(len(part.rows), part.weight / len(part.rows)) for part in parts.values()]
    )
    slopes, intercept = fit_probability(signals, answers, weights, _RIDGE)
    stated = _stated(signals, answers, weights, folds_of(rows))
    came = {"expected calibration error": calibration_error(stated, answers, weights)}
    owner = np.repeat(list(parts), [len(part.rows) for part in parts.values()])
    for name in parts:
        for right, told in ((True, "answered"), (False, "false answers")):
            mine = (owner == name) & (answers == right)
            if mine.any():
                came[f"{told}, {name}"] = float((stated[mine] >= 0.5).mean())
    return LinearModel(names, slopes.astype(np.float32), intercept), came


def folds_of(rows: Sequence[Judged]) -> NDArray[np.int64]:
    """Return the fold of each row, from 0; rows of one group are in one fold."""
    groups = [place if row.group is None else row.group for place, row in enumerate(rows)]
    return np.array(groups, dtype=np.int64) % _FOLDS


def _stated(
    signals: Array, answers: NDArray[np.bool_], weights: Array, folds: NDArray[np.int64]
) -> Array:
    """Return the probability that is stated of each row by a model fitted on the other folds."""
    stated = np.empty(len(answers))
    for number in range(_FOLDS):
        away = folds != number
        own, at = fit_probability(signals[away], answers[away], weights[away], _RIDGE)
        stated[~away] = 1.0 / (1.0 + np.exp(-(signals[~away] @ own + at)))
    return stated
