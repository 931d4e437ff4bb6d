"""Seal with an index what staff decided about answers; `curated` reads it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.pins import Curation, Pin, passage_with, place_of, without_page
from corpus.questions import question_key
from index.curated import CURATED
from index.records import Records, document_from_record, passage_from_record, rows_of

# A passage's row, and the first and the last of its sentences that a pin's words stand in.
Marks = tuple[int, int, int]

# From more questions nothing is learned; each is still answered, or not, word for word.
_MOST_LEARNED = 8000


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
    pinned = [(text, marks) for pin in pins for text, marks in _taught_by(pin, placed[pin], cut)]
    # In the order of the passages, whatever the order of the file.
    pinned.sort(key=lambda asked: (asked[1], asked[0]))
    taught = _evenly([*pinned, *((text, None) for text in curation.unanswered)])
    content = {
        "pins": {key: place for pin, place in placed.items() for key in pin.keys},
        "questions": [text for text, _ in taught],
        "marks": [marks for _, marks in taught if marks is not None],
        "unanswered": sorted(map(question_key, curation.unanswered)),
        "expires_on": expiries,
    }
    text = json.dumps(content, sort_keys=True, indent=1)
    (folder / CURATED).write_text(text + "\n", encoding="utf-8")


def _taught_by(
    pin: Pin, placed: tuple[int, int, int], passages: Records
) -> Iterator[tuple[str, Marks]]:
    row, start, end = placed
    spans = passage_from_record(passages[row]).sentences
    touched = [n for n, span in enumerate(spans) if span.start < end and start < span.end]
    for text in pin.questions:
        yield text, (row, touched[0], touched[-1])


def _evenly(asked: Sequence[tuple[str, Marks | None]]) -> Sequence[tuple[str, Marks | None]]:
    """Return as many of `asked` as something is learned from, drawn from end to end."""
    if len(asked) <= _MOST_LEARNED:
        return asked
    return [asked[n * len(asked) // _MOST_LEARNED] for n in range(_MOST_LEARNED)]


def _row_and_place(
    pin: Pin, rows: dict[str, int], documents: Records, passages: Records
) -> tuple[int, int, int]:
    number = rows.get(pin.document)
    if number is None:
        raise without_page(pin)
    place = place_of(pin, document_from_record(documents[number]))
    own = rows_of(passages, number)
    held = passage_with(pin, place, (passage_from_record(passages[row]) for row in own))
    return own[held], place.start, place.end
