"""Which sentence a question is likely for, learned from the questions that staff decided about.

A kernel ridge regression: each decided question pulls those that mean much the same, or say it in
the same words, towards the sentences that it is pinned to, or away from all of them, the less the
more other questions explain already. A passage is pulled to as much as its sentences together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import wording
from index.encoder import Vectors
from index.halves import widened
from index.products import products
from index.ranges import end_to_end
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
# How many questions are compared with all at once.
_ROWS = 256

Row = NDArray[np.float32]


def write_pulls(folder: Path, questions: Sequence[str], marks: NDArray[np.int64]) -> None:
    """Learn from `questions`, of which the first are pinned to `marks`; write FILES but QUESTIONS.

    A mark is a passage's row with the first and the last of its sentences that answer. The
    questions' vectors stand in QUESTIONS already. Those beyond `marks` are answered by no page.
    """
    vectors = np.asarray(read_array(folder / QUESTIONS), dtype=np.float64)
    columns = {place: column for column, place in enumerate(_sentences(marks))}
    wanted = np.zeros((len(vectors), len(columns) + 1))
    for number, (row, first, last) in enumerate(marks.tolist()):
        for sentence in range(first, last + 1):
            wanted[number, columns[row, sentence]] = 1.0 / (last + 1 - first)
    wanted[len(marks) :, -1] = 1.0
    wording.write_wording(folder, questions)
    worded = Wording(folder, len(questions))
    # Filled a few rows at a time: nothing in a build is larger.
    alike = _RIDGE * np.eye(len(vectors))
    for first in range(0, len(vectors), _ROWS):
        rows = slice(first, first + _ROWS)
        alike[rows] += _likeness(vectors[rows] @ vectors.T)
        alike[rows] += _BY_WORDS * np.stack([worded.likeness(text) for text in questions[rows]])
    pulls = np.linalg.solve(alike, wanted).T.astype(np.float32)
    np.save(folder / PULLS, np.ascontiguousarray(pulls), allow_pickle=False)


def _sentences(marks: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return each sentence that is pinned to, as its passage's row and its number there."""
    found = {(row, n) for row, first, last in marks.tolist() for n in range(first, last + 1)}
    return sorted(found)


def _likeness(cosines: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    # The factor makes it vanish for questions that have nothing in common.
    fading = cosines - 1.0
    fading *= _FADING
    np.exp(fading, out=fading)
    fading *= cosines
    return fading


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to compare with the decided ones, by its vector and by how it is worded.

    Each of `wordings` stands with what it counts; together they count 1.
    """

    vector: Vectors
    wordings: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Pinned:
    """Where some passages and their sentences stand among those that questions are pinned to.

    Those at `has` are pinned to, as the `runs` there. Of all their sentences, `count` end to end,
    those at `places` are, as the `sentences` there. `questions` says how many are pinned to each
    passage.
    """

    has: NDArray[np.int64]
    runs: NDArray[np.int64]
    places: NDArray[np.int64]
    sentences: NDArray[np.int64]
    questions: Row
    count: int


@dataclass(frozen=True, slots=True)
class Expected:
    """How far one question is for each of some passages, and for each of their sentences.

    About 1 is as sure as can be, about 0 says nothing; a little below 0 or above 1 can be.
    `anywhere` is how far it is like pinned questions altogether, `unanswered` how far like those
    that no page answers.
    """

    passages: Row
    sentences: Row
    anywhere: float
    unanswered: float


class Expectation:
    """What one index has learned, open for asking."""

    def __init__(self, folder: Path, marks: NDArray[np.int64]) -> None:
        """Read what `write_pulls` wrote of the same `marks`; raises ValueError for other shapes."""
        self._questions = widened(np.asarray(read_array(folder / QUESTIONS), dtype=np.float16))
        self._pulls: Vectors = read_array(folder / PULLS)
        self._wording = Wording(folder, len(self._questions))
        sentences = np.array(_sentences(marks), dtype=np.int64).reshape(-1, 2)
        self._sentences = sentences[:, 1]
        # They are in order, so that no set need be made of them at each start.
        self._firsts, self._rows = _runs(sentences[:, 0])
        self._lasts = np.append(self._firsts, len(sentences))[1:]
        rows = marks[:, 0]
        self._counts = np.diff(_runs(rows)[0], append=len(rows))
        shape = (len(sentences) + 1, len(self._questions))
        in_order = bool(np.all(rows[1:] >= rows[:-1]))
        if not in_order or self._pulls.shape != shape or len(rows) > len(self._questions):
            raise ValueError(f"curated questions need pulls of {shape}, not {self._pulls.shape}")

    def pinned(self, rows: NDArray[np.int64], firsts: NDArray[np.int64]) -> Pinned:
        """Look up the passages at `rows`.

        The sentences of the p-th of them are those from `firsts[p]` up to `firsts[p + 1]`.
        """
        has, runs = self._held(rows)
        begin, end = self._firsts[runs], self._lasts[runs]
        sentences, _ = end_to_end(begin, end)
        places = np.repeat(firsts[has], end - begin) + self._sentences[sentences]
        questions = np.zeros(len(rows), dtype=np.float32)
        questions[has] = self._counts[runs]
        return Pinned(has, runs, places, sentences, questions, int(firsts[-1]))

    def of(self, asked: Asked, pinned: Pinned) -> Expected:
        """Return how far what is `asked` is for some passages, and for their sentences."""
        alike = _likeness(products(self._questions, asked.vector))
        for share, text in asked.wordings:
            alike += np.float32(_BY_WORDS * share) * self._wording.likeness(text)
        pulled: Row = products(self._pulls, alike)
        passages = np.zeros(len(pinned.questions), dtype=np.float32)
        sentences = np.zeros(pinned.count, dtype=np.float32)
        if len(pinned.has):
            passages[pinned.has] = np.add.reduceat(pulled[:-1], self._firsts)[pinned.runs]
            sentences[pinned.places] = pulled[pinned.sentences]
        return Expected(passages, sentences, float(pulled[:-1].sum()), float(pulled[-1]))

    def _held(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which of `rows` have questions pinned to them, and their places among those."""
        if not len(self._rows):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._rows, rows), len(self._rows) - 1)
        has = np.flatnonzero(self._rows[places] == rows)
        return has, places[has]


def _runs(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal values begins, and its value; 0 and more, in order."""
    firsts = np.flatnonzero(np.diff(values, prepend=-1))
    return firsts, values[firsts]
