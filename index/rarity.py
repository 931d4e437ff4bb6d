"""How telling a term is: by the passages that hold it, and by everyday English.

Ten passages can't say which words are rare. So the passages are joined by as many as
PSEUDO_PASSAGES imagined ones, in which words stand as often as in everyday English; in a
corpus of many thousand passages they no longer weigh.
"""

import math
from functools import cached_property
from importlib.resources import files

from index.lexical import LexicalIndex
from index.terms import Analyzer

PSEUDO_PASSAGES = 200.0
# No word is rarer than one in a thousand million: about what the word list could still see.
_FLOOR = 1e-9
# The list counts all words, a passage's terms are what is left without its stop words.
_WORDS_PER_TERM = 2.0


class English:
    """How often words stand in everyday English, from symspellpy's frequency list (MIT)."""

    def __init__(self, analyzer: Analyzer) -> None:
        path = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
        listed = path.read_text(encoding="utf-8-sig").replace("'", "").split()
        self._counts = dict(zip(listed[::2], map(int, listed[1::2]), strict=True))
        self._total = sum(self._counts.values())
        self._analyzer = analyzer
        self._shares_of_beginning: dict[str, dict[str, float]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def count(self, word: str) -> int:
        """Return how often the list counts `word`, 0 where it doesn't hold it."""
        return self._counts.get(word, 0)

    def share(self, term: str) -> float:
        """Return the share of this term in all words of everyday English."""
        beginning = _beginning(term)
        if beginning not in self._shares_of_beginning:
            self._shares_of_beginning[beginning] = self._shares(beginning)
        return max(self._shares_of_beginning[beginning].get(term, 0.0), _FLOOR)

    def _shares(self, beginning: str) -> dict[str, float]:
        # A stem begins as its word does. To stem every word of the list takes longer than all
        # else that a question needs.
        known = self._words_of_beginning.get(beginning, [])
        shares: dict[str, float] = {}
        for word, stem in zip(known, self._analyzer.stem(known), strict=True):
            shares[stem] = shares.get(stem, 0.0) + self._counts[word] / self._total
        return shares

    @cached_property
    def _words_of_beginning(self) -> dict[str, list[str]]:
        words: dict[str, list[str]] = {}
        for word in self._counts:
            words.setdefault(_beginning(word), []).append(word)
        return words


def _beginning(word: str) -> str:
    """Return the first two letters, in which a word and its stem agree (dying and die, too)."""
    return word[:1] + word[1:2].replace("y", "i")


class Rarity:
    """Weighs terms for one index; higher is rarer, always above 0."""

    def __init__(self, lexical: LexicalIndex, english: English) -> None:
        self._lexical, self._english = lexical, english

    def __call__(self, term: str) -> float:
        """Return the term's inverse document frequency, in nats."""
        number = self._lexical.number(term)
        held = 0 if number is None else self._lexical.document_frequency(number)
        expected = self._english.share(term) * self._lexical.mean_length * _WORDS_PER_TERM
        imagined = PSEUDO_PASSAGES * (1.0 - math.exp(-expected))
        share = (held + imagined + 0.5) / (len(self._lexical) + PSEUDO_PASSAGES + 1.0)
        return math.log(1.0 + (1.0 - share) / share)
