"""Spell abbreviations out for the encoder: "MS" says little to it, "multiple sclerosis" much."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from index.glossary import Group
from index.terms import words

_WORD = re.compile(r"[^\W_]+")
_CAPITALS = re.compile(r"[A-Z]{2,6}")
# Pages that write "MS" in every second passage have made it a word of their own.
_MOSTLY = 2


class Abbreviations:
    """The glossary's abbreviations, each with what it stands for."""

    def __init__(self, groups: Iterable[Group]) -> None:
        """Take each term in capitals with what it is short for in its group."""
        meant: dict[str, list[str]] = defaultdict(list)
        for group in groups:
            for short in filter(_CAPITALS.fullmatch, group):
                whole = sorted(term for term in group if _stands_for(short, term))
                # "CAD" are letters of "cardiovascular disease" and initials of something else.
                by_initials = [term for term in whole if _initials(term) == short.lower()]
                meant[short.lower()] += (by_initials or whole)[:1]
        self._meant = dict(meant)

    def spelt_out(self, text: str, said: Callable[[list[str]], int]) -> str:
        """Return `text` with each abbreviation in full, where the pages mostly say it so.

        One that means several things in the pages stays as it is. `said` counts the passages
        that hold all of some words, at most.
        """

        def written(match: re.Match[str]) -> str:
            short = match.group().lower()
            meant = self._meant.get(short)
            if meant is None:
                return match.group()
            least = max(1, _MOSTLY * said([short]))
            held = [whole for whole in meant if said(words(whole)) >= least]
            return held[0] if len(held) == 1 else match.group()

        return _WORD.sub(written, text)


def _initials(term: str) -> str:
    return "".join(word[0] for word in words(term))


def _stands_for(short: str, term: str) -> bool:
    """Say whether `short` is made of letters of `term`'s words, in order, from the first on."""
    parts = words(term)
    left = iter("".join(parts))
    in_order = all(letter in left for letter in short.lower())
    # "COVID" has more letters than words: it is a name by now, not first letters.
    is_short = 1 < len(parts) >= len(short) - 1 and short.lower() not in parts
    return in_order and is_short and parts[0][0] == short[0].lower()
