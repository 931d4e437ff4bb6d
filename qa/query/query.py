"""A question made ready for the index: its terms, their rarity, and other words for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import Analyzer, LexicalIndex, Rarity


@dataclass(frozen=True, slots=True)
class Term:
    """One different term of a question; `number` is None where no passage holds it."""

    text: str
    number: int | None
    rarity: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that together say the same as the terms at `places` of the query's own."""

    places: tuple[int, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """`terms` are different from each other, in the order of the question.

    `spelt_out` is `text` with its abbreviations in full, for the encoder. `pairs` are places
    in `terms` of words that stood next to each other.
    """

    text: str
    spelt_out: str
    terms: tuple[Term, ...]
    pairs: tuple[tuple[int, int], ...]
    alternatives: tuple[Alternative, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what to embed: as the pages may say it first, as it was asked last."""
        return tuple(dict.fromkeys([self.spelt_out, self.text]))

    @property
    def weight(self) -> float:
        """Return the sum of the terms' rarities; above 0 even without a term."""
        return sum(term.rarity for term in self.terms) or 1.0


def parse_query(
    text: str,
    lexical: LexicalIndex,
    rarity: Rarity,
    analyzer: Analyzer,
    alternatives: Sequence[tuple[Sequence[str], Sequence[str]]] = (),
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
    return Query(text, text, terms, tuple(sorted(pairs)), tuple(usable))
