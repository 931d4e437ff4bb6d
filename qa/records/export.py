"""Records as CSV or as JSON lines, for a spreadsheet or another program."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

COLUMNS = (
    "id",
    "asked_at",
    "surface",
    "language",
    "kind",
    "reason",
    "question",
    "confidence",
    "index_version",
    "passages",
    "helped",
    "feedback_reason",
)
# A spreadsheet takes a cell that begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield one JSON object a row."""
    for row in rows:
        named = {name: row[name] for name in COLUMNS}
        yield json.dumps(named | {"asked_at": row["asked_at"].isoformat()}, ensure_ascii=False)


def as_csv_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield a heading and one line a row; passages stand in one cell, parted by blanks."""
    yield csv_line(COLUMNS)
    for row in rows:
        passages = " ".join(place["passage_id"] for place in row["passages"])
        cells = row | {"asked_at": row["asked_at"].isoformat(), "passages": passages}
        yield csv_line(cells[name] for name in COLUMNS)


def csv_line(cells: Iterable[object]) -> str:
    """Return one line of CSV that no spreadsheet takes for formulas."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(_cell(cell) for cell in cells)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
