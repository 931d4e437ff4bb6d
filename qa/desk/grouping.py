"""Questions that mean the same, put together: what people ask that no page answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index import Encoder

# From this cosine on two short questions are about the same thing with the bundled encoder.
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Group:
    """How many questions mean much the same, and the one in the middle of them."""

    count: int
    example: str


def group(questions: Sequence[str], encoder: Encoder) -> list[Group]:
    """Put each question with the first group that it is like; the largest group comes first.

    A group is known by its first question. Ties keep the order in which questions came.
    """
    if not questions:
        return []
    counts: dict[str, int] = {}
    for question in questions:
        counts[question] = counts.get(question, 0) + 1
    different = list(counts)
    vectors = encoder.encode_queries(different)
    cosines = vectors @ vectors.T
    members: list[list[int]] = []
    for row in range(len(different)):
        near = [rows for rows in members if cosines[row, rows[0]] >= ALIKE]
        if near:
            max(near, key=lambda rows: cosines[row, rows[0]]).append(row)
        else:
            members.append([row])
    groups = [
        Group(sum(counts[different[r]] for r in rows), different[_middle(rows, cosines)])
        for rows in members
    ]
    return sorted(groups, key=lambda found: -found.count)


def _middle(rows: list[int], cosines: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]") -> int:
    return max(rows, key=lambda row: float(cosines[row, rows].sum()))
