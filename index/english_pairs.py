"""Neighbours in everyday English: symspellpy's list (MIT) of pairs of words with their counts.

It is too long to be read whole for one misspelt word, so it stays on the disk, and a pair is
found by halving it.
"""

import mmap
from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import pairwise

from index.english import listed

_FILE = "frequency_bigramdictionary_en_243_342.txt"
# What the list counts in all. A test adds it up.
_TOTAL = 12_404_830_571_200
# The first line of the second half.
_SECOND_HALF = b"\na "
# Lines that are remembered: those that the first dozen of halvings come to.
_LINES_KEPT = 8192


class EnglishPairs:
    """How often two words stand side by side in everyday English.

    The list has two halves, each in the order of letters: pairs that began with a capital, and
    all others. A handful of lines, such as eBay's, stand out of order, and may be missed.
    """

    def share(self, first: str, second: str) -> float:
        """Return the pair's share in all pairs, 0 where the list doesn't hold it."""
        wanted = f"{first} {second} ".encode()
        edges = (0, self._middle, len(self._bytes))
        return sum(self._count(wanted, *half) for half in pairwise(edges)) / _TOTAL

    def _count(self, wanted: bytes, low: int, high: int) -> int:
        while low < high:
            start, end, line = self._line_at((low + high) // 2)
            if line.startswith(wanted):
                return int(line[len(wanted) :])
            low, high = (end + 1, high) if line < wanted else (low, start)
        return 0

    @cached_property
    def _line_at(self) -> Callable[[int], tuple[int, int, bytes]]:
        # Every pair is looked for from the same middles on.
        return lru_cache(_LINES_KEPT)(self._read_line)

    def _read_line(self, place: int) -> tuple[int, int, bytes]:
        start = self._bytes.rfind(b"\n", 0, place) + 1
        end = self._bytes.find(b"\n", start)
        return start, end, self._bytes[start:end]

    @cached_property
    def _middle(self) -> int:
        return self._bytes.find(_SECOND_HALF) + 1

    @cached_property
    def _bytes(self) -> mmap.mmap:
        with listed(_FILE).open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
