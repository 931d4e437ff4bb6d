"""Slips that make another real word: "heat attack", "acid reflex", "bowl movement".

Such a slip makes another word, so no list can tell it. Its neighbours can: what was meant often
stands beside them in everyday English, and what was typed never does. Nothing is read otherwise
for it, since what was typed may be right; it is searched for besides.
"""

import math
from functools import lru_cache

from index import Analyzer, EnglishPairs
from index.terms import STOP_WORDS
from qa.query.lexicon import Lexicon
from qa.query.slips import one_slip_away, slip_price

# Shorter words are one slip away from too many others.
_SHORTEST, _SHORTEST_MEANT = 4, 3
# The share of a pair that the list lacks. Its rarest has 5e-7, but most of what people type is far
# rarer than that and right.
_UNLISTED = 3e-10
# How much oftener, in nats, a pair must be met than chance would have it, for its words to belong
# together, and how much more must speak for what was meant than its slip costs.
_TOGETHER, _LEAST = 5.0, 2.0
# How much must speak for it to be as likely as not. Of 11,091 public questions twelve are guessed
# at, and five of those hold such a slip.
_EVEN = 1.0
# So many words, with what is one slip away from them, are remembered, and words beside others.
_REMEMBERED = 4096


class RealWords:
    """Tells from a word's neighbours what was likely meant by it."""

    def __init__(self, lexicon: Lexicon, pairs: EnglishPairs, analyzer: Analyzer) -> None:
        self._lexicon, self._pairs, self._analyzer = lexicon, pairs, analyzer
        self._like = lru_cache(_REMEMBERED)(self._found_like)
        self.meant = lru_cache(_REMEMBERED)(self._meant)

    def _meant(self, word: str, before: str, after: str) -> tuple[str, float] | None:
        """Return what was likely meant by a known word, with the probability, 0 to 1."""
        if len(word) < _SHORTEST or not self._is_everyday(word):
            return None
        beside = [(w, first) for w, first in ((before, True), (after, False)) if self._tells(w)]
        if any(self._pairs.share(*_pair(word, *other)) for other in beside):
            return None
        found = [self._best(word, *other) for other in beside]
        speaks_for_it, meant = max(found, default=(-math.inf, ""))
        if speaks_for_it < _LEAST:
            return None
        return meant, 1.0 / (1.0 + math.exp(_EVEN - speaks_for_it))

    def _is_everyday(self, word: str) -> bool:
        lexicon = self._lexicon
        listed = word in lexicon.names or word in lexicon.drugs
        return word not in STOP_WORDS and not listed and word in lexicon.english

    def _tells(self, neighbour: str) -> bool:
        return neighbour not in STOP_WORDS and neighbour in self._lexicon.english

    def _best(self, word: str, other: str, is_first: bool) -> tuple[float, str]:
        """Return how much speaks for the word that fits best beside `other`, and that word."""
        best, commonness = (-math.inf, ""), self._lexicon.english.commonness
        in_pages = self._lexicon.vocabulary
        for meant in self._like(word):
            # Pages that say the word oftener than the other mean it.
            if in_pages.get(word, 0) > in_pages.get(meant, 0):
                continue
            share = self._pairs.share(*_pair(meant, other, is_first))
            by_chance = commonness(meant) * commonness(other)
            if share and math.log(share / by_chance) >= _TOGETHER:
                gain = math.log(share / _UNLISTED) - slip_price(meant, word)
                best = max(best, (gain, meant))
        return best

    def _found_like(self, word: str) -> tuple[str, ...]:
        """Return the everyday words one slip away, but other forms of the same word."""
        held = self._lexicon.english.held(one_slip_away(word)) - STOP_WORDS
        like = sorted(w for w in held if len(w) >= _SHORTEST_MEANT)
        own, *stems = self._analyzer.stem([word, *like])
        return tuple(w for w, stem in zip(like, stems, strict=True) if stem != own)


def _pair(word: str, other: str, is_first: bool) -> tuple[str, str]:
    """Return both words in their order; `is_first` says that `other` comes first."""
    return (other, word) if is_first else (word, other)
