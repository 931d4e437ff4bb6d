"""How much a string of letters looks like a word that is in no list: a model of trigrams."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Beside the letters: what stands around a word, and whatever else stands in one.
_SYMBOLS = len(_LETTERS) + 2
_EDGE, _OTHER = 0, _SYMBOLS - 1
# What the estimate from fewer letters counts, in occurrences.
_BACKED = 5.0


class Letters:
    """The letters of English words: how probable each is after the two before it."""

    def __init__(self, words: Iterable[str]) -> None:
        """Learn from `words`, each as often as it is given."""
        seen = _coded("\n\n" + "\n\n".join(words) + "\n\n")
        numbers = (seen[:-2] * _SYMBOLS + seen[1:-1]) * _SYMBOLS + seen[2:]
        shape = (_SYMBOLS,) * 3
        three = np.bincount(numbers, minlength=_SYMBOLS**3).reshape(shape).astype(np.float64)
        two = three.sum(axis=0)
        one = two.sum(axis=0)
        alone = (one + 0.5) / (one + 0.5).sum()
        after_one = _smoothed(two, alone)
        self._logs: NDArray[np.float64] = np.log(_smoothed(three, after_one))

    def log_probability(self, word: str) -> float:
        """Return the log of the probability that a word, taken at random, is spelt like this."""
        codes = _coded(f"\n\n{word}\n")
        return float(self._logs[codes[:-2], codes[1:-1], codes[2:]].sum())


def _smoothed(counts: NDArray[np.float64], fewer: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of each symbol, with `fewer`, the estimate from one letter less."""
    shares: NDArray[np.float64] = (counts + _BACKED * fewer) / (
        counts.sum(axis=-1, keepdims=True) + _BACKED
    )
    return shares


def _coded(text: str) -> NDArray[np.int64]:
    table = np.full(256, _OTHER)
    table[ord("\n")] = _EDGE
    table[[ord(letter) for letter in _LETTERS]] = np.arange(1, len(_LETTERS) + 1)
    coded: NDArray[np.int64] = table[np.frombuffer(text.encode("latin-1", "replace"), np.uint8)]
    return coded
