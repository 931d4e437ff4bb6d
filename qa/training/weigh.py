"""How much a reader's judgement counts, fitted on labelled questions over an index.

Order and trust are fitted apart. Order: one weight, the one under which the passage that answers is
most probably drawn from its rivals. Trust: a logistic regression of "the first passage answers".
The outlook, what the reader is likely to say of what it hasn't read, is counted.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit

from corpus import CitewellError, Passage
from index import OpenIndex
from qa.evaluation.errors import SetError
from qa.evaluation.lines import question_field, read_records
from qa.pipeline import Assistant
from qa.question import clean
from qa.ranking.looks import Looks, inputs
from qa.ranking.outlook import OUTLOOK, Outlook
from qa.ranking.rank import Hit
from qa.ranking.rereading import (
    ALWAYS,
    ORDER,
    ORDER_SIGNALS,
    READ,
    TRUST,
    TRUST_SIGNALS,
    in_doubt,
    reader_signals,
)
from qa.reader import Reader
from qa.training.public_sets import Row

FEWEST = 50  # Questions of either kind, with and without an answer; fewer would fit chance.
MOST_WEIGHT = 10.0  # Of a reader whose logits were spread by 1.


class TooFewQuestionsError(CitewellError):
    """The labelled questions can't bear a fit."""

    def __init__(self, answerable: int, unanswerable: int) -> None:
        self.answerable, self.unanswerable = answerable, unanswerable
        super().__init__(
            f"{answerable} questions have an answer in the index and {unanswerable} have none; "
            f"weigh the reader on at least {FEWEST} of each"
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: what is known of its best passages, and which of them answer.

    `whole` are the reader's logits of the passages, `closer` those with a closer look at each.
    """

    order: NDArray[np.float32]
    trust: NDArray[np.float32]
    right: NDArray[np.bool_]
    whole: NDArray[np.float32]
    closer: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one set, which together count `counts`, however many they are."""

    asked: list[Asked]
    counts: float


def ask_all(assistant: Assistant, reader: Reader, questions: Path) -> list[Asked]:
    """Ask each labelled question of `questions`; one that would not be read is left out."""
    asked = []
    for line, row in read_records(questions):
        text = clean(question_field(questions, line, row))
        _check_label(questions, line, row)
        hits = assistant.search(text, READ)
        if read := read_by(reader, assistant.index, text, hits, partial(answers, row=row)):
            asked.append(read)
    return asked


def read_by(
    reader: Reader,
    index: OpenIndex,
    text: str,
    hits: list[Hit],
    is_right: Callable[[Passage], bool],
) -> Asked | None:
    """Return what the reader says of the first hits, None where it would not be asked.

    All are looked at twice: which of them the search does depends on the weights that are sought.
    """
    if not in_doubt(hits):
        return None
    everywhere = range(len(hits))
    looks = Looks(reader, text, inputs(index, hits)).further(everywhere).further((), everywhere)
    whole, closer = looks.logits(), looks.logits(closer=everywhere)
    signals = reader_signals(hits, closer)
    right = np.array([is_right(hit.passage) for hit in hits])
    return Asked(signals.order, signals.trust, right, whole, closer)


def _check_label(path: Path, line: int, row: Row) -> None:
    wanted = ("answerable", "document_id", "section", "also", "answer")
    lacking = [name for name in wanted[: None if row.get("answerable") else 1] if name not in row]
    if lacking:
        found = f"it lacks {', '.join(lacking)}"
        raise SetError(path, line, found, "label it as tests/questions/article_tune.jsonl is")


def answers(passage: Passage, row: Row) -> bool:
    """Say whether the label names the passage: its section, or the words of the answer."""
    if not row["answerable"] or passage.document_id != row["document_id"]:
        return False
    sections = [row["section"], *row["also"]]
    return row["answer"] in passage.text or list(passage.section) in sections


def weigh(parts: Mapping[str, Part], about: str, out: Path) -> None:
    """Fit all on `parts`, each under its name, and write it to the folder `out`."""
    parts = {name: part for name, part in parts.items() if part.asked}
    asked = [one for part in parts.values() for one in part.asked]
    answerable = sum(bool(one.right.any()) for one in asked)
    if min(answerable, len(asked) - answerable) < FEWEST:
        raise TooFewQuestionsError(answerable, len(asked) - answerable)
    counts = np.concatenate(
        [np.full(len(part.asked), part.counts / len(part.asked)) for part in parts.values()]
    )
    out.mkdir(parents=True, exist_ok=True)
    weight = order_weight(asked, counts)
    first = [int(np.argmax(one.order @ np.array([1.0, weight]))) for one in asked]
    signals = np.array([one.trust[place] for one, place in zip(asked, first, strict=True)])
    labels = np.array([one.right[place] for one, place in zip(asked, first, strict=True)])
    slopes = trust_weights(signals.astype(np.float64), labels, counts)
    made: dict[str, object] = {
        "questions": len(asked),
        "answerable": answerable,
        "first and right": int(labels.sum()),
        "fitted on, with what each counts": {name: part.counts for name, part in parts.items()},
    }
    _write(out / ORDER, about, made, dict(zip(ORDER_SIGNALS, (1.0, weight), strict=True)))
    _write(out / TRUST, about, made, dict(zip(TRUST_SIGNALS, slopes.tolist(), strict=True)))
    outlook_of(asked).save(out / OUTLOOK, about)


def outlook_of(asked: Sequence[Asked]) -> Outlook:
    """Return what the reader is likely to say, from what it said of all these."""
    late = np.concatenate([one.whole[ALWAYS:] for one in asked])
    # A closer look counts half.
    rises = 2.0 * np.concatenate([one.closer - one.whole for one in asked])
    return Outlook.of(late, rises[rises != 0.0])  # Of a passage of one sentence there is none.


def trust_weights(
    signals: NDArray[np.float64], right: NDArray[np.bool_], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weights of TRUST_SIGNALS in the log-odds that the first passage answers.

    The first is 1 and there is no intercept: what is decided stays as likeness has it.
    """
    known, others = signals[:, 0], signals[:, 1:]
    spread = np.sqrt((others**2).mean(axis=0)) + 1e-6  # Not around the mean: one may never vary.

    def surprise(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = known + others @ (point / spread)
        error = counts * (expit(odds) - right)
        value = float(counts @ (np.logaddexp(0.0, odds) - right * odds) + point @ point)
        return value, others.T @ error / spread + 2.0 * point

    found = minimize(surprise, np.zeros(others.shape[1]), jac=True, method="L-BFGS-B").x
    return np.concatenate([[1.0], found / spread])


def order_weight(asked: Sequence[Asked], counts: NDArray[np.float64]) -> float:
    """Return the reader's weight beside the first score's weight of 1; never below 0.

    It is sought for logits as if spread by 1, since readers differ in the range they use.
    """
    spread = float(np.concatenate([one.order[:, 1] for one in asked]).std()) or 1.0
    contested = [
        (one, count)
        for one, count in zip(asked, counts, strict=True)
        if one.right.any() and not one.right.all()
    ]

    def surprise(weight: float) -> float:
        total = 0.0
        for one, count in contested:
            scores = one.order @ np.array([1.0, weight / spread])
            gap = np.logaddexp.reduce(scores) - np.logaddexp.reduce(scores[one.right])
            total += count * float(gap)
        return total

    found = minimize_scalar(surprise, bounds=(0.0, MOST_WEIGHT), method="bounded")
    return round(float(found.x) / spread, 4)


def _write(path: Path, about: str, made: dict[str, object], signals: dict[str, float]) -> None:
    weights = {"about": about, "made": made}
    rounded = {name: round(value, 4) for name, value in signals.items()}
    text = json.dumps({**weights, "signals": rounded}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
