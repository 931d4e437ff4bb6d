"""The search without and with the reader, on public pages that it was not trained on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from index import Encoder
from qa.calibration import AS_IT_IS
from qa.ranking import Hit, Ranks, Rereader, load_ranker
from qa.ranking.fit.arithmetic import ndcg
from qa.ranking.fit.lookup import DEPTH
from qa.ranking.fit.public_set import Asked, PublicSet, Within
from qa.reader import Reader
from qa.training.held import INDEXES, held_families
from qa.training.mixture import divide, load

FOUND = 20  # Passages: enough for ten documents, or nearly.
RESAMPLES = 2000
FOLDERS = {
    "squad2_dev_half": "squad2",
    "clapnq_dev": "clapnq",
    "covidqa": "covidqa",
    "scifact": "scifact",
}
ON_ITS_OWN_PAGE = frozenset({"squad2_dev_half", "clapnq_dev"})
WITH_SPANS = frozenset({"squad2_dev_half"})  # COVID-QA's are places in the whole article.
TESTED = frozenset({"scifact"})  # Its test claims; no document of them was trained on.

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question came to, without the reader and with it; NaN where it can't be said."""

    answerable: bool
    confidence: tuple[float, float]
    ndcg: tuple[float, float]
    holds: tuple[float, float]


def compare(
    data: Path, encoder: Encoder, reader: Reader, weights: Path, threshold: float
) -> Mapping[str, Mapping[str, Any]]:
    """Return each set's figures as [without, with, gain, its 95 % interval]."""
    _, held = divide(load(data))
    first = load_ranker()
    rankers = (first, Rereader.load(first, reader, weights, AS_IT_IS, threshold))
    result = {}
    for folder, name in FOLDERS.items():
        labelled = PublicSet(data / folder, INDEXES, encoder, most=None, tested=folder in TESTED)
        documents = {example.document for example in held.examples[name]}
        families = None if folder in TESTED else held_families(labelled, documents)
        rows = list(_outcomes(labelled, families, rankers))
        result[folder] = {"questions": len(rows), **figures_of(rows)}
    return result


def _outcomes(
    labelled: PublicSet, families: frozenset[str] | None, rankers: Sequence[Ranks]
) -> Iterator[Outcome]:
    index = labelled.index
    within: Within = "family" if labelled.name in ON_ITS_OWN_PAGE else "set"
    for asked in labelled.asked:
        if families is not None and asked.family not in families:
            continue
        put = labelled.put(asked, within)
        placed = asked if labelled.name in WITH_SPANS else replace(asked, spans=())
        both = [
            ranker.rank(index, put.query, put.embedded, DEPTH, FOUND, put.allowed)
            for ranker in rankers
        ]
        if both[0]:
            yield Outcome(
                bool(asked.gains),
                (both[0][0].confidence, both[1][0].confidence),
                (_ndcg(both[0], asked), _ndcg(both[1], asked)),
                (_holds(both[0], placed), _holds(both[1], placed)),
            )


def _ndcg(hits: Sequence[Hit], asked: Asked) -> float:
    if not asked.gains:
        return float("nan")
    documents = list(dict.fromkeys(hit.passage.document_id for hit in hits))
    gains = np.array([asked.gains.get(document, 0.0) for document in documents])
    scores = -np.arange(len(documents), dtype=np.float64)
    return float(ndcg(scores, np.arange(len(documents)), gains, list(asked.gains.values())))


def _holds(hits: Sequence[Hit], asked: Asked) -> float:
    """Say whether what is marked in the passage that answers holds an answer."""
    right = next((hit for hit in hits if hit.passage.document_id in asked.gains), None)
    if right is None or not asked.spans:
        return float("nan")
    marked = right.highlight
    return float(any(marked.start <= start and end <= marked.end for start, end in asked.spans))


def figures_of(rows: Sequence[Outcome]) -> dict[str, list[float]]:
    """Return each measure that the rows bear: without, with, the gain and its 95 % interval."""
    answerable = np.array([row.answerable for row in rows])
    confidence = np.array([row.confidence for row in rows])
    orders = np.array([row.ndcg for row in rows])
    marks = np.array([row.holds for row in rows])
    figures = {}
    if 0 < answerable.sum() < len(rows):
        figures["AUROC"] = _paired(
            len(rows), lambda rows_, side: _auroc(answerable[rows_], confidence[rows_, side])
        )
    for name, column in (("nDCG@10", orders), ("highlight holds", marks)):
        known = column[~np.isnan(column).any(axis=1)]
        if len(known):
            figures[name] = _paired(len(known), _mean_of(known))
    return figures


def _auroc(answerable: NDArray[np.bool_], confidence: Numbers) -> float:
    return float(roc_auc_score(answerable, confidence))


def _mean_of(column: Numbers) -> Callable[[NDArray[np.int64], int], float]:
    return lambda rows, side: float(column[rows, side].mean())


def _paired(count: int, figure: Callable[[NDArray[np.int64], int], float]) -> list[float]:
    rng, everyone = np.random.default_rng(0), np.arange(count)
    draws = [rng.choice(everyone, count) for _ in range(RESAMPLES)]
    gains = [figure(drawn, 1) - figure(drawn, 0) for drawn in draws]
    without, with_it = figure(everyone, 0), figure(everyone, 1)
    low, high = np.percentile(gains, [2.5, 97.5])
    return [round(float(v), 4) for v in (without, with_it, with_it - without, low, high)]
