"""What speaks for each passage: by sense and by words, whole and sentence by sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index import OpenIndex
from index.dense import Allowed
from index.encoder import EmbeddedQuery
from index.lexical import K1, Scores, Units
from index.opened import Contents
from index.products import products
from qa.query.query import Query
from qa.ranking.tokens import token_cosines

Matrix = NDArray[np.float32]

# What a word from the glossary counts beside the word that was asked.
ALTERNATIVE_CREDIT = 0.7
# The best of many scores are looked for among those that are above the best of most groups.
_GROUPS = 4096
# A question that says this much, in nats of rarity, counts half for how much of it is said.
_MUCH_ASKED = 20.0
# A question that asks for little beyond a title is taken to ask for this much, so that the little
# isn't all that counts.
_LEAST_BEYOND = np.float32(0.05)
# With so many questions pinned, a passage has been asked what it is likely to be asked.
_MANY_EXPECTED = np.float32(8)

SIGNALS = (
    "passage_cosine",
    "sentence_cosine",
    "context_cosine",
    "bm25_share",
    "bm25_relative",
    "coverage",
    "sentence_coverage",
    "context_coverage",
    "pairs",
    "expected",
    "weight_said",
    "mean_token_cosine",
    "least_token_cosine",
    "telling_token_cosine",
)
SENTENCE_SIGNALS = ("cosine", "coverage", "pairs", "expected", "beyond_context")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The signals of the passages at `rows`, and of each of their sentences.

    `passages` has a row for each of `rows` and a column for each of SIGNALS; `sentences` has a
    row for each sentence of all of them, end to end, and a column for each of SENTENCE_SIGNALS.
    The sentences of the p-th passage are those from `firsts[p]` up to `firsts[p + 1]`.
    `said` says for each passage how far it says each term of the query: 1 in the question's
    own word, ALTERNATIVE_CREDIT in another word for it, else 0. `expectable` says for each, 0 to 1,
    how many questions staff pinned to it. `expected_anywhere` is how far the question is like
    pinned ones altogether, `unanswered` how far like those that no page answers.
    """

    rows: NDArray[np.int64]
    passages: Matrix
    sentences: Matrix
    firsts: NDArray[np.int64]
    said: Matrix
    expectable: NDArray[np.float32]
    expected_anywhere: float
    unanswered: float

    def signal(self, name: str) -> NDArray[np.float32]:
        """Return one column of `passages`."""
        column: NDArray[np.float32] = self.passages[:, SIGNALS.index(name)]
        return column

    def reach_of_decisions(self, place: int) -> float:
        """Return how far decisions of staff reach the passage at this place, 0 to 1.

        They do where many questions were pinned to it, or where the question is like decided ones.
        """
        near = self.expected_anywhere + self.unanswered
        return float(min(max(self.expectable[place], near, 0.0), 1.0))

    def sentences_of(self, place: int) -> Matrix:
        """Return the signals of the sentences of the passage at this place."""
        return self.sentences[self.firsts[place] : self.firsts[place + 1]]


def gather(
    index: OpenIndex,
    query: Query,
    embedded: Sequence[EmbeddedQuery],
    depth: int,
    allowed: Allowed | None = None,
) -> Evidence:
    """Collect the evidence for the `depth` best passages of either side, dense and lexical.

    `embedded` has one for each of the query's `texts`. `allowed` says of each row whether it may
    be found. There may be no evidence at all.
    """
    vector, asked = query.directions(embedded)
    of_all = allowed is None and depth >= len(index)
    nearest = None if of_all else index.dense.begun(vector, depth, allowed)
    scores = lexical_scores(index, query)
    if allowed is not None:
        scores = np.where(allowed, scores, np.float32(0.0))
    rows = _candidates(nearest, scores, depth) if nearest else np.arange(len(index))
    if not len(rows):
        return _nothing(query)
    contents = index.contents(rows)
    firsts, units = contents.firsts, contents.units
    sentence_cosines = products(contents.sentences, vector)
    context_cosines = products(contents.contexts, vector)
    words = _match_words(index, query, units)
    sentence_coverage = words.coverage[units.sentences]
    sentence_pairs = words.pairs[units.sentences]
    top, held, weight = float(scores.max(initial=0.0)), scores[rows], query.weight
    expected = index.curated.expectation.of(asked, contents.pinned)
    passages = _columns(
        [
            products(contents.passages, vector),
            np.maximum.reduceat(sentence_cosines, firsts[:-1]),
            context_cosines,
            held / ((K1 + 1) * weight),
            held / (top or 1.0),
            words.passage_coverage,
            np.maximum.reduceat(sentence_coverage, firsts[:-1]),
            words.coverage[units.firsts[:-1]],
            words.passage_pairs,
            expected.passages,
            # A share says too little: half of a long question tells more than one word of two.
            words.passage_coverage * (weight / (weight + _MUCH_ASKED)),
            *token_cosines(contents, embedded[0].tokens),
        ]
    )
    beyond = _beyond_context(contents, sentence_cosines, context_cosines)
    sentences = _columns(
        [sentence_cosines, sentence_coverage, sentence_pairs, expected.sentences, beyond]
    )
    return Evidence(
        *(rows, passages, sentences, firsts, words.said),
        expectable=np.minimum(contents.pinned.questions / _MANY_EXPECTED, np.float32(1.0)),
        expected_anywhere=expected.anywhere,
        unanswered=expected.unanswered,
    )


def _beyond_context(
    contents: Contents, sentence_cosines: Scores, context_cosines: Scores
) -> NDArray[np.float32]:
    """Return how alike each sentence is to what the question asks beyond its title and headings.

    On a page about a disease all sentences are like a question that names it; what is asked about
    it is what is left of the question's direction without the title's.
    """
    owners = np.repeat(np.arange(len(context_cosines)), np.diff(contents.firsts))
    of_context = np.vecdot(contents.sentences, contents.contexts[owners])
    asked = context_cosines[owners]
    left = np.maximum(np.float32(1.0) - np.square(context_cosines), _LEAST_BEYOND)
    beyond: NDArray[np.float32] = (sentence_cosines - asked * of_context) / np.sqrt(left)[owners]
    return beyond


def _columns(columns: Sequence[NDArray[np.float32]]) -> Matrix:
    # numpy's own `column_stack` takes five times as long for so few.
    stacked = np.empty((len(columns[0]), len(columns)), dtype=np.float32)
    for place, column in enumerate(columns):
        stacked[:, place] = column
    return stacked


def _nothing(query: Query) -> Evidence:
    return Evidence(
        rows=np.zeros(0, dtype=np.int64),
        passages=np.zeros((0, len(SIGNALS)), dtype=np.float32),
        sentences=np.zeros((0, len(SENTENCE_SIGNALS)), dtype=np.float32),
        firsts=np.zeros(1, dtype=np.int64),
        said=np.zeros((0, len(query.terms)), dtype=np.float32),
        expectable=np.zeros(0, dtype=np.float32),
        expected_anywhere=0.0,
        unanswered=0.0,
    )


def lexical_scores(index: OpenIndex, query: Query) -> Scores:
    """Return every passage's BM25 score; a word of the glossary adds less than one asked."""
    weights: dict[int, float] = {}
    for alternative in query.alternatives:
        rarity = min(query.terms[place].rarity for place in alternative.places)
        for number in alternative.numbers:
            credit = ALTERNATIVE_CREDIT * rarity / len(alternative.numbers)
            weights[number] = max(weights.get(number, 0.0), credit)
    weights |= {term.number: term.rarity for term in query.terms if term.number is not None}
    return index.lexical.scores(weights)


def _candidates(
    nearest: Callable[[], list[tuple[int, float]]], scores: Scores, depth: int
) -> NDArray[np.int64]:
    dense = [row for row, _ in nearest()]
    return np.array(sorted({*dense, *_best(scores, depth).tolist()}), dtype=np.int64)


def _best(scores: Scores, count: int) -> NDArray[np.int64]:
    """Return the rows of the `count` highest scores above 0, the first of equals."""
    floor = np.float32(0.0)
    groups = len(scores) // _GROUPS * _GROUPS
    if groups and count < _GROUPS:
        # So many groups have a score of at least `floor`: below it none is among the best.
        highest = scores[:groups].reshape(-1, _GROUPS).max(axis=0)
        floor = np.partition(highest, -count)[-count]
    rows = np.flatnonzero((scores >= floor) & (scores > 0.0))
    return rows[np.argsort(-scores[rows], kind="stable")[:count]]


@dataclass(frozen=True, slots=True)
class _WordMatches:
    """How much of the query each unit and each passage says, by weight and by neighbours."""

    coverage: NDArray[np.float32]
    pairs: NDArray[np.float32]
    said: Matrix
    passage_coverage: NDArray[np.float32]
    passage_pairs: NDArray[np.float32]


def _match_words(index: OpenIndex, query: Query, units: Units) -> _WordMatches:
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
    return _WordMatches(
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
