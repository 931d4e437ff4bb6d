"""Misspelt words: which are repaired, which are only searched for in another spelling as well.

What a string of letters was meant to be is weighed as in any noisy-channel speller: how often
each word is meant, beside these neighbours, times how readily it is typed like this. A word that
is in no list is one more thing that may be meant. Where several words may be, or one that is a
word looks out of place, each is weighed in the question as a whole. Only a word of the pages is put
for another, and only where little else can be meant; a likely reading besides is searched for
beside what was typed.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from index import EnglishPairs
from index.terms import STOP_WORDS, words
from qa.query.in_place import InPlace
from qa.query.lexicon import Lexicon
from qa.query.slips import SPACE_LEFT_OUT, TWO_SLIPS, one_slip_away, slip_price, two_slips_price

# A run of letters beside a digit ("RUNX1") is part of a code, and no word.
_TYPED = re.compile(r"(?<![\w'’])[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
# So are a capital inside a word ("OmpF") and a few capitals alone ("DUSP", "COPD").
_CODE = re.compile(r"\w*[^\W\d_A-Z][A-Z]\w*|[A-Z]{2,}[a-z]\w*|[A-Z]{2,5}")
# "She'd" is short for two words; of "Crohn's" the name is left.
_SHORTENED = re.compile(r"['’](?![sS]\b)")
# Of three letters a word is too near to too many others to be repaired.
_SHORTEST, _SHORTEST_REPAIRED = 3, 4
# How probable a reading is that is put for what was typed, and one that is searched for besides.
_SURE, _LIKELY = 0.8, 0.3
# The same for a word that is one as it is typed, but looks out of place.
_SURE_INSTEAD, _LIKELY_INSTEAD = 0.9, 0.7
# So many readings of a word, and of so many words of a question, are weighed in place.
_MOST_READINGS, _MOST_DOUBTFUL = 6, 3
# Readings less likely than the likeliest by more than this, in nats, aren't: it can't help them.
_WITHIN_REACH = 8.0
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
    """A text as read, with its `repairs`, and as it is `likely` meant, with `guesses` besides."""

    text: str
    repairs: tuple[Repair, ...]
    likely: str
    guesses: tuple[Guess, ...]


class Typed(NamedTuple):
    """A word where it was typed: folded, between its folded neighbours, "" where it has none."""

    text: str
    match: re.Match[str]
    word: str
    before: str
    after: str


class _Meant(NamedTuple):
    """What may be meant, one word or two, and how probable it is."""

    words: str
    probability: float
    can_replace: bool


class Speller:
    """Reads a word that nobody knows, or that is out of place, as what was probably meant by it."""

    def __init__(
        self, lexicon: Lexicon, pairs: EnglishPairs, in_place: InPlace | None = None
    ) -> None:
        """Weigh words by their neighbours alone where there is no `in_place`."""
        self._lexicon, self._pairs, self._in_place = lexicon, pairs, in_place

    def weighing(self, in_place: InPlace | None) -> "Speller":
        """Return the same speller, which weighs words where they stand too."""
        return Speller(self._lexicon, self._pairs, in_place)

    def in_pages(self, word: str) -> bool:
        """Say whether a passage holds this folded word."""
        return word in self._lexicon.vocabulary

    def is_english(self, word: str) -> bool:
        """Say whether everyday English has this folded word."""
        return self._lexicon.english.count(word) > 0

    def known(self, strings: set[str]) -> set[str]:
        """Return those of `strings` that are words."""
        return set(self._lexicon.among(strings))

    def repair(self, text: str) -> Reading:
        """Return `text` as read; a word that anybody knows is read otherwise only out of place."""
        typed = list(self.typed(text))
        # Who writes all in capitals marks no code by them.
        has_codes = not text.isupper()
        found: list[tuple[re.Match[str], _Meant]] = []
        doubtful = self._doubtful(text, typed)
        for at in typed:
            if has_codes and _CODE.fullmatch(at.match.group()):
                continue
            meant = self._instead(at) if at in doubtful else self._meant(at)
            if meant is not None:
                found.append((at.match, meant))
        sure = [f for f in found if f[1].can_replace]
        guesses = [
            Guess(match.group(), meant.words, meant.probability)
            for match, meant in found
            if (match, meant) not in sure
        ]
        repairs = tuple(Repair(match.group(), meant.words) for match, meant in sure)
        return Reading(_read(text, sure), repairs, _read(text, found), tuple(guesses))

    def typed(self, text: str) -> Iterator[Typed]:
        """Yield the words of `text` that may hold a slip."""
        matches = list(_TYPED.finditer(text))
        folded = [words(match.group()) for match in matches]
        firsts = ["", *(parts[0] if parts else "" for parts in folded), ""]
        for place, (match, parts) in enumerate(zip(matches, folded, strict=True)):
            is_word = len(parts) == 1 and len(parts[0]) >= _SHORTEST
            if is_word and not _SHORTENED.search(match.group()):
                yield Typed(text, match, parts[0], firsts[place], firsts[place + 2])

    def _doubtful(self, text: str, typed: Sequence[Typed]) -> list[Typed]:
        """Return words that look out of place, though each is one, the most doubtful first."""
        if self._in_place is None:
            return []
        at = {word.match.span(): word for word in typed}
        places = self._in_place.doubtful_places(text, list(at))
        found = (at[place] for place in places if self._may_be_slip(at[place].word))
        return list(islice(found, _MOST_DOUBTFUL))

    def _may_be_slip(self, word: str) -> bool:
        if word in STOP_WORDS or self._lexicon.is_name(word):
            return False
        return word in self._lexicon and not self._lexicon.is_rare(word)

    def weighed_instead(self, at: Typed) -> dict[str, float]:
        """Return the likeliest words of another sense that are one slip away, and itself.

        Their weights, in nats, are those of lists and slips, without the place.
        """
        stem = self._lexicon.stem(at.word)
        weighed = {
            meant: self._weight(meant, at.before, at.after) - slip_price(meant, at.word)
            for meant in self._lexicon.one_slip_from(at.word)
            if len(meant) >= _SHORTEST and meant not in self._lexicon.drugs
        }
        others = {meant: w for meant, w in weighed.items() if self._lexicon.stem(meant) != stem}
        return likeliest(others | {at.word: self._weight(at.word, at.before, at.after)})

    def _instead(self, at: Typed) -> _Meant | None:
        """Return what was more probably meant than the word that was typed, None if nothing."""
        weighed = self.weighed_instead(at)
        if weighed.keys() <= {at.word}:
            return None
        shares = self._shares(at, weighed)
        best = max(shares, key=lambda meant: (shares[meant], meant))
        if best == at.word or shares[best] < _LIKELY_INSTEAD:
            return None
        return _Meant(best, shares[best], self.in_pages(best) and shares[best] >= _SURE_INSTEAD)

    def _meant(self, at: Typed) -> _Meant | None:
        """Return what was most probably meant, None where there is no doubt about it."""
        word = at.word
        is_known = word in self._lexicon
        if is_known and not self._lexicon.is_rare(word):
            return None
        weighed = self.weighed(word, at.before, at.after)
        if not weighed:
            return None
        if is_known:
            itself = _RIGHT + self._weight(word, at.before, at.after)
        else:
            itself = _NEW + _SPELT * self._lexicon.letters.log_probability(word)
        most = max(weighed.values())
        total = sum(math.exp(weight - most) for weight in weighed.values())
        another = total / (total + math.exp(itself - most))
        shares = self._shares(at, likeliest(weighed))
        best = max(shares, key=lambda meant: (shares[meant], meant))
        probability = another * shares[best]
        if probability < _LIKELY:
            return None
        in_pages = all(self.in_pages(part) for part in best.split())
        can_replace = in_pages and not is_known and len(word) >= _SHORTEST_REPAIRED
        return _Meant(best, probability, can_replace and probability >= _SURE)

    def _shares(self, at: Typed, weighed: Mapping[str, float]) -> dict[str, float]:
        """Return how probable each of `weighed` is if one of them is meant, where it stands."""
        if self._in_place is None or len(weighed) == 1:
            values = np.array(list(weighed.values()))
        else:
            values = self._in_place.weigh(at.text, at.match.span(), at.word, weighed)
        shares = np.exp(values - values.max())
        return dict(zip(weighed, (shares / shares.sum()).tolist(), strict=True))

    def weighed(self, word: str, before: str, after: str) -> dict[str, float]:
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
            if pair_share := self._pairs.share(*pair) if other else 0.0:
                by_chance = share * share_of(other)
                together = max(together, math.log(pair_share / by_chance) if by_chance else 0.0)
        return math.log(share) + _TOGETHER * together

    def _parted(self, word: str) -> dict[str, float]:
        """Return the pairs of words that make `word` with the space between them left out."""
        parts = [(word[:place], word[place:]) for place in range(2, len(word) - 1)]
        shares = {pair: self._pairs.share(*pair) for pair in parts}
        return {
            " ".join(pair): math.log(share) - SPACE_LEFT_OUT
            for pair, share in shares.items()
            if share
        }


def likeliest(weighed: Mapping[str, float]) -> dict[str, float]:
    """Return the few of `weighed` that are worth weighing in place."""
    least = max(weighed.values()) - _WITHIN_REACH
    order = sorted(weighed, key=lambda meant: (-weighed[meant], meant))
    return {meant: weighed[meant] for meant in order[:_MOST_READINGS] if weighed[meant] >= least}


def _read(text: str, found: list[tuple[re.Match[str], _Meant]]) -> str:
    """Return `text` with what was found in the place of what was typed."""
    parts, end = [], 0
    for match, meant in found:
        parts += [text[end : match.start()], meant.words]
        end = match.end()
    return "".join([*parts, text[end:]])
