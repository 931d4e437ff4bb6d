"""Search as the product does, or with one part of it alone, so that the parts can be compared."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from corpus import Passage
from index.lexical import Scores
from qa.pipeline import Assistant
from qa.ranking.evidence import lexical_scores

Scorer = Literal["fitted", "dense", "lexical", "sum"]
"""The product's own ranking; the encoder alone; BM25 alone; the min-max sum of those two."""

Search = Callable[[str, int], list[Passage]]


def search_with(assistant: Assistant, scorer: Scorer) -> Search:
    """Return a search for up to k passages, best first."""
    match scorer:
        case "fitted":
            return lambda text, k: [hit.passage for hit in assistant.search(text, k)]
        case "dense":
            return lambda text, k: _best(assistant, _dense(assistant, text), k)
        case "lexical":
            return lambda text, k: _best(assistant, _found(_lexical(assistant, text)), k)
        case "sum":
            return lambda text, k: _best(
                assistant,
                _min_max(_dense(assistant, text)) + _min_max(_lexical(assistant, text)),
                k,
            )


def _dense(assistant: Assistant, text: str) -> Scores:
    vector = assistant.encoder.encode_queries([text])[0]
    scores = np.full(len(assistant.index), -np.inf, dtype=np.float32)
    for row, cosine in assistant.index.dense.search(vector, len(scores)):
        scores[row] = cosine
    return scores


def _lexical(assistant: Assistant, text: str) -> Scores:
    return lexical_scores(assistant.index, assistant.interpreter.interpret(text).query)


def _found(scores: Scores) -> Scores:
    # A passage without a single word of the query was not found, in whatever order it comes.
    return np.where(scores > 0, scores, np.float32(-np.inf))


def _min_max(scores: Scores) -> Scores:
    known = scores[np.isfinite(scores)]
    low, high = float(known.min()), float(known.max())
    return (scores - low) / ((high - low) or 1.0)


def _best(assistant: Assistant, scores: Scores, k: int) -> list[Passage]:
    rows = np.argsort(-scores, kind="stable")[:k]
    return [assistant.index.passage(int(row)) for row in rows if np.isfinite(scores[row])]
