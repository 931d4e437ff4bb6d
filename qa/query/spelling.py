"""Repair of typing errors against the words of the pages, by rapidfuzz."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.terms import words

_TYPED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST = 4
# Two slips in a word of less than eight letters leave too much to guess.
_LONG = 8
# Endings of drug names. Two drugs may be two letters apart and never mean each other.
_DRUG = re.compile(
    r"(?:mab|mib|nib|cept|mod|feron|mer|ine|one|ide|ole|ate|lol|pril|tan|tin|cin|lin|lam|pam"
    r"|vir|fen|oxin|arin|ium|iam|ban|gliptin|glutide|caine|bital|xaban|parin|sone|lone)s?$"
)


@dataclass(frozen=True, slots=True)
class Repair:
    """One word as typed and as read."""

    typed: str
    read: str


class Speller:
    """Reads a word that nobody uses as the one word of the pages that it is nearly."""

    def __init__(self, vocabulary: Mapping[str, int], is_known: Callable[[str], bool]) -> None:
        """`vocabulary` counts the words of the pages; a word that `is_known` is never repaired."""
        self._vocabulary, self._is_known = vocabulary, is_known
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= _SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def repair(self, text: str) -> tuple[str, tuple[Repair, ...]]:
        """Return `text` as read, and the words that were read otherwise than typed."""
        repairs: list[Repair] = []

        def read(match: re.Match[str]) -> str:
            typed = match.group()
            better = self._better(typed)
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
        least = min(distance for _, distance in near)
        nearest = [candidate for candidate, distance in near if distance == least]
        # The same slip may lead to two words: the pages' commoner one, if it is much commoner.
        nearest.sort(key=lambda candidate: (-self._vocabulary[candidate], candidate))
        return nearest[0]

    def _near(self, word: str) -> list[tuple[str, int]]:
        slips = 2 if len(word) >= _LONG and not _DRUG.search(word) else 1
        found: list[tuple[str, int]] = []
        for length in range(len(word) - slips, len(word) + slips + 1):
            choices = self._by_length.get(length, [])
            for candidate, distance, _ in process.extract(
                word, choices, scorer=OSA.distance, score_cutoff=slips, limit=5
            ):
                if distance <= (1 if _DRUG.search(candidate) else slips):
                    found.append((candidate, int(distance)))
        return [(c, d) for c, d in found if c[0] == word[0] or d == 1]
