"""Everyday English: symspellpy's list (MIT) of words with how often each stands, commonest first.

Reading all its lines into a table takes longer than all else that a question needs, and most
questions ask for a few words. So the list stays one text, and words are looked for in it.
"""

from collections.abc import Iterator
from functools import cached_property
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from index.terms import Analyzer

_PACKAGE, _FILE = "symspellpy", "frequency_dictionary_en_82_765.txt"
# What the list counts in all; to add it up would mean to read it all. A test does.
_TOTAL = 540_052_697_014
# No word is rarer than one in a thousand million: about what the list could still see.
_FLOOR = 1e-9
# Whoever looks for more words than this, like a server, is better off with a table after all.
_FEW = 50


def most_frequent(count: int) -> list[str]:
    """Return the `count` commonest words, the commonest first."""
    with _path().open(encoding="utf-8-sig") as lines:
        return [_plain(line.partition(" ")[0]) for line in islice(lines, count)]


class English:
    """How often words stand in everyday English."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._shares_of_start: dict[str, dict[str, float]] = {}
        self._looked_for = 0

    def __contains__(self, word: str) -> bool:
        if self._looked_for < _FEW:
            self._looked_for += 1
            return f"\n{word} " in self._lines
        return word in self._counts

    def count(self, word: str) -> int:
        """Return how often the list counts `word`, 0 where it doesn't hold it."""
        return self._counts.get(word, 0)

    def commonness(self, word: str) -> float:
        """Return the share of `word` in all words, 0 where the list doesn't hold it."""
        return self.count(word) / _TOTAL

    def share(self, term: str) -> float:
        """Return the share of this term in all words of everyday English."""
        # Of all words, only those of one letter have a stem of one.
        start = term[:2].ljust(2)
        if start not in self._shares_of_start:
            self._shares_of_start[start] = self._shares(start)
        return max(self._shares_of_start[start].get(term, 0.0), _FLOOR)

    def _shares(self, start: str) -> dict[str, float]:
        # A stem begins with the two letters of its word, but for "dying", "lying" and the like.
        known = dict(self._beginning_with(start))
        if start[1:] == "i":
            known |= self._beginning_with(f"{start[0]}y")
        shares: dict[str, float] = {}
        for word, stem in zip(known, self._analyzer.stem(list(known)), strict=True):
            shares[stem] = shares.get(stem, 0.0) + known[word] / _TOTAL
        return shares

    def _beginning_with(self, start: str) -> Iterator[tuple[str, int]]:
        for rest in self._lines.split(f"\n{start}")[1:]:
            word, count = (start + rest.partition("\n")[0]).split()
            yield word, int(count)

    @cached_property
    def _lines(self) -> str:
        return f"\n{_plain(_path().read_text(encoding='utf-8-sig'))}"

    @cached_property
    def _counts(self) -> dict[str, int]:
        # To weigh what a misspelt word may mean, some five hundred strings are looked up.
        listed = self._lines.split()
        return dict(zip(listed[::2], map(int, listed[1::2]), strict=True))


def _plain(listed: str) -> str:
    return listed.replace("'", "")


def _path() -> Path:
    # Found and not imported: of the package this file alone is of use.
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{_PACKAGE} is not installed", name=_PACKAGE)
    return Path(spec.origin).with_name(_FILE)
