"""Which passage a question is likely for, learned from the questions that staff decided about.

A kernel ridge regression: each decided question pulls those that mean much the same, or say it in
the same words, towards its passage, or away from all of them, the less the more other questions
explain already.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import wording
from index.encoder import Vectors
from index.products import products
from index.reading import read_array
from index.wording import Wording

QUESTIONS, PULLS = "curated_questions.npy", "curated_pulls.npy"
FILES = (QUESTIONS, PULLS, *wording.FILES)

# How fast likeness fades with the cosine: at 0.9 two thirds are left, at 0.4 a fifteenth.
_FADING = 3.0
# What the same words count beside the same sense, by words and by their pieces alike.
_BY_WORDS = 0.25
# How little is made of one question; without it near twins would pull against each other.
_RIDGE = 0.15

Row = NDArray[np.float32]


def write_pulls(folder: Path, questions: Sequence[str], rows: NDArray[np.int64]) -> None:
    """Learn from `questions`, of which the first are pinned to `rows`; write FILES but QUESTIONS.

    Their vectors stand in QUESTIONS already. Those beyond `rows` are answered by no page.
    """
    vectors = np.asarray(read_array(folder / QUESTIONS), dtype=np.float64)
    columns = np.unique(rows)
    wanted = np.zeros((len(vectors), len(columns) + 1))
    wanted[np.arange(len(rows)), np.searchsorted(columns, rows)] = 1.0
    wanted[len(rows) :, -1] = 1.0
    wording.write_wording(folder, questions)
    worded = Wording(folder, len(questions))
    alike = _likeness(vectors @ vectors.T) + _RIDGE * np.eye(len(vectors))
    for place, question in enumerate(questions):
        alike[place] += _BY_WORDS * worded.likeness(question)
    pulls = np.linalg.solve(alike, wanted).T.astype(np.float32)
    np.save(folder / PULLS, np.ascontiguousarray(pulls), allow_pickle=False)


def _likeness(cosines: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    # The factor makes it vanish for questions that have nothing in common.
    likeness: NDArray[np.floating[Any]] = cosines * np.exp(_FADING * (cosines - 1.0))
    return likeness


class Expectation:
    """What one index has learned, open for asking."""

    def __init__(self, folder: Path, rows: NDArray[np.int64]) -> None:
        """Read what `write_pulls` wrote of the same `rows`; raises ValueError for other shapes."""
        self._questions = np.asarray(read_array(folder / QUESTIONS), dtype=np.float32)
        self._pulls: Vectors = read_array(folder / PULLS)
        self._wording = Wording(folder, len(self._questions))
        # They are in order, so that no set need be made of them at each start.
        firsts = np.flatnonzero(np.diff(rows, prepend=-1))
        self._rows, self._counts = rows[firsts], np.diff(firsts, append=len(rows))
        shape = (len(self._rows) + 1, len(self._questions))
        in_order = bool(np.all(rows[1:] >= rows[:-1]))
        if not in_order or self._pulls.shape != shape or len(rows) > len(self._questions):
            raise ValueError(f"curated questions need pulls of {shape}, not {self._pulls.shape}")

    def of(self, vector: Vectors, question: str) -> Row:
        """Return how far a question is for each pinned passage, and in the end for none.

        About 1 is as sure as can be, about 0 says nothing; a little below 0 or above 1 can be.
        """
        alike = _likeness(products(self._questions, vector))
        alike = alike + _BY_WORDS * self._wording.likeness(question)
        pulled: Row = products(self._pulls, alike.astype(np.float32, copy=False))
        return pulled

    def at(self, values: NDArray[Any], rows: NDArray[np.int64]) -> Row:
        """Return the value of each of `rows`, of one for each pinned passage; 0 for others."""
        found = np.zeros(len(rows), dtype=np.float32)
        if len(self._rows):
            places = np.minimum(np.searchsorted(self._rows, rows), len(self._rows) - 1)
            has = self._rows[places] == rows
            found[has] = values[places[has]]
        return found

    def counts(self, rows: NDArray[np.int64]) -> Row:
        """Return how many questions are pinned to each of `rows`."""
        return self.at(self._counts, rows)
