"""A question made ready for the index: its terms, their rarity, and other words for them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from index import Analyzer, LexicalIndex, Rarity
from index.encoder import EmbeddedQuery, Vectors
from index.expectation import Asked
from qa.query.asking import asking_part, compared

# A guess as probable as this is searched for like a word that was asked, where no passage holds
# what was typed.
_AS_GOOD_AS_TYPED = 0.8


@dataclass(frozen=True, slots=True)
class Term:
    """One different term of a question; `number` is None where no passage holds it."""

    text: str
    number: int | None
    rarity: float


class Guessed(NamedTuple):
    """How probable a guess is, and the term that was typed, with its number if passages hold it."""

    probability: float
    typed: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that together say the same as the terms at `places` of the query's own."""

    places: tuple[int, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """`terms` are different from each other, in the order of the question.

    `searched` is `text` with what the pages call otherwise as they call it; `spelt_out` has its
    abbreviations in full besides, for the encoder. `typed` differs from
    `text` where that holds guesses, which are right with a probability of `trust`. `asking` is the
    part of `text` that asks, all of it where it tells no story. `pairs` are places in `terms` of
    words that stood next to each other.
    """

    text: str
    searched: str
    spelt_out: str
    typed: str
    trust: float
    asking: str
    terms: tuple[Term, ...]
    pairs: tuple[tuple[int, int], ...]
    alternatives: tuple[Alternative, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what to embed: as the pages may say it, asked, typed, and the part that asks."""
        return tuple(dict.fromkeys([self.spelt_out, self.text, self.typed, self.asking]))

    def directions(self, embedded: Sequence[EmbeddedQuery]) -> tuple[Vectors, Asked]:
        """Return where to search, and what to compare with decided questions.

        `embedded` has one for each of `texts`. Guesses count as much as they are probable.
        """
        vectors = {t: e.vector for t, e in zip(self.texts, embedded, strict=True)}
        vector, asked, typed = (vectors[t] for t in (self.spelt_out, self.text, self.typed))
        if self.typed != self.text:
            vector, asked = self._between(vector, typed), self._between(asked, typed)
        return vector, compared(self.text, self.asking, asked, vectors[self.asking])

    def _between(self, guessed: Vectors, typed: Vectors) -> Vectors:
        mixed: Vectors = typed + np.float32(self.trust) * (guessed - typed)
        return mixed / np.float32(np.linalg.norm(mixed))

    @property
    def rarest_is_known(self) -> bool:
        """Say whether passages hold the word that says most of what the question is about."""
        rarest = max(self.terms, key=lambda term: term.rarity, default=None)
        return rarest is not None and rarest.number is not None

    @property
    def is_known(self) -> bool:
        """Say whether passages hold any of its words."""
        return any(term.number is not None for term in self.terms)

    @property
    def weight(self) -> float:
        """Return the sum of the terms' rarities; above 0 even without a term."""
        return sum(term.rarity for term in self.terms) or 1.0


def parse_query(
    text: str,
    lexical: LexicalIndex,
    rarity: Rarity,
    analyzer: Analyzer,
    alternatives: Sequence[tuple[Sequence[str], Sequence[str]]],
) -> Query:
    """Look up the terms of `text`; `alternatives` are (terms of the text, terms for them)."""
    found = analyzer.terms(text)
    places = {term: place for place, term in enumerate(dict.fromkeys(found))}
    terms = tuple(Term(term, lexical.number(term), rarity(term)) for term in places)
    pairs = {(places[one], places[two]) for one, two in pairwise(found) if one != two}
    usable: list[Alternative] = []
    for source, words in alternatives:
        numbers = [lexical.number(word) for word in words]
        known = tuple(number for number in numbers if number is not None)
        at = tuple(sorted({places[term] for term in source if term in places}))
        # An alternative that the passages can't hold whole would only add noise.
        if at and known and len(known) == len(numbers):
            usable.append(Alternative(at, known))
    return Query(
        text, text, text, text, 1.0, asking_part(text), terms, tuple(sorted(pairs)), tuple(usable)
    )


def with_guesses(query: Query, typed: str, guessed: Mapping[str, Guessed]) -> Query:
    """Return `query`, whose text holds guesses, with them as other words for what was `typed`.

    `guessed` has each of their terms.
    """
    terms, alternatives = list(query.terms), list(query.alternatives)
    for place, term in enumerate(query.terms):
        guess = guessed.get(term.text)
        if guess is None:
            continue
        held = term.number is not None and guess.number is None
        if held and guess.probability >= _AS_GOOD_AS_TYPED:
            continue
        terms[place] = replace(term, text=guess.typed, number=guess.number)
        if term.number is not None:
            alternatives.append(Alternative((place,), (term.number,)))
    trust = math.prod(guess.probability for guess in guessed.values())
    return replace(
        query, typed=typed, trust=trust, terms=tuple(terms), alternatives=tuple(alternatives)
    )
