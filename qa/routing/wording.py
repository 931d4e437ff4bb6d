"""Which words a text is made of, and how strongly they speak: a reviewed list of weights.

The encoder sees the sense of a text; which words stand in it, "am I" or "are people", it blurs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from index.terms import Analyzer
from qa.routing.features import Array

_WORD = re.compile(r"[^\s.,!?]+|[?!]")
_PIECE = 4
_EDGE = "^"
# What the same words and pairs of words count beside the same sense, and what their pieces do;
# chosen on families of sentences left out of the fit.
SHARES = (0.3, 0.15)

Parts = tuple[list[str], list[str]]


def parts(analyzer: Analyzer, text: str) -> Parts:
    """Return the stems and pairs of stems of a normalised text, and the pieces of its words.

    No stop word is left out: "should" and "my" are what these questions turn on. Pieces are there
    for typing errors; they bear a mark so that none is taken for a word.
    """
    plain = _WORD.findall(text)
    stems = analyzer.stem(plain)
    pairs = [f"{one} {two}" for one, two in pairwise([_EDGE, *stems, _EDGE])]
    pieces = [
        f"#{word[start : start + _PIECE]}"
        for word in [f"<{word}>" for word in plain]
        for start in range(max(1, len(word) - _PIECE + 1))
    ]
    return list(dict.fromkeys((*stems, *pairs))), list(dict.fromkeys(pieces))


def telling(held: int, texts: int) -> float:
    """Return the square of how telling a part is that stands in `held` of `texts` texts."""
    return log((texts + 1) / (held + 0.5))


@dataclass(frozen=True, slots=True)
class Words:
    """How strongly the parts of texts speak.

    `known` holds for each part the row of `numbers` that has the square of how telling it is,
    then a weight for each machine. A part that isn't known is as telling as the square root of
    `rarest`, and says nothing.
    """

    known: Mapping[str, int]
    numbers: NDArray[np.float32]
    rarest: float
    analyzer: Analyzer

    def sums(self, text: str) -> Array:
        """Return what the words of a normalised `text` add for each of the machines."""
        total = np.zeros(self.numbers.shape[1] - 1)
        for share, kind in zip(SHARES, parts(self.analyzer, text), strict=True):
            rows = [row for row in map(self.known.get, kind) if row is not None]
            if rows:
                said = np.add.reduce(self.numbers[rows], axis=0, dtype=np.float64)
                square = float(said[0]) + self.rarest * (len(kind) - len(rows))
                total += said[1:] * (share / sqrt(square))
        return total


def read_words(names: bytes, numbers: bytes, rarest: float) -> Words:
    """Read the parts of texts, one a line, and as many numbers for each as `Words` holds."""
    known = names.decode().splitlines()
    rows = np.frombuffer(numbers, dtype="<f4").reshape(len(known), -1)
    places = dict(zip(known, range(len(known)), strict=True))
    return Words(places, rows, rarest, Analyzer())
