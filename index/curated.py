"""What staff decided about answers, sealed with the index: pins, and when pages expire.

A question that stands there word for word is answered as decided. One that means much the same
is judged like any other, with its likeness to what stands there as one more sign.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from corpus.errors import PinError
from corpus.pins import Curation, Pin, passage_with, place_of, question_key
from index.encoder import Encoder, Vectors
from index.reading import read_array
from index.records import Records, document_from_record, passage_from_record, rows_of

CURATED, QUESTIONS = "curated.json", "curated_questions.npy"
FILES = (CURATED, QUESTIONS)


def write_curated(
    folder: Path, curation: Curation, documents: Path, passages: Path, encoder: Encoder
) -> None:
    """Write FILES to `folder`; raises PinError for a pin whose words its document doesn't hold."""
    stored, cut, pins = Records(documents), Records(passages), curation.pins
    rows: dict[str, int] = {}
    expiries: dict[str, str] = {}
    for row in range(len(stored)):
        record = stored[row]
        rows[record["id"]] = row
        if "expires_on" in record:
            expiries[record["id"]] = record["expires_on"]
    placed = {pin: _row_and_place(pin, rows, stored, cut) for pin in pins}
    # In the order of the passages, so that those of one stand side by side.
    expected = sorted((placed[pin][0], text) for pin in pins for text in pin.questions)
    content = {
        "pins": {key: place for pin, place in placed.items() for key in pin.keys},
        "expected": [row for row, _ in expected],
        "unanswered": sorted(map(question_key, curation.unanswered)),
        "expires_on": expiries,
    }
    text = json.dumps(content, sort_keys=True, indent=1)
    (folder / CURATED).write_text(text + "\n", encoding="utf-8")
    questions = [*(text for _, text in expected), *curation.unanswered]
    width = encoder.identity.dimension
    vectors = encoder.encode_queries(questions) if questions else np.zeros((0, width), np.float32)
    np.save(folder / QUESTIONS, vectors, allow_pickle=False)


def _row_and_place(
    pin: Pin, rows: dict[str, int], documents: Records, passages: Records
) -> tuple[int, int, int]:
    number = rows.get(pin.document)
    if number is None:
        found = f"its document {pin.document!r} is not among the pages that answer"
        remedy = "mend the id, publish or renew the page, or remove the pin"
        raise PinError(pin.question, found, remedy)
    place = place_of(pin, document_from_record(documents[number]))
    own = rows_of(passages, number)
    held = passage_with(pin, place, (passage_from_record(passages[row]) for row in own))
    return own[held], place.start, place.end


class Curated:
    """The decisions of one index, open for asking."""

    def __init__(self, folder: Path) -> None:
        """Read what `write_curated` wrote; raises ValueError or KeyError for anything else."""
        read: dict[str, Any] = json.loads((folder / CURATED).read_text(encoding="utf-8"))
        self._pins = {
            key: (row, Span(start, end)) for key, (row, start, end) in read["pins"].items()
        }
        self._expires_on = {
            document_id: date.fromisoformat(day) for document_id, day in read["expires_on"].items()
        }
        self._unanswered = frozenset(read["unanswered"])
        vectors: Vectors = read_array(folder / QUESTIONS)
        expected = np.array(read["expected"], dtype=np.int64)
        if len(vectors) < len(expected):
            raise ValueError(f"{len(expected)} questions but {len(vectors)} vectors")
        self._expected, self._no_answer = vectors[: len(expected)], vectors[len(expected) :]
        self._rows, self._firsts, self._counts = np.unique(
            expected, return_index=True, return_counts=True
        )

    def pinned(self, question: str) -> tuple[int, Span] | None:
        """Return the passage's row, and the place in its document, that staff chose."""
        return self._pins.get(question_key(question)) if self._pins else None

    def unanswered(self, question: str) -> bool:
        """Say whether staff noted that no page answers `question`."""
        return bool(self._unanswered) and question_key(question) in self._unanswered

    def expected(self, vector: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of each passage's most alike pinned question; 0 where it has none."""
        found = np.zeros(len(rows), dtype=np.float32)
        if len(self._rows):
            best = np.maximum.reduceat(self._expected @ vector, self._firsts)
            places, has = self._places(rows)
            found[has] = best[places[has]]
        return found

    def expected_counts(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many questions are pinned to each of the passages."""
        found = np.zeros(len(rows), dtype=np.int64)
        if len(self._rows):
            places, has = self._places(rows)
            found[has] = self._counts[places[has]]
        return found

    def unanswered_cosine(self, vector: Vectors) -> float:
        """Return the cosine of the most alike question that no page answers; 0 without any."""
        return float((self._no_answer @ vector).max(initial=0.0))

    def expired_on(self, day: date) -> frozenset[str]:
        """Return the ids of the documents that may no longer be quoted on `day`."""
        return frozenset(name for name, last in self._expires_on.items() if last < day)

    def _places(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Say where `rows` stand among the passages with pinned questions, and whether they do."""
        places = np.minimum(np.searchsorted(self._rows, rows), len(self._rows) - 1)
        return places, self._rows[places] == rows
