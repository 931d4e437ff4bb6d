"""Words by their letters and how many they are: those of others can't be a few slips away."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# This many letters are told apart; others may share a bit, and then count as the same.
_BITS = 31


class Lettered:
    """Words in the order of letters, with the length and the set of letters of each."""

    def __init__(self, words: Sequence[str]) -> None:
        """Take `words`, none of them empty."""
        self._words = words
        self._lengths, self._letters = _taken_apart(words)

    def lettered_like(self, word: str, slips: int) -> list[str]:
        """Return the words with the first letter of `word` that may be up to `slips` away.

        A slip takes one letter out of the set, puts one in, or does both.
        """
        edges = (word[0], chr(ord(word[0]) + 1))
        begin, end = (bisect_left(self._words, edge) for edge in edges)
        (length,), (letters,) = _taken_apart([word])
        other = np.bitwise_count(self._letters[begin:end] ^ letters) <= 2 * slips
        other &= np.abs(self._lengths[begin:end] - length) <= slips
        return [self._words[begin + at] for at in np.flatnonzero(other).tolist()]


def _taken_apart(words: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Return for each word its length, and a bit for each of its letters."""
    lengths = np.fromiter(map(len, words), dtype=np.int32, count=len(words))
    if not words:
        return lengths, np.zeros(0, dtype=np.uint32)
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    bits = np.uint32(1) << (codes & np.uint32(_BITS))
    letters: NDArray[np.uint32] = np.bitwise_or.reduceat(bits, np.cumsum(lengths) - lengths)
    return lengths, letters
