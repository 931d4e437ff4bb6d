"""What staff decided about answers, sealed with the index: pins, and when pages expire.

A question that stands there word for word is answered as decided. One that means much the same
is judged like any other, with its likeness to what stands there as one more sign.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from corpus.questions import question_key
from index.encoder import Vectors
from index.reading import read_array

CURATED, QUESTIONS = "curated.json", "curated_questions.npy"
FILES = (CURATED, QUESTIONS)


class Curated:
    """The decisions of one index, open for asking."""

    def __init__(self, folder: Path) -> None:
        """Read what `curating` wrote; raises ValueError or KeyError for anything else."""
        read: dict[str, Any] = json.loads((folder / CURATED).read_text(encoding="utf-8"))
        self._pins = {
            key: (row, Span(start, end)) for key, (row, start, end) in read["pins"].items()
        }
        self._expires_on = {
            document_id: date.fromisoformat(day) for document_id, day in read["expires_on"].items()
        }
        self._unanswered = frozenset(read["unanswered"])
        vectors: Vectors = read_array(folder / QUESTIONS)
        expected = np.array(read["expected"], dtype=np.int64)
        if len(vectors) < len(expected):
            raise ValueError(f"{len(expected)} questions but {len(vectors)} vectors")
        self._expected, self._no_answer = vectors[: len(expected)], vectors[len(expected) :]
        if np.any(expected[1:] < expected[:-1]):
            raise ValueError("its questions are not in the order of the passages")
        self._firsts = np.flatnonzero(np.diff(expected, prepend=-1))
        self._rows = expected[self._firsts]
        self._counts = np.diff(self._firsts, append=len(expected))

    def pinned(self, question: str) -> tuple[int, Span] | None:
        """Return the passage's row, and the place in its document, that staff chose."""
        return self._pins.get(question_key(question)) if self._pins else None

    def unanswered(self, question: str) -> bool:
        """Say whether staff noted that no page answers `question`."""
        return bool(self._unanswered) and question_key(question) in self._unanswered

    def expected(self, vector: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of each passage's most alike pinned question; 0 where it has none."""
        found = np.zeros(len(rows), dtype=np.float32)
        if len(self._rows):
            best = np.maximum.reduceat(self._expected @ vector, self._firsts)
            places, has = self._places(rows)
            found[has] = best[places[has]]
        return found

    def expected_counts(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many questions are pinned to each of the passages."""
        found = np.zeros(len(rows), dtype=np.int64)
        if len(self._rows):
            places, has = self._places(rows)
            found[has] = self._counts[places[has]]
        return found

    def unanswered_cosine(self, vector: Vectors) -> float:
        """Return the cosine of the most alike question that no page answers; 0 without any."""
        return float((self._no_answer @ vector).max(initial=0.0))

    def expired_on(self, day: date) -> frozenset[str]:
        """Return the ids of the documents that may no longer be quoted on `day`."""
        return frozenset(name for name, last in self._expires_on.items() if last < day)

    def _places(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Say where `rows` stand among the passages with pinned questions, and whether they do."""
        places = np.minimum(np.searchsorted(self._rows, rows), len(self._rows) - 1)
        return places, self._rows[places] == rows
