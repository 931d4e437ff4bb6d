"""What staff decided about answers, sealed with the index: pins, and when pages expire.

A question that stands there word for word is answered as decided. One that means much the same
is judged like any other, with what these questions teach (index.expectation) as one more sign.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from corpus.errors import PinError
from corpus.pins import Curation, Pin, passage_with, place_of, question_key
from index.expectation import Expectation
from index.records import Records, document_from_record, passage_from_record, rows_of

CURATED = "curated.json"

# From more questions nothing is learned; each is still answered, or not, word for word.
_MOST_LEARNED = 4000


def write_curated(folder: Path, curation: Curation, documents: Path, passages: Path) -> None:
    """Write CURATED to `folder`; raises PinError for a pin whose words its document lacks."""
    stored, cut, pins = Records(documents), Records(passages), curation.pins
    rows: dict[str, int] = {}
    expiries: dict[str, str] = {}
    for row in range(len(stored)):
        record = stored[row]
        rows[record["id"]] = row
        if "expires_on" in record:
            expiries[record["id"]] = record["expires_on"]
    placed = {pin: _row_and_place(pin, rows, stored, cut) for pin in pins}
    pinned = [(text, placed[pin][0]) for pin in pins for text in pin.questions]
    # In the order of the passages, whatever the order of the file.
    pinned.sort(key=lambda asked: (asked[1], asked[0]))
    taught = _evenly([*pinned, *((text, None) for text in curation.unanswered)])
    content = {
        "pins": {key: place for pin, place in placed.items() for key in pin.keys},
        "questions": [text for text, _ in taught],
        "rows": [row for _, row in taught if row is not None],
        "unanswered": sorted(map(question_key, curation.unanswered)),
        "expires_on": expiries,
    }
    text = json.dumps(content, sort_keys=True, indent=1)
    (folder / CURATED).write_text(text + "\n", encoding="utf-8")


def _evenly(asked: Sequence[tuple[str, int | None]]) -> Sequence[tuple[str, int | None]]:
    """Return as many of `asked` as something is learned from, drawn from end to end."""
    if len(asked) <= _MOST_LEARNED:
        return asked
    return [asked[n * len(asked) // _MOST_LEARNED] for n in range(_MOST_LEARNED)]


def curated_questions(folder: Path) -> tuple[list[str], NDArray[np.int64]]:
    """Return the questions to learn from, and the passages' rows that the first are pinned to."""
    read = json.loads((folder / CURATED).read_text(encoding="utf-8"))
    return read["questions"], np.array(read["rows"], dtype=np.int64)


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
        self.expectation = Expectation(folder, np.array(read["rows"], dtype=np.int64))

    def pinned(self, question: str) -> tuple[int, Span] | None:
        """Return the passage's row, and the place in its document, that staff chose."""
        return self._pins.get(question_key(question)) if self._pins else None

    def unanswered(self, question: str) -> bool:
        """Say whether staff noted that no page answers `question`."""
        return bool(self._unanswered) and question_key(question) in self._unanswered

    def expired_on(self, day: date) -> frozenset[str]:
        """Return the ids of the documents that may no longer be quoted on `day`."""
        return frozenset(name for name, last in self._expires_on.items() if last < day)
