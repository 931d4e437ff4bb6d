"""Everyday English: symspellpy's list (MIT) of words with how often each stands, commonest first.

Reading all its lines into a table takes longer than all else that a question needs, and most
questions ask for a few words. So the list stays one text, and words are looked for in it.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

from index.installed import package_folder
from index.terms import Analyzer

_PACKAGE, _FILE = "symspellpy", "frequency_dictionary_en_82_765.txt"
# What the list counts in all; to add it up would mean to read it all. A test does.
_TOTAL = 540_052_697_014
# No word is rarer than one in a thousand million: about what the list could still see.
_FLOOR = 1e-9
# Whoever looks for more words than this, like a server, is better off with a table after all.
_FEW = 30
# What the last letter of a stem may stand for: "hope" for "hoping", "happi" for "happy", "sky" for
# "skies" and "possibl" for "possibility".
_STANDS_FOR = {"e": "i", "i": "y", "y": "i", "l": "i"}
# Above all letters of the list.
_LAST = "\x7f"


def most_frequent(count: int) -> list[str]:
    """Return the `count` commonest words, the commonest first."""
    with listed(_FILE).open(encoding="utf-8-sig") as lines:
        return [_plain(line.partition(" ")[0]) for line in islice(lines, count)]


class English:
    """How often words stand in everyday English."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._looked_for = 0

    def __contains__(self, word: str) -> bool:
        if self._looked_for < _FEW:
            self._looked_for += 1
            return f"\n{word} " in self._lines
        return word in self._counts

    def count(self, word: str) -> int:
        """Return how often the list counts `word`, 0 where it doesn't hold it."""
        if self._looked_for < _FEW:
            self._looked_for += 1
            _, found, rest = self._lines.partition(f"\n{word} ")
            return int(rest.partition("\n")[0]) if found else 0
        return self._counts.get(word, 0)

    def held(self, words: set[str]) -> set[str]:
        """Return those of many words that the list holds."""
        # Once there is a table, single words are looked for in it as well.
        self._looked_for = _FEW
        return words & self._counts.keys()

    def commonness(self, word: str) -> float:
        """Return the share of `word` in all words, 0 where the list doesn't hold it."""
        return self.count(word) / _TOTAL

    def words(self) -> list[str]:
        """Return every word of the list, in the order of letters."""
        return self._sorted

    def share(self, term: str) -> float:
        """Return the share of this term in all words of everyday English."""
        counts = {w: n for start in self._starts(term) for w, n in self._counts_from(start).items()}
        stems = self._analyzer.stem(list(counts))
        held = zip(counts.values(), stems, strict=True)
        return max(sum(count for count, stem in held if stem == term) / _TOTAL, _FLOOR)

    def _starts(self, term: str) -> Iterator[str]:
        """Yield how words begin that may have this stem."""
        # A stem begins as its words do but for its last letter, and for "dying", "lying" and
        # the like. Of all words, only those of one letter have a stem of one.
        if self._looked_for < _FEW:
            # In one text, one long look is shorter than two.
            yield term[: max(2, len(term) - 1)].ljust(2)
        else:
            yield term.ljust(2)
            if len(term) > 2 and term[-1] in _STANDS_FOR:
                yield term[:-1] + _STANDS_FOR[term[-1]]
        if len(term) == 3 and term.endswith("ie"):
            yield f"{term[0]}y"

    def _counts_from(self, start: str) -> dict[str, int]:
        """Return the words that begin with `start`, with how often the list counts each."""
        if self._looked_for < _FEW:
            self._looked_for += 1
            rests = self._lines.split(f"\n{start}")[1:]
            listed = [(start + rest.partition("\n")[0]).split() for rest in rests]
            return {word: int(count) for word, count in listed}
        first, last = (bisect_left(self._sorted, edge) for edge in (start.rstrip(), start + _LAST))
        return {word: self._counts[word] for word in self._sorted[first:last]}

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._counts)

    @cached_property
    def _lines(self) -> str:
        return f"\n{_plain(listed(_FILE).read_text(encoding='utf-8-sig'))}"

    @cached_property
    def _counts(self) -> dict[str, int]:
        # To weigh what a misspelt word may mean, some five hundred strings are looked up.
        listed = self._lines.split()
        return dict(zip(listed[::2], map(int, listed[1::2]), strict=True))


def _plain(listed: str) -> str:
    return listed.replace("'", "")


def listed(name: str) -> Path:
    """Return the path of the list of this name; only the package's lists are used, not its code."""
    return package_folder(_PACKAGE) / name
