"""Order the passages that may answer, by the evidence of whole passages and of sentences."""

from dataclasses import dataclass

from corpus import Passage, Span
from index import OpenIndex
from index.encoder import Vectors


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; `rank` counts from 1, a higher `score` is better."""

    passage: Passage
    rank: int
    score: float
    scorer: str
    best_sentence: Span


def rank_dense(index: OpenIndex, query: Vectors, depth: int) -> list[Hit]:
    """Return the `depth` passages nearest to `query`, reordered by their best sentence as well.

    The score is the mean of the passage's cosine and its best sentence's, in [-1, 1].
    """
    found: list[tuple[float, Passage, Span]] = []
    for row, cosine in index.dense.search(query, depth):
        passage = index.passage(row)
        cosines = index.sentence_vectors(row) @ query
        best = int(cosines.argmax())
        found.append(((cosine + float(cosines[best])) / 2, passage, passage.sentences[best]))
    found.sort(key=lambda item: -item[0])
    return [
        Hit(passage, rank, score, "dense", sentence)
        for rank, (score, passage, sentence) in enumerate(found, start=1)
    ]
