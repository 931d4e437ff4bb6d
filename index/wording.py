"""How alike questions are worded: by words and pairs of words, and by pieces of words.

An encoder takes "What does it cost?" and "What does it do?" for near neighbours; their words tell
them apart. No stop word is left out here: "how long" and "who" are what such questions turn on.
Pieces of four letters are there for typing errors.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.reading import read_array
from index.terms import Analyzer, words

PARTS = "curated_parts.json"
PART_STARTS = "curated_part_starts.npy"
PART_QUESTIONS = "curated_part_questions.npy"
WORDINESS = "curated_wordiness.npy"
FILES = (PARTS, PART_STARTS, PART_QUESTIONS, WORDINESS)

_PIECE = 4
_MARK, _BEHIND_PIECES = "#", "$"
# A part that stands in one question alone links it to no other.
_SHARED = 2

Row = NDArray[np.float32]


def write_wording(folder: Path, questions: Sequence[str]) -> None:
    """Write how `questions` are worded: FILES in `folder`."""
    analyzer = Analyzer()
    taken_apart = [_parts(analyzer, question) for question in questions]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, kinds in enumerate(taken_apart):
        for part in frozenset().union(*kinds):
            holders[part].append(number)
    known = sorted(part for part, held in holders.items() if len(held) >= _SHARED)
    lengths = [len(holders[part]) for part in known]
    rarity = {part: float(_rarity(len(held), len(questions))) for part, held in holders.items()}
    wordiness = [[_length(rarity[part] for part in parts) for parts in k] for k in taken_apart]
    arrays = {
        PART_STARTS: np.cumsum([0, *lengths], dtype=np.int64),
        PART_QUESTIONS: np.array([n for part in known for n in holders[part]], dtype=np.int32),
        WORDINESS: np.array(wordiness, dtype=np.float32).reshape(-1, 2).T,
    }
    (folder / PARTS).write_text(json.dumps(known) + "\n", encoding="ascii", newline="\n")
    for name, values in arrays.items():
        np.save(folder / name, np.ascontiguousarray(values), allow_pickle=False)


class Wording:
    """How the questions of one index are worded, open for comparing."""

    def __init__(self, folder: Path, questions: int) -> None:
        """Read what `write_wording` wrote; raises ValueError where its files don't fit together."""
        known = json.loads((folder / PARTS).read_bytes())
        self._places = {part: place for place, part in enumerate(known)}
        starts = read_array(folder / PART_STARTS)
        # As numpy counts with them: else each question would have those of its parts converted.
        self._questions: NDArray[np.intp] = read_array(folder / PART_QUESTIONS).astype(np.intp)
        wordiness = read_array(folder / WORDINESS)
        found = (len(starts) - 1, len(self._questions), wordiness.shape)
        if found != (len(known), int(starts[-1]), (2, questions)):
            raise ValueError(f"{len(known)} parts of {questions} curated questions, not {found}")
        # All pieces stand before all words. Their questions are counted after all of those of
        # words, so that one count does for both.
        self._questions[: starts[bisect_left(known, _BEHIND_PIECES)]] += questions
        self._shares = 1.0 / wordiness.astype(np.float64)
        self._starts: list[int] = starts.tolist()
        self._holders = np.diff(starts)
        self._squares = np.square(_rarity(self._holders, questions))
        # What isn't listed stands in one of the questions, or in none: as rare as can be.
        self._rarest = float(_rarity(1, questions)) ** 2
        self._analyzer = Analyzer()

    def likeness(self, question: str) -> Row:
        """Return how alike each of the questions is worded, from 0 to 2 for the same words."""
        kinds = _parts(self._analyzer, question)
        known = [[p for p in map(self._places.get, parts) if p is not None] for parts in kinds]
        places = [*known[0], *known[1]]
        if not places:
            return np.zeros(self._shares.shape[1], dtype=np.float32)
        said = self._squares[places]
        for parts, held, own in zip(kinds, known, np.split(said, [len(known[0])]), strict=True):
            length = sqrt(np.add.reduce(own) + self._rarest * (len(parts) - len(held)))
            np.divide(own, length, out=own)
        questions = [self._questions[self._starts[p] : self._starts[p + 1]] for p in places]
        each = np.repeat(said, self._holders[places])
        sums = np.bincount(np.concatenate(questions), each, minlength=self._shares.size)
        sums = sums.reshape(self._shares.shape)
        alike: NDArray[np.float64] = np.einsum("kq,kq->q", sums, self._shares)
        return alike.astype(np.float32)


_Parts = dict[str, None]


def _parts(analyzer: Analyzer, question: str) -> tuple[_Parts, _Parts]:
    """Return the words with the pairs of words of `question`, by stem, and the pieces of words.

    Each once, in the order in which they first stand there.
    """
    plain = words(question)
    stems = analyzer.stem(plain)
    pairs = [f"{one} {two}" for one, two in pairwise(stems)]
    # With one more mark, so that none is taken for a word, and all stand before words in order.
    pieces = [
        f"{_MARK}{word[place : place + _PIECE]}"
        for word in [f"{_MARK}{word}{_MARK}" for word in plain]
        for place in range(max(1, len(word) - _PIECE + 1))
    ]
    return dict.fromkeys((*stems, *pairs)), dict.fromkeys(pieces)


def _rarity(held: int | NDArray[np.int64], questions: int) -> NDArray[np.float64]:
    """Return how telling parts are by how many of the questions hold them, always above 0."""
    rarity: NDArray[np.float64] = np.log((questions + 1) / (np.asarray(held) + 0.5))
    return rarity


def _length(rarities: Iterable[float]) -> float:
    # Sorted, as a set has another order in each process.
    return sum(rarity * rarity for rarity in sorted(rarities)) ** 0.5 or 1.0
