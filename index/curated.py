"""What staff decided about answers, sealed with the index: pins, and when pages expire."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from corpus.document import Span
from corpus.errors import PinError
from corpus.pins import Pin, passage_with, place_of, question_key
from index.records import Records, document_from_record, passage_from_record, rows_of


def write_curated(path: Path, pins: Sequence[Pin], documents: Path, passages: Path) -> None:
    """Write `path`; raises PinError for a pin whose words its document doesn't hold."""
    stored, cut = Records(documents), Records(passages)
    rows: dict[str, int] = {}
    expiries: dict[str, str] = {}
    for row in range(len(stored)):
        record = stored[row]
        rows[record["id"]] = row
        if "expires_on" in record:
            expiries[record["id"]] = record["expires_on"]
    placed = {pin: _row_and_place(pin, rows, stored, cut) for pin in pins}
    found = {key: place for pin, place in placed.items() for key in pin.keys}
    text = json.dumps({"pins": found, "expires_on": expiries}, sort_keys=True, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


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

    def __init__(self, path: Path) -> None:
        """Read what `write_curated` wrote; raises ValueError or KeyError for anything else."""
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self._pins = {
            key: (row, Span(start, end)) for key, (row, start, end) in read["pins"].items()
        }
        self._expires_on = {
            document_id: date.fromisoformat(day) for document_id, day in read["expires_on"].items()
        }

    def pinned(self, question: str) -> tuple[int, Span] | None:
        """Return the passage's row, and the place in its document, that staff chose."""
        return self._pins.get(question_key(question)) if self._pins else None

    def expired_on(self, day: date) -> frozenset[str]:
        """Return the ids of the documents that may no longer be quoted on `day`."""
        return frozenset(name for name, last in self._expires_on.items() if last < day)
