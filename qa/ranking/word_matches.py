"""Which words of a query stand in passages and their sentences, and which of them side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index import OpenIndex
from index.lexical import GAP, Units
from qa.query.query import Query

Matrix = NDArray[np.float32]

# What a word from the glossary counts beside the word that was asked.
ALTERNATIVE_CREDIT = 0.7
# Neighbours stand side by side, or one word apart. There is room for these steps between units.
_STEPS = np.arange(1, GAP + 1)[:, None]


@dataclass(frozen=True, slots=True)
class WordMatches:
    """How much of the query each unit and each passage says, by weight and by neighbours."""

    coverage: NDArray[np.float32]
    pairs: NDArray[np.float32]
    said: Matrix
    passage_coverage: NDArray[np.float32]
    passage_pairs: NDArray[np.float32]


def match_words(index: OpenIndex, query: Query, units: Units) -> WordMatches:
    """Return how much of the query the `units` say, those of some passages end to end."""
    numbers = _searched_numbers(query)
    slot_of = {number: slot for slot, number in enumerate(numbers, start=1)}
    slots, count = index.lexical.slots(numbers, units), int(units.firsts[-1])
    places = np.flatnonzero(slots)
    slot, unit = slots[places], units.unit_of[places]
    # A row for each slot, the first of which nothing holds, and one for each pair of neighbours.
    pairs = range(len(numbers) + 1, len(numbers) + 1 + len(query.pairs))
    holds = np.zeros((pairs.stop + 1, count), dtype=bool)
    holds[slot, unit] = True
    holds[_pair_rows(query, slot_of, pairs)[slot, slots[places + _STEPS]], unit] = True
    holds = np.hstack([holds, np.logical_or.reduceat(holds, units.firsts[:-1], axis=1)])
    said = _said(query, slot_of, holds)
    weights = np.array([term.rarity for term in query.terms] or [1.0], dtype=np.float32)
    # The share of the query's terms, by rarity, that each unit says, and each passage.
    coverage = weights @ said / weights.sum()
    paired = np.add.reduce(holds[pairs.start : pairs.stop], axis=0, dtype=np.float32)
    paired /= max(1, len(pairs))
    return WordMatches(
        coverage=coverage[:count],
        pairs=paired[:count],
        said=said[:, count:].T,
        passage_coverage=coverage[count:],
        passage_pairs=paired[count:],
    )


def _searched_numbers(query: Query) -> list[int]:
    own = [term.number for term in query.terms if term.number is not None]
    other = [number for alternative in query.alternatives for number in alternative.numbers]
    return list(dict.fromkeys([*own, *other]))


def _said(query: Query, slot_of: Mapping[int, int], holds: NDArray[np.bool_]) -> Matrix:
    """Return how far each column of `holds` says each term of the query, a row each, 0 to 1."""
    own = [0 if term.number is None else slot_of[term.number] for term in query.terms]
    said = holds[own or [0]].astype(np.float32)
    others = np.zeros(said.shape, dtype=bool)
    for alternative in query.alternatives:
        held = reduce(np.logical_and, [holds[slot_of[number]] for number in alternative.numbers])
        for place in alternative.places:
            others[place] |= held
    return np.maximum(said, others * np.float32(ALTERNATIVE_CREDIT), out=said)


def _pair_rows(query: Query, slot_of: Mapping[int, int], rows: range) -> NDArray[np.intp]:
    """Say for each two slots in which of `rows` their pair stands, or in the one after the last."""
    found = np.full((len(slot_of) + 1, len(slot_of) + 1), rows.stop)
    for row, (one, two) in zip(rows, query.pairs, strict=True):
        first, second = query.terms[one].number, query.terms[two].number
        if first is not None and second is not None:
            found[slot_of[first], slot_of[second]] = row
    return found
