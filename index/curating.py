"""Seal with an index what staff decided about answers; `curated` reads it."""

import json
from pathlib import Path

import numpy as np

from corpus.errors import PinError
from corpus.pins import Curation, Pin, passage_with, place_of
from corpus.questions import question_key
from index.curated import CURATED, QUESTIONS
from index.encoder import Encoder
from index.records import Records, document_from_record, passage_from_record, rows_of


def write_curated(
    folder: Path, curation: Curation, documents: Path, passages: Path, encoder: Encoder
) -> None:
    """Write the files of `curated`; raises PinError for a pin whose words its document lacks."""
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
