"""What speaks for each passage: by sense and by words, whole and sentence by sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import OpenIndex
from index.dense import Allowed
from index.encoder import EmbeddedQuery, Vectors
from index.expectation import Expected
from index.lexical import K1, Scores
from index.opened import Contents
from index.products import products
from qa.query.query import Query
from qa.ranking.tokens import token_cosines
from qa.ranking.word_matches import ALTERNATIVE_CREDIT, WordMatches, match_words

Matrix = NDArray[np.float32]

# The best of many scores are looked for among those that are above the best of most groups.
_GROUPS = 4096
# A question that says this much, in nats of rarity, counts half for how much of it is said.
_MUCH_ASKED = 20.0
# A question that asks for little beyond a title is taken to ask for this much, so that the little
# isn't all that counts.
_LEAST_BEYOND = np.float32(0.05)
# With this many questions pinned, a passage has been asked what it is likely to be asked.
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
    rows, scores = _considered(index, query, vector, depth, allowed)
    if not len(rows):
        return _nothing(query)
    contents, count = index.contents(rows), len(rows)
    cosines = products(contents.vectors, vector)
    compared = _Compared(
        contents,
        passage_cosines=cosines[:count],
        context_cosines=cosines[count : 2 * count],
        sentence_cosines=cosines[2 * count :],
        words=match_words(index, query, contents.units),
        expected=index.curated.expectation.of(asked, contents.pinned),
    )
    held, top, weight = scores[rows], float(scores.max(initial=0.0)), query.weight
    bm25 = held / ((K1 + 1) * weight), held / (top or 1.0)
    by_token = token_cosines(contents, embedded[0].tokens)
    return Evidence(
        rows=rows,
        passages=_passage_signals(compared, bm25, by_token, weight),
        sentences=_sentence_signals(compared),
        firsts=contents.firsts,
        said=compared.words.said,
        expectable=np.minimum(contents.pinned.questions / _MANY_EXPECTED, np.float32(1.0)),
        expected_anywhere=compared.expected.anywhere,
        unanswered=compared.expected.unanswered,
    )


def _considered(
    index: OpenIndex, query: Query, vector: Vectors, depth: int, allowed: Allowed | None
) -> tuple[NDArray[np.int64], Scores]:
    """Return the rows to gather evidence for, in order, and every passage's BM25 score."""
    of_all = allowed is None and depth >= len(index)
    # Begun first: where a core idles, the dense search runs beside the lexical one.
    nearest = None if of_all else index.dense.begun(vector, depth, allowed)
    scores = lexical_scores(index, query)
    if allowed is not None:
        scores = np.where(allowed, scores, np.float32(0.0))
    rows = _candidates(nearest, scores, depth) if nearest else np.arange(len(index))
    return rows, scores


class _Compared(NamedTuple):
    """Some passages beside a question: by sense, by words and by what staff decided."""

    contents: Contents
    passage_cosines: NDArray[np.float32]
    context_cosines: NDArray[np.float32]
    sentence_cosines: NDArray[np.float32]
    words: WordMatches
    expected: Expected


def _passage_signals(
    compared: _Compared,
    bm25: Sequence[NDArray[np.float32]],
    by_token: Sequence[NDArray[np.float32]],
    weight: float,
) -> Matrix:
    """Return the SIGNALS of each passage; `weight` is the query's."""
    words, units, firsts = compared.words, compared.contents.units, compared.contents.firsts
    return _columns(
        [
            compared.passage_cosines,
            np.maximum.reduceat(compared.sentence_cosines, firsts[:-1]),
            compared.context_cosines,
            *bm25,
            words.passage_coverage,
            np.maximum.reduceat(words.coverage[units.sentences], firsts[:-1]),
            words.coverage[units.firsts[:-1]],
            words.passage_pairs,
            compared.expected.passages,
            # A share says too little: half of a long question tells more than one word of two.
            words.passage_coverage * (weight / (weight + _MUCH_ASKED)),
            *by_token,
        ]
    )


def _sentence_signals(compared: _Compared) -> Matrix:
    """Return the SENTENCE_SIGNALS of each sentence of the passages, end to end."""
    words, own = compared.words, compared.contents.units.sentences
    return _columns(
        [
            compared.sentence_cosines,
            words.coverage[own],
            words.pairs[own],
            compared.expected.sentences,
            _beyond_context(compared.contents, compared.sentence_cosines, compared.context_cosines),
        ]
    )


def _beyond_context(
    contents: Contents, sentence_cosines: Scores, context_cosines: Scores
) -> NDArray[np.float32]:
    """Return how alike each sentence is to what the question asks beyond its title and headings.

    On a page about a disease all sentences are like a question that names it; what is asked about
    it is what is left of the question's direction without the title's.
    """
    owners = contents.owners
    left = np.maximum(np.float32(1.0) - np.square(context_cosines), _LEAST_BEYOND)
    told = sentence_cosines - context_cosines[owners] * contents.of_context
    beyond: NDArray[np.float32] = np.divide(told, np.sqrt(left)[owners])
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
