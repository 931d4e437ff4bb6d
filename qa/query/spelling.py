"""Repair of typing errors against the words of the pages, by rapidfuzz."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA, JaroWinkler

from index.terms import words
from qa.query.slips import slip_price

# A run of letters beside a digit ("RUNX1") is part of a code, and no word.
_TYPED = re.compile(r"(?<![\w'’])[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
# So are a capital inside a word ("OmpF") and a few capitals alone ("DUSP", "COPD").
_CODE = re.compile(r"\w*[^\W\d_A-Z][A-Z]\w*|[A-Z]{2,}[a-z]\w*|[A-Z]{2,5}")
_SHORTEST = 4
# Two slips in a word of less than eight letters leave too much to guess.
_LONG = 8
# Endings of drug names. Two drugs may be two letters apart and never mean each other.
_DRUG = re.compile(
    r"(?:mab|mib|nib|cept|mod|feron|mer|ine|one|ide|ole|ate|lol|pril|tan|tin|cin|lin|lam|pam"
    r"|vir|fen|oxin|arin|ium|iam|ban|gliptin|glutide|caine|bital|xaban|parin|sone|lone)s?$"
)


# A word of the pages is what was meant, unless another is more than this many times as common.
_COMMONER = 1
# Of one length; more are hardly ever as near.
_MOST = 10
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Repair:
    """One word as typed and as read."""

    typed: str
    read: str


class Speller:
    """Reads a word that nobody uses as the one word of the pages that it is nearly."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        is_known: Callable[[str], bool],
        commonness: Callable[[str], float],
    ) -> None:
        """`vocabulary` counts the words of the pages; a word that `is_known` is never repaired.

        `commonness` is a word's share in everyday English, 0 where nobody knows it.
        """
        self._vocabulary, self._is_known, self._commonness = vocabulary, is_known, commonness
        self._said = sum(vocabulary.values())
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= _SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def in_pages(self, word: str) -> bool:
        """Say whether a passage holds this folded word."""
        return word in self._vocabulary

    def is_english(self, word: str) -> bool:
        """Say whether everyday English has this folded word."""
        return self._commonness(word) > 0

    def repair(self, text: str) -> tuple[str, tuple[Repair, ...]]:
        """Return `text` as read, and the words that were read otherwise than typed."""
        repairs: list[Repair] = []
        # Who writes all in capitals marks no code by them.
        has_codes = not text.isupper()

        def read(match: re.Match[str]) -> str:
            typed = match.group()
            better = None if has_codes and _CODE.fullmatch(typed) else self._better(typed)
            if better is None:
                return typed
            repairs.append(Repair(typed, better))
            return better

        return _TYPED.sub(read, text), tuple(repairs)

    def _better(self, typed: str) -> str | None:
        folded = words(typed)
        if len(folded) != 1 or len(folded[0]) < _SHORTEST:
            return None
        word = folded[0]
        if word in self._vocabulary or self._is_known(word):
            return None
        near = self._near(word)
        if not near:
            return None
        # One slip may lead to two words of the pages: what was most probably meant, then typed.
        best, slips = min(near, key=lambda found: (found[1], self._price(word, *found), found[0]))
        return None if self._is_rather_another(word, best, slips) else best

    def _price(self, word: str, meant: str, slips: int) -> float:
        """Return how improbable it is that who typed `word` meant `meant`."""
        if slips > 1:
            return -JaroWinkler.similarity(word, meant)
        share = self._vocabulary[meant] / self._said + self._commonness(meant)
        return slip_price(meant, word) - math.log(share)

    def _is_rather_another(self, word: str, best: str, slips: int) -> bool:
        """Say whether `word` is as near to a commoner word that the pages don't hold."""
        least = _COMMONER * self._commonness(best) if slips == 1 else 0
        return any(
            self._commonness(other) > least
            for other in _one_slip_away(word)
            if other[0] == word[0] and other not in self._vocabulary
        )

    def _near(self, word: str) -> list[tuple[str, int]]:
        slips = 2 if len(word) >= _LONG and not _DRUG.search(word) else 1
        # Imported late: few questions hold a word that nobody knows.
        from rapidfuzz import process

        found: list[tuple[str, int]] = []
        for length in range(len(word) - slips, len(word) + slips + 1):
            choices = self._by_length.get(length, [])
            for candidate, distance, _ in process.extract(
                word, choices, scorer=OSA.distance, score_cutoff=slips, limit=_MOST
            ):
                if distance <= (1 if _DRUG.search(candidate) else slips):
                    found.append((candidate, int(distance)))
        return [(c, d) for c, d in found if c[0] == word[0] or d == 1]


def _one_slip_away(word: str) -> set[str]:
    """Return every string that one letter left out, put in, changed or swapped makes of `word`."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in halves if b for letter in _LETTERS}
    put_in = {a + letter + b for a, b in halves for letter in _LETTERS}
    return (left_out | swapped | changed | put_in) - {word, ""}
