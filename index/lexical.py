"""BM25 over stemmed terms, and which terms stand where: the lexical side of an index.

A unit is the context of a passage (its title and headings) or one sentence of it. The units of
passage `row` are its context and then its sentences, so the first of them is unit
`sentence_starts[row] + row`.
"""

import json
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ranges import end_to_end
from index.reading import read_array
from index.terms import Analyzer

TERMS = "terms.json"
WORDS = "words.json"
UNIT_TERMS = "unit_terms.npy"
UNIT_STARTS = "unit_starts.npy"
POSTING_STARTS = "posting_starts.npy"
POSTING_ROWS = "posting_rows.npy"
POSTING_WEIGHTS = "posting_weights.npy"
FILES = (
    TERMS,
    WORDS,
    UNIT_TERMS,
    UNIT_STARTS,
    POSTING_STARTS,
    POSTING_ROWS,
    POSTING_WEIGHTS,
)

# So many terms of no passage stand after each unit: who looks two further never meets the next one.
GAP = 2
_NO_TERM = -1

# Robertson's customary values; nDCG@10 on the public sets moves by less than 0.01 around them.
K1, B = 1.2, 0.75

Scores = NDArray[np.float32]


class LexicalWriter:
    """Collects the terms of passages, in row order, and writes them as a lexical index."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._numbers: dict[str, int] = {}
        self._words: Counter[str] = Counter()
        self._terms = array("i")
        self._unit_starts = array("q", [0])
        self._first_units = array("q", [0])

    def add(self, context: str, sentences: Sequence[str]) -> None:
        """Append one passage as the next row."""
        for unit in (context, *sentences):
            for word, term in self._analyzer.term_pairs(unit):
                self._words[word] += 1
                self._terms.append(self._numbers.setdefault(term, len(self._numbers)))
            self._unit_starts.append(len(self._terms))
        self._first_units.append(len(self._unit_starts) - 1)

    def write(self, folder: Path) -> None:
        """Write the files of FILES; the same passages give the same bytes."""
        terms = np.frombuffer(self._terms, dtype=np.int32)
        starts = np.frombuffer(self._unit_starts, dtype=np.int64)
        row_starts = starts[np.frombuffer(self._first_units, dtype=np.int64)]
        _write_json(folder / TERMS, list(self._numbers))
        _write_json(folder / WORDS, dict(sorted(self._words.items())))
        arrays: dict[str, NDArray[Any]] = {UNIT_TERMS: terms, UNIT_STARTS: starts}
        postings = _postings(terms, np.diff(row_starts), len(self._numbers))
        arrays |= {
            POSTING_STARTS: postings.starts,
            POSTING_ROWS: postings.rows,
            POSTING_WEIGHTS: postings.weights,
        }
        for name, values in arrays.items():
            with (folder / name).open("wb") as file:
                np.save(file, values, allow_pickle=False)


@dataclass(frozen=True, slots=True)
class _Postings:
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]


def _postings(terms: NDArray[np.int32], lengths: NDArray[np.int64], vocabulary: int) -> _Postings:
    """Group the occurrences by term, then by row; a weight is BM25's without the rarity."""
    rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    pairs, counts = np.unique(terms.astype(np.int64) * len(lengths) + rows, return_counts=True)
    term_of, row_of = np.divmod(pairs, len(lengths))
    mean = max(1.0, float(lengths.mean()))
    allowance = K1 * (1 - B + B * lengths[row_of] / mean)
    return _Postings(
        starts=np.searchsorted(term_of, np.arange(vocabulary + 1)).astype(np.int64),
        rows=row_of.astype(np.int32),
        weights=(counts * (K1 + 1) / (counts + allowance)).astype(np.float32),
    )


@dataclass(frozen=True, slots=True)
class Units:
    """The units of some passages, end to end.

    `terms` are term numbers, below 0 in the GAP after each unit; `unit_of[i]` is the unit of term
    i, counted from 0 over the passages asked for; `firsts[p]` is the first unit (the context) of
    the p-th of them, and `firsts[-1]` the number of units in all. `sentences` are the units that
    are no context.
    """

    terms: NDArray[np.int32]
    unit_of: NDArray[np.int64]
    firsts: NDArray[np.int64]
    sentences: NDArray[np.int64]


class LexicalIndex:
    """Terms and postings, open for search."""

    def __init__(self, folder: Path, sentence_starts: NDArray[np.int64]) -> None:
        """Open the lexical files of `folder`; raises ValueError where they don't fit together."""
        terms = json.loads((folder / TERMS).read_bytes())
        self._numbers: dict[str, int] = {term: number for number, term in enumerate(terms)}
        self._words = folder / WORDS
        self._terms = read_array(folder / UNIT_TERMS)
        self._unit_starts = read_array(folder / UNIT_STARTS)
        self._posting_starts = read_array(folder / POSTING_STARTS)
        self._posting_rows = read_array(folder / POSTING_ROWS)
        self._posting_weights = read_array(folder / POSTING_WEIGHTS)
        self._first_units = sentence_starts + np.arange(len(sentence_starts))
        if len(self._unit_starts) != self._first_units[-1] + 1:
            raise ValueError(f"{len(self._unit_starts) - 1} lexical units for other passages")
        if len(self._posting_starts) != len(self._numbers) + 1:
            raise ValueError(f"{len(self._posting_starts) - 1} postings for other terms")

    def __len__(self) -> int:
        return len(self._first_units) - 1

    @property
    def mean_length(self) -> float:
        """Return the mean number of terms in a passage with its context."""
        return len(self._terms) / len(self)

    def words(self) -> dict[str, int]:
        """Return every word of the passages except stop words, with its count."""
        counts: dict[str, int] = json.loads(self._words.read_bytes())
        return counts

    def number(self, term: str) -> int | None:
        """Return the number of `term`, or None where no passage holds it."""
        return self._numbers.get(term)

    def document_frequency(self, number: int) -> int:
        """Count the passages that hold the term of this number."""
        return int(self._posting_starts[number + 1] - self._posting_starts[number])

    def scores(self, weights: Mapping[int, float]) -> Scores:
        """Return every passage's BM25 score for terms by number, each weighed by its rarity."""
        scores = np.zeros(len(self), dtype=np.float32)
        for number, weight in weights.items():
            start, end = self._posting_starts[number : number + 2]
            # Indexed addition would read the rows twice, and make a copy of what stands there.
            added = self._posting_weights[start:end] * weight
            np.add.at(scores, self._posting_rows[start:end], added)
        return scores

    def units(self, rows: Sequence[int] | NDArray[np.int64]) -> Units:
        """Return what stands in the passages at `rows`, context first, then each sentence."""
        places = np.asarray(rows)
        first, end = self._first_units[places], self._first_units[places + 1]
        units, firsts = end_to_end(first, end)
        stored, _ = end_to_end(self._unit_starts[first], self._unit_starts[end])
        lengths = self._unit_starts[units + 1] - self._unit_starts[units]
        numbers = np.arange(len(units))
        terms = np.full(len(stored) + GAP * len(units), _NO_TERM, dtype=np.int32)
        terms[np.arange(len(stored)) + GAP * np.repeat(numbers, lengths)] = self._terms[stored]
        return Units(
            terms=terms,
            unit_of=np.repeat(numbers, lengths + GAP),
            firsts=firsts,
            sentences=np.delete(numbers, firsts[:-1]),
        )

    def slots(self, numbers: Sequence[int], units: Units) -> NDArray[np.int16]:
        """Say for each term of `units` which of `numbers` it is, counted from 1; 0 is none."""
        # The last is that of no term, which is found from the end.
        lookup = np.zeros(len(self._numbers) + 1, dtype=np.int16)
        lookup[np.asarray(numbers, dtype=np.int64)] = np.arange(1, len(numbers) + 1)
        found: NDArray[np.int16] = lookup[units.terms]
        return found

    def row_terms(self, row: int) -> NDArray[np.int32]:
        """Return the term numbers of one passage, context first, as they stand."""
        first, last = self._first_units[row : row + 2]
        terms: NDArray[np.int32] = self._terms[self._unit_starts[first] : self._unit_starts[last]]
        return terms

    def holds(self, row: int, terms: Sequence[str]) -> bool:
        """Say whether the passage at `row` is made of exactly these terms, in this order."""
        expected = [self._numbers.get(term, -1) for term in terms]
        return bool(expected == self.row_terms(row).tolist())


def _write_json(path: Path, value: object) -> None:
    # ASCII only: the same terms give the same bytes whatever the reader's encoding.
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    path.write_text(text + "\n", encoding="ascii", newline="\n")
