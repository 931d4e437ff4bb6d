"""Documents and passages as lines of JSON, read one at a time."""

import json
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import DATE_FIELDS, Document, PageMark, Passage, Section, Span, Status
from corpus.review import Review
from index.reading import read_array, read_bytes

_LISTS = ("authors", "sources", "tags")
_SCANNED_AT_ONCE = 1 << 22


class Records:
    """A file of JSON lines, open for reading any line by its number."""

    def __init__(self, path: Path, starts: Path | None = None) -> None:
        """Open `path`; `starts` is what `write_starts` wrote, so that nothing need be scanned."""
        self._bytes = read_bytes(path)
        if starts is None:
            self._starts = _line_starts(np.frombuffer(self._bytes, dtype=np.uint8))
            return
        self._starts = read_array(starts)
        if self._starts[-1] != len(self._bytes):
            raise ValueError(f"{starts.name} ends at {self._starts[-1]} of {len(self._bytes)}")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> Any:
        return json.loads(self.line(row))

    def all(self) -> list[Any]:
        """Read every record at once, some ten times as fast as one by one."""
        records: list[Any] = json.loads(b"[%b]" % self._bytes[:-1].replace(b"\n", b","))
        return records

    def line(self, row: int) -> bytes:
        """Return a record as it is written."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        return self._bytes[self._starts[row] : self._starts[row + 1]]


def _line_starts(content: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return where each line starts, and where the last one ends."""
    starts = [np.zeros(1, np.int64)]
    # In parts: what is compared with a byte takes as much memory as the file.
    for start in range(0, len(content), _SCANNED_AT_ONCE):
        part = content[start : start + _SCANNED_AT_ONCE]
        starts.append(np.flatnonzero(part == ord("\n")) + (start + 1))
    return np.concatenate(starts)


def write_starts(path: Path, starts: Path) -> None:
    """Write where the lines of `path` start: to look for a million takes a second."""
    content = np.frombuffer(read_bytes(path), dtype=np.uint8)
    with starts.open("wb") as file:
        np.save(file, _line_starts(content), allow_pickle=False)


def write_records(path: Path, records: Iterable[Any]) -> int:
    """Write one record a line and return how many; the same records give the same bytes."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            # ASCII only: no text can hold a line break of its own, U+2028 included.
            file.write(json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n")
            count += 1
    return count


def document_to_record(document: Document) -> dict[str, Any]:
    """Return the JSON form of a document; what it doesn't state is left out."""
    record: dict[str, Any] = {
        "id": document.id,
        "title": document.title,
        "text": document.text,
        "sections": [
            {"path": list(s.path), "heading": _pair(s.heading), "body": _pair(s.body)}
            for s in document.sections
        ],
    }
    for name in ("url", "publisher", "licence", "language"):
        record[name] = getattr(document, name)
    for name in DATE_FIELDS:
        stated: date | None = getattr(document, name)
        record[name] = stated.isoformat() if stated else None
    for name in _LISTS:
        record[name] = list(getattr(document, name))
    record["status"] = None if document.status is Status.PUBLISHED else document.status.value
    record["page_marks"] = [[mark.start, mark.number] for mark in document.page_marks]
    return {name: value for name, value in record.items() if value not in (None, [])}


def document_from_record(record: dict[str, Any]) -> Document:
    """Read what `document_to_record` wrote."""
    fields = dict(record)
    fields["sections"] = tuple(
        Section(tuple(s["path"]), _span(s["heading"]), _span(s["body"]))
        for s in record.get("sections", [])
    )
    for name in _LISTS:
        fields[name] = tuple(record.get(name, ()))
    for name in DATE_FIELDS:
        if name in record:
            fields[name] = date.fromisoformat(record[name])
    fields["status"] = Status(record.get("status", Status.PUBLISHED))
    fields["page_marks"] = tuple(PageMark(*pair) for pair in record.get("page_marks", ()))
    return Document(**fields)


def review_from_record(record: dict[str, Any]) -> Review:
    """Read of a document's record what its state depends on."""
    dates = (
        date.fromisoformat(record[name]) if name in record else None
        for name in ("published_on", "reviewed_on", "review_due_on", "expires_on")
    )
    return Review(Status(record.get("status", Status.PUBLISHED)), *dates)


def passage_to_record(passage: Passage, document_row: int) -> dict[str, Any]:
    """Return the JSON form of a passage, with the row of its document."""
    return {
        "document": document_row,
        "document_id": passage.document_id,
        "span": _pair(passage.span),
        "text": passage.text,
        "section": list(passage.section),
        "sentences": [_pair(span) for span in passage.sentences],
    }


def passage_from_record(record: dict[str, Any]) -> Passage:
    """Read what `passage_to_record` wrote."""
    return Passage(
        document_id=record["document_id"],
        span=Span(*record["span"]),
        text=record["text"],
        section=tuple(record["section"]),
        sentences=tuple(Span(*pair) for pair in record["sentences"]),
    )


def rows_of(passages: Records, document_row: int) -> range:
    """Return the rows of the passages of one document."""
    # Passages are stored document by document, so their document rows only rise.
    rows = range(len(passages))
    first, end = (
        bisect_left(rows, number, key=lambda row: passages[row]["document"])
        for number in (document_row, document_row + 1)
    )
    return range(first, end)


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _span(pair: list[int] | None) -> Span | None:
    return Span(*pair) if pair else None
