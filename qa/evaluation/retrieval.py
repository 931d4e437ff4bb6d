"""Search for every judged query of a benchmark and score the documents found.

The metrics are ir-measures' (pytrec_eval beneath), the ones that published figures are made with.
"""

from collections.abc import Iterable

import ir_measures
from ir_measures import RR, R, Success, nDCG

from corpus import Passage
from index.progress import Progress
from qa.evaluation.asking import Clock
from qa.evaluation.report import Row
from qa.evaluation.scorers import Search
from qa.evaluation.sets import RetrievalSet

HITS = "hits"
# As many as `citewell search --k 100` gives; a document of several passages counts once.
DEPTH = 100
_METRICS = {
    nDCG @ 10: "nDCG@10",
    RR @ 10: "MRR@10",
    R @ 10: "recall@10",
    R @ 100: "recall@100",
    Success @ 1: "success@1",
}


def search_all(
    benchmark: RetrievalSet, search: Search, clock: Clock, progress: Progress
) -> list[Row]:
    """Search for every judged query; the time is the search's own."""
    found: list[tuple[str, list[Passage], float]] = []
    for query in benchmark.qrels:
        started = clock()
        passages = search(benchmark.queries[query], DEPTH)
        found.append((query, passages, (clock() - started) * 1000))
        progress(benchmark.name, 1, len(benchmark.qrels))
    values = score(
        benchmark.qrels, {query: rank_documents(passages) for query, passages, _ in found}
    )
    return [
        Row(
            id=query,
            question=benchmark.queries[query],
            outcome=HITS,
            took_ms=round(took_ms, 3),
            passage_id=passages[0].id if passages else None,
            values=values[query],
        )
        for query, passages, took_ms in found
    ]


def rank_documents(passages: Iterable[Passage]) -> list[str]:
    """Return each document once, at the place of its best passage."""
    return list(dict.fromkeys(passage.document_id for passage in passages))


def score(
    qrels: dict[str, dict[str, int]], rankings: dict[str, list[str]]
) -> dict[str, dict[str, float]]:
    """Return query id to metric to value, for every query that `qrels` judges."""
    # Equal scores would be put in the order of their ids, so the ranks themselves are scores.
    run = {
        query: {document: float(-rank) for rank, document in enumerate(ranking)}
        for query, ranking in rankings.items()
    }
    values: dict[str, dict[str, float]] = {query: {} for query in qrels}
    for metric in ir_measures.iter_calc(list(_METRICS), qrels, run):
        values[metric.query_id][_METRICS[metric.measure]] = float(metric.value)
    return values
