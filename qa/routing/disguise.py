"""Words of danger written so that no filter reads them: "k1ll", "su*cide", "d i e"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

# What stands for which letters. A star may be any; it alone says so little.
_SIGNS = {
    **{"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t"},
    **{"@": "a", "$": "s", "!": "il", "|": "il", "*": "abcdefghijklmnopqrstuvwxyz"},
}
_TOKEN = re.compile(r"(?<![\w@$!|*])(?=[^\W\d_]*[\d@$!|*])[\w@$!|*]*[\w@$|*]")
# Shorter ones are amounts and labels: "4m", "b4".
_SHORTEST = 3
# One letter, a space or a point, one letter: a word taken apart. Longer runs are read in parts.
_APART = re.compile(r"(?<![\w.\-])\w(?:(?: {1,2}|[.\-*_])\w(?!\w)){2,59}(?!\w)")
_PARTING = re.compile(r"[ .\-*_]+")


@dataclass(frozen=True)
class Disguises:
    """Reads `words`, and no others, through digits and signs for letters, or letters set apart.

    A code ("CD4", "B12") or an amount is none of these words, whatever its digits are read as.
    """

    words: Sequence[str]

    def __call__(self, text: str) -> str:
        """Return `text`, in lower case, with each disguised word written plainly."""
        return _APART.sub(self._together, _TOKEN.sub(self._plain, text))

    def _plain(self, found: re.Match[str]) -> str:
        token = found.group()
        if len(token) < _SHORTEST or 2 * sum(c.isalpha() for c in token) < len(token):
            return token
        possible = self._by_start.get(token[0], ())
        same = (w for w in possible if len(w) == len(token) and _reads(token, w))
        return next(same, token)

    def _together(self, found: re.Match[str]) -> str:
        run = _PARTING.sub("", found.group())
        return " ".join(self._split(run)) or found.group()

    def _split(self, run: str) -> list[str]:
        """Return the words that `run` is made of, none where it is more than words."""
        ways: dict[int, list[str]] = {0: []}
        for start in range(len(run)):
            if start not in ways:
                continue
            for word in self._by_start.get(run[start], ()):
                end = start + len(word)
                if end not in ways and _reads(run[start:end], word):
                    ways[end] = [*ways[start], word]
        return ways.get(len(run), [])

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        """What may be meant by a word's first character, longest first."""
        longest_first = sorted(self.words, key=len, reverse=True)
        letters = {word[0] for word in self.words}
        meant = {**{letter: letter for letter in letters}, **_SIGNS}
        return {
            start: [word for word in longest_first if word[0] in letter]
            for start, letter in meant.items()
        }


def _reads(token: str, word: str) -> bool:
    return len(token) == len(word) and all(
        c == letter or letter in _SIGNS.get(c, "") for c, letter in zip(token, word, strict=True)
    )
