"""Questions that mean the same, put together: what people ask that no page answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index import Encoder
from index.encoder import Vectors

# Nearly all questions name the subject of the pages, which would make them all alike. From this
# many on, what they have in common is taken out first.
_ENOUGH = 8
# Mean cosine distances up to which two groups are one, tried out on paraphrases with the bundled
# encoder: with what is common taken out, and without.
_NEAR_AFTER, _NEAR_BEFORE = 0.75, 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """How many questions mean much the same, and the one in the middle of them."""

    count: int
    example: str


def group(questions: Sequence[str], encoder: Encoder) -> list[Group]:
    """Put questions together by meaning; the largest group comes first."""
    counts = Counter(questions)
    different = list(counts)
    if len(different) < 2:
        return [Group(count, question) for question, count in counts.items()]
    vectors, near = _comparable(encoder.encode_queries(different))
    groups = [
        Group(sum(counts[different[row]] for row in rows), different[_middle(rows, vectors)])
        for rows in _together(vectors, near)
    ]
    return sorted(groups, key=lambda found: -found.count)


def _comparable(vectors: Vectors) -> tuple[Vectors, float]:
    """Return vectors of length 1, and the distance up to which they are near."""
    if len(vectors) < _ENOUGH:
        return vectors, _NEAR_BEFORE
    centred = vectors - vectors.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    # A question that is nothing but what all have in common points nowhere: leave it as it is.
    return np.where(lengths > 1e-6, centred / np.maximum(lengths, 1e-6), vectors), _NEAR_AFTER


def _together(vectors: Vectors, near: float) -> list[list[int]]:
    # Imported late: nothing else that answers needs it.
    from sklearn.cluster import AgglomerativeClustering

    clustering = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=near
    )
    groups: dict[int, list[int]] = {}
    for row, label in enumerate(clustering.fit_predict(vectors)):
        groups.setdefault(int(label), []).append(row)
    return list(groups.values())


def _middle(rows: list[int], vectors: Vectors) -> int:
    centre = vectors[rows].sum(axis=0)
    return max(rows, key=lambda row: float(vectors[row] @ centre))
