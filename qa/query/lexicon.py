"""Every word that may be meant: of the pages, of everyday English, of medicine."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from rapidfuzz.distance import OSA

from index import English
from qa.query.lettered import Lettered
from qa.query.letters import Letters
from qa.query.word_list import WordList

# Two slips in fewer letters leave too much to guess.
_LONG = 6
# Words with the same beginning to consider; further ones are hardly ever as near.
_MOST = 20
# What a word's share in the pages counts beside its share in everyday English; and in how many
# words besides theirs it is not held to stand, so that ten passages don't make a word common.
_IN_PAGES, _ELSEWHERE = 0.3, 10_000
# The share of a word that only a list of medicine holds, and of one that might be anything.
_LISTED, _LEAST = 3e-7, 1e-10
# A word that pages alone know, and say less often, is as likely another, typed wrong.
_RARE = 1e-6
# Endings of drug names. Two drugs may be two letters apart and never mean each other.
_DRUG = re.compile(
    r"(?:mab|mib|nib|cept|mod|feron|mer|ine|one|ide|ole|ate|lol|pril|tan|tin|cin|lin|lam|pam"
    r"|vir|fen|oxin|arin|ium|iam|ban|gliptin|glutide|caine|bital|xaban|parin|sone|lone)s?$"
)


class Words(Protocol):
    """Whatever can say whether it has a word."""

    def __contains__(self, word: str, /) -> bool: ...


@dataclass(frozen=True)
class Lexicon:
    """`vocabulary` counts the words of the pages; `names` are others, such as a glossary's."""

    vocabulary: Mapping[str, int]
    english: English
    drugs: WordList
    medicine: WordList
    names: Words

    def __contains__(self, word: str) -> bool:
        if word in self.vocabulary or word in self.english or word in self.names:
            return True
        return word in self.drugs or word in self.medicine

    def is_rare(self, word: str) -> bool:
        """Say whether nothing but a page in many thousands knows `word`: pages have slips too."""
        if self._said(word) >= _RARE or word in self.english:
            return False
        return not (word in self.names or word in self.drugs or word in self.medicine)

    def share(self, word: str) -> float:
        """Return how often `word` is meant, of all words, above 0."""
        listed = _LISTED if word in self._listed else 0.0
        return self._said(word) + self.english.commonness(word) + listed + _LEAST

    def _said(self, word: str) -> float:
        return _IN_PAGES * self.vocabulary.get(word, 0) / self._words_in_all

    @cached_property
    def letters(self) -> Letters:
        """Return how words are spelt, of which a new one would be another."""
        return Letters([*self.english.words(), *self._listed])

    def among(self, strings: set[str]) -> Iterator[str]:
        """Yield those of `strings` that are words, in the order of letters."""
        held = self.vocabulary.keys() & strings
        held |= (strings & self._listed) | self.english.held(strings)
        return (word for word in sorted(held) if word.isalpha())

    def two_slips_from(self, word: str) -> Iterator[str]:
        """Yield words that begin like `word` and are two slips away from it."""
        if len(word) < _LONG or _DRUG.search(word):
            return
        # Imported late: few questions hold an unknown word.
        from rapidfuzz import process

        for words in (self._in_pages, self._in_english):
            choices = words.lettered_like(word, 2)
            found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=2, limit=_MOST)
            for other, slips, _ in found:
                if slips == 2 and other.isalpha() and not _DRUG.search(other):
                    yield other

    @cached_property
    def _in_pages(self) -> Lettered:
        return Lettered(sorted(self.vocabulary))

    @cached_property
    def _in_english(self) -> Lettered:
        return Lettered(self.english.words())

    @cached_property
    def _listed(self) -> frozenset[str]:
        return self.drugs.words | self.medicine.words

    @cached_property
    def _words_in_all(self) -> int:
        return sum(self.vocabulary.values()) + _ELSEWHERE
