"""How alike questions are worded: by words and pairs of words, and by pieces of words.

An encoder takes "What does it cost?" and "What does it do?" for near neighbours; their words tell
them apart. No stop word is left out here: "how long" and "who" are what such questions turn on.
Pieces of four letters are there for typing errors.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
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
        self._wordiness: Row = read_array(folder / WORDINESS)
        found = (len(starts) - 1, len(self._questions), self._wordiness.shape)
        if found != (len(known), int(starts[-1]), (2, questions)):
            raise ValueError(f"{len(known)} parts of {questions} curated questions, not {found}")
        self._starts: list[int] = starts.tolist()
        self._holders = np.diff(starts)
        self._rarity = _rarity(self._holders, questions)
        # What isn't listed stands in one of the questions, or in none: as rare as can be.
        self._rarest = float(_rarity(1, questions))
        self._analyzer = Analyzer()

    def likeness(self, question: str) -> Row:
        """Return how alike each of the questions is worded, from 0 to 2 for the same words."""
        alike = np.zeros(self._wordiness.shape[1])
        if not self._places:
            return alike.astype(np.float32)
        for kind, parts in enumerate(_parts(self._analyzer, question)):
            # In order, so that the same question has the same sums on every machine.
            places = sorted([self._places[part] for part in parts if part in self._places])
            if not places:
                continue
            rarity = self._rarity[places]
            unlisted = self._rarest**2 * (len(parts) - len(places))
            length = float(np.sqrt(rarity @ rarity + unlisted))
            held = [self._questions[self._starts[p] : self._starts[p + 1]] for p in places]
            shared = np.repeat(rarity * rarity, self._holders[places])
            sums = np.bincount(np.concatenate(held), shared, minlength=len(alike))
            alike += sums / (length * self._wordiness[kind])
        return alike.astype(np.float32)


def _parts(analyzer: Analyzer, question: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words with the pairs of words of `question`, by stem, and the pieces of words."""
    plain = words(question)
    stems = analyzer.stem(plain)
    pairs = [f"{one} {two}" for one, two in pairwise(stems)]
    # With one more mark, so that none is taken for a word.
    pieces = [
        f"#{word[place : place + _PIECE]}"
        for word in [f"#{word}#" for word in plain]
        for place in range(max(1, len(word) - _PIECE + 1))
    ]
    return frozenset({*stems, *pairs}), frozenset(pieces)


def _rarity(held: int | NDArray[np.int64], questions: int) -> NDArray[np.float64]:
    """Return how telling parts are by how many of the questions hold them, always above 0."""
    rarity: NDArray[np.float64] = np.log((questions + 1) / (np.asarray(held) + 0.5))
    return rarity


def _length(rarities: Iterable[float]) -> float:
    # Sorted, as a set has another order in each process.
    return sum(rarity * rarity for rarity in sorted(rarities)) ** 0.5 or 1.0
