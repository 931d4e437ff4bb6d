"""How telling a term is: by the passages that hold it, and by everyday English.

Ten passages can't say which words are rare. So the passages are joined by as many as
PSEUDO_PASSAGES imagined ones, in which words stand as often as in everyday English; in a
corpus of many thousand passages they no longer weigh.
"""

import math
from functools import lru_cache

from index.english import English
from index.lexical import LexicalIndex

PSEUDO_PASSAGES = 200.0
# The list counts all words, a passage's terms are what is left without its stop words.
_WORDS_PER_TERM = 2.0
# Terms whose rarity is remembered.
_TERMS_KEPT = 4096


class Rarity:
    """Weighs terms for one index; higher is rarer, always above 0."""

    def __init__(self, lexical: LexicalIndex, english: English) -> None:
        self._lexical, self._english = lexical, english
        # Asked for each term of each question; what many of them hold is weighed once.
        self._known = lru_cache(_TERMS_KEPT)(self._weighed)

    def __call__(self, term: str) -> float:
        """Return the term's inverse document frequency, in nats."""
        return self._known(term)

    def _weighed(self, term: str) -> float:
        number = self._lexical.number(term)
        held = 0 if number is None else self._lexical.document_frequency(number)
        expected = self._english.share(term) * self._lexical.mean_length * _WORDS_PER_TERM
        imagined = PSEUDO_PASSAGES * (1.0 - math.exp(-expected))
        share = (held + imagined + 0.5) / (len(self._lexical) + PSEUDO_PASSAGES + 1.0)
        return math.log(1.0 + (1.0 - share) / share)
