"""Neighbours in everyday English: symspellpy's list (MIT) of pairs of words with their counts.

It is too long to be read whole for one misspelt word, so it stays on the disk, and a pair is
found by halving it.
"""

import mmap
from functools import cached_property

from index.english import listed

_FILE = "frequency_bigramdictionary_en_243_342.txt"
# What the list counts in all. A test adds it up.
_TOTAL = 12_404_830_571_200


class EnglishPairs:
    """How often two words stand side by side in everyday English."""

    def share(self, first: str, second: str) -> float:
        """Return the pair's share in all pairs, 0 where the list doesn't hold it.

        A score of the list's lines, of words with capitals once, stand out of order; a pair that
        is looked for among them is missed.
        """
        wanted = f"{first} {second} ".encode()
        low, high = 0, len(self._bytes)
        while low < high:
            start = self._bytes.rfind(b"\n", 0, (low + high) // 2) + 1
            end = self._bytes.find(b"\n", start)
            line = self._bytes[start:end]
            if line.startswith(wanted):
                return int(line[len(wanted) :]) / _TOTAL
            low, high = (end + 1, high) if line < wanted else (low, start)
        return 0.0

    @cached_property
    def _bytes(self) -> mmap.mmap:
        with listed(_FILE).open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
