"""Misspelt words: which are repaired, which are only searched for in another spelling as well.

What a string of letters was meant to be is weighed as in any noisy-channel speller: how often
each word is meant, beside these neighbours, times how readily it is typed like this. A word that
is in no list is one more thing that may be meant. Only a word of the pages is put for another, and
only where little else can be meant; a likely reading besides is searched for beside what was typed.
So is what a word was likely meant for that is right, but not beside these neighbours.
"""

import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from index import Analyzer, EnglishPairs
from index.terms import words
from qa.query.lexicon import Lexicon
from qa.query.real_words import RealWords
from qa.query.slips import SPACE_LEFT_OUT, TWO_SLIPS, one_slip_away, slip_price, two_slips_price

# A run of letters beside a digit ("RUNX1") is part of a code, and no word.
_TYPED = re.compile(r"(?<![\w'’])[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
# So are a capital inside a word ("OmpF") and a few capitals alone ("DUSP", "COPD").
_CODE = re.compile(r"\w*[^\W\d_A-Z][A-Z]\w*|[A-Z]{2,}[a-z]\w*|[A-Z]{2,5}")
# "She'd" is short for two words; of "Crohn's" the name is left.
_SHORTENED = re.compile(r"['’](?![sS]\b)")
# Of three letters a word is too near to too many others to be repaired.
_SHORTEST, _SHORTEST_REPAIRED = 3, 4
# How probable a reading must be to replace what was typed, and to be searched for as well.
_SURE, _LIKELY = 0.8, 0.3
# That a new word is meant, in nats, and what its letters count: words of lists are more alike
# than new ones are like them.
_NEW, _SPELT = -11.5, 0.4
# How much likelier, in nats, a word is typed right than wrong.
_RIGHT = 3.0
# What it counts that two words often stand together.
_TOGETHER = 0.5
# A word with two slips is weighed if without its slips it could be within this of the best.
_WORTH_WEIGHING = 3.0


@dataclass(frozen=True, slots=True)
class Repair:
    """One word as typed and as read."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Guess:
    """One word as typed, which stays so, and what it may mean, with the probability, 0 to 1."""

    typed: str
    read: str
    probability: float


class Reading(NamedTuple):
    """A text as read, with its `repairs`, and as it is `likely` meant, with its `guesses` too."""

    text: str
    repairs: tuple[Repair, ...]
    likely: str
    guesses: tuple[Guess, ...]


class _Meant(NamedTuple):
    """What may be meant, one word or two, and how probable it is."""

    words: str
    probability: float
    can_replace: bool


class Speller:
    """Reads an unknown word as what was probably meant by it.

    `analyzer` tells forms of one word from others.
    """

    def __init__(self, lexicon: Lexicon, pairs: EnglishPairs, analyzer: Analyzer) -> None:
        self._lexicon, self._pairs = lexicon, pairs
        self._real_words = RealWords(lexicon, pairs, analyzer)

    def in_pages(self, word: str) -> bool:
        """Say whether a passage holds this folded word."""
        return word in self._lexicon.vocabulary

    def is_english(self, word: str) -> bool:
        """Say whether everyday English has this folded word."""
        return self._lexicon.english.count(word) > 0

    def repair(self, text: str) -> Reading:
        """Return `text` as read; a word that anybody knows is at most guessed at."""
        typed = list(_TYPED.finditer(text))
        folded = [words(match.group()) for match in typed]
        beside = ["", *(own[0] if own else "" for own in folded), ""]
        # Who writes all in capitals marks no code by them.
        has_codes = not text.isupper()
        found: list[tuple[re.Match[str], _Meant]] = []
        for place, match in enumerate(typed):
            if has_codes and _CODE.fullmatch(match.group()):
                continue
            before, after = beside[place], beside[place + 2]
            meant = self._meant(match.group(), folded[place], before, after)
            if meant is not None and meant.probability >= _LIKELY:
                found.append((match, meant))
        sure = [f for f in found if f[1].can_replace and f[1].probability >= _SURE]
        guesses = [
            Guess(match.group(), meant.words, meant.probability)
            for match, meant in found
            if (match, meant) not in sure
        ]
        repairs = tuple(Repair(match.group(), meant.words) for match, meant in sure)
        return Reading(_read(text, sure), repairs, _read(text, found), tuple(guesses))

    def _meant(self, typed: str, folded: list[str], before: str, after: str) -> _Meant | None:
        """Return what was most probably meant, or None where `typed` leaves no doubt."""
        if len(folded) != 1 or len(folded[0]) < _SHORTEST:
            return None
        word = folded[0]
        if _SHORTENED.search(typed):
            return None
        is_known = word in self._lexicon
        if is_known and not self._lexicon.is_rare(word):
            found = self._real_words.meant(word, before, after)
            return None if found is None else _Meant(*found, can_replace=False)
        weighed = self._weighed(word, before, after)
        if not weighed:
            return None
        if is_known:
            itself = _RIGHT + self._weight(word, before, after)
        else:
            itself = _NEW + _SPELT * self._lexicon.letters.log_probability(word)
        best = max(weighed, key=lambda words: (weighed[words], words))
        total = sum(math.exp(weight - weighed[best]) for weight in [*weighed.values(), itself])
        in_pages = all(self.in_pages(part) for part in best.split())
        can_replace = in_pages and not is_known and len(word) >= _SHORTEST_REPAIRED
        return _Meant(best, 1.0 / total, can_replace)

    def _weighed(self, word: str, before: str, after: str) -> dict[str, float]:
        """Return all that may be meant by `word`, with the log of how probable it is."""
        one_away = one_slip_away(word)
        weighed = {
            meant: self._weight(meant, before, after) - slip_price(meant, word)
            for meant in self._lexicon.among(one_away)
        } | self._parted(word)
        least = max(weighed.values(), default=-math.inf) - _WORTH_WEIGHING
        for meant in self._lexicon.two_slips_from(word):
            weight = self._weight(meant, before, after)
            if meant not in weighed and weight - TWO_SLIPS >= least:
                weighed[meant] = weight - two_slips_price(meant, word, one_away)
        return weighed

    def _weight(self, meant: str, before: str, after: str) -> float:
        share, share_of = self._lexicon.share(meant), self._lexicon.english.commonness
        together = 0.0
        for pair, other in (((before, meant), before), ((meant, after), after)):
            if pair_share := self._pair_share(*pair):
                together = max(together, math.log(pair_share / (share * share_of(other))))
        return math.log(share) + _TOGETHER * together

    def _parted(self, word: str) -> dict[str, float]:
        """Return the pairs of words that make `word` with the space between them left out."""
        parts = [(word[:place], word[place:]) for place in range(2, len(word) - 1)]
        shares = {pair: self._pair_share(*pair) for pair in parts}
        return {
            " ".join(pair): math.log(share) - SPACE_LEFT_OUT
            for pair, share in shares.items()
            if share
        }

    def _pair_share(self, first: str, second: str) -> float:
        # The list of pairs has no word that the list of words lacks, and is read far slower.
        count = self._lexicon.english.count
        return self._pairs.share(first, second) if count(first) and count(second) else 0.0


def _read(text: str, found: list[tuple[re.Match[str], _Meant]]) -> str:
    """Return `text` with what was found in the place of what was typed."""
    parts, end = [], 0
    for match, meant in found:
        parts += [text[end : match.start()], meant.words]
        end = match.end()
    return "".join([*parts, text[end:]])
