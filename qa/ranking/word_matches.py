"""Which words of a query stand in passages and their sentences, and which of them side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index import OpenIndex
from index.lexical import Units
from qa.query.query import Query

Matrix = NDArray[np.float32]

# What a word from the glossary counts beside the word that was asked.
ALTERNATIVE_CREDIT = 0.7


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
    slots = index.lexical.slots(numbers, units)
    slot_of = {number: slot for slot, number in enumerate(numbers, start=1)}
    count, contexts = int(units.firsts[-1]), units.firsts[:-1]
    places = np.flatnonzero(slots)
    held = np.zeros((count, len(numbers) + 1), dtype=bool)
    held[units.unit_of[places], slots[places]] = True
    neighbours = _neighbours(query, slot_of, slots, places, units)
    said = _said(query, slot_of, np.vstack([held, np.logical_or.reduceat(held, contexts)]))
    of_units, said = said[:count], said[count:]
    weights = np.array([term.rarity for term in query.terms] or [1.0], dtype=np.float32)
    # The share of the query's terms, by rarity, that each unit says, and each passage.
    total = weights.sum()
    return WordMatches(
        coverage=of_units @ weights / total,
        pairs=_share(neighbours),
        said=said,
        passage_coverage=said @ weights / total,
        passage_pairs=_share(np.logical_or.reduceat(neighbours, contexts)),
    )


def _share(held: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the mean of each row; `mean` itself takes three times as long for so few."""
    shares: NDArray[np.float32] = np.add.reduce(held, axis=1, dtype=np.float32) / held.shape[1]
    return shares


def _searched_numbers(query: Query) -> list[int]:
    own = [term.number for term in query.terms if term.number is not None]
    other = [number for alternative in query.alternatives for number in alternative.numbers]
    return list(dict.fromkeys([*own, *other]))


def _said(query: Query, slot_of: Mapping[int, int], held: NDArray[np.bool_]) -> Matrix:
    """Return how far each row of `held` says each term of the query, 0 to 1."""
    # The first slot is of no term, and nothing holds it.
    own = [0 if term.number is None else slot_of[term.number] for term in query.terms]
    said = held[:, own or [0]].astype(np.float32)
    for alternative in query.alternatives:
        first, *others = [held[:, slot_of[number]] for number in alternative.numbers]
        credit = reduce(np.logical_and, others, first) * np.float32(ALTERNATIVE_CREDIT)
        for place in alternative.places:
            np.maximum(said[:, place], credit, out=said[:, place])
    return said


def _neighbours(
    query: Query,
    slot_of: Mapping[int, int],
    slots: NDArray[np.int16],
    places: NDArray[np.int64],
    units: Units,
) -> NDArray[np.bool_]:
    """Say for each unit which pairs of the query stand in it side by side, or one word apart."""
    found = np.zeros((int(units.firsts[-1]), max(1, len(query.pairs))), dtype=bool)
    column_of = np.full((len(slot_of) + 1, len(slot_of) + 1), -1)
    for column, (one, two) in enumerate(query.pairs):
        first, second = query.terms[one].number, query.terms[two].number
        if first is not None and second is not None:
            column_of[slot_of[first], slot_of[second]] = column
    begins = np.concatenate([places, places])
    ends = begins.copy()
    ends[: len(places)] += 1
    ends[len(places) :] += 2
    # Beyond the last term the last is met once more: no pair is of a term and itself.
    columns = column_of[slots[begins], slots.take(ends, mode="clip")]
    unit = units.unit_of[begins]
    hit = np.flatnonzero((columns >= 0) & (units.unit_of.take(ends, mode="clip") == unit))
    found[unit[hit], columns[hit]] = True
    return found
