"""The BEIR form: one {"_id", "title", "text", "url"} a line, ended by a line feed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.errors import SourceError, unreadable
from corpus.facts import PageFacts, read_facts
from corpus.findings import Finding, Report
from corpus.outline import Block
from corpus.parsers.decoding import decode, with_line_feeds
from corpus.parsers.page import ParsedPage, assemble
from corpus.printable import said_by

LONGEST_LINE_BYTES = 10_000_000
_ONE_A_LINE = "write one JSON object a line"
_SHOWN = 60
_FIELDS = frozenset(PageFacts.model_fields) - {"id", "title"}


def read_jsonl(path: Path, defaults: PageFacts, report: Report) -> Iterator[Document]:
    """Yield the document of each line; a line that isn't a record is reported."""
    try:
        with path.open("rb") as lines:
            empty = True
            for number, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE_BYTES), b""), 1):
                if not line.strip():
                    continue
                empty = False
                try:
                    parsed = _parse(path, decode(path, line))
                    yield _assembled(path, parsed, defaults)
                except SourceError as error:
                    report(Finding(path, f"line {number}: {error.found}", error.remedy))
                    continue
                for reason, remedy in parsed.notes:
                    report(Finding(path, f"line {number}: {reason}", remedy))
            if empty:
                report(Finding(path, "the file holds no record", "add one or remove it"))
    except OSError as error:
        fault = unreadable(path, error)
        report(Finding(path, fault.found, fault.remedy))


def _parse(path: Path, line: str) -> ParsedPage:
    record = _record(path, line)
    document_id, text = _document_id(path, record), record.get("text")
    if not isinstance(text, str):
        raise SourceError(path, "it is not a record: no text in `text`", "write it in quotes")
    stated = {name: value for name, value in record.items() if name in _FIELDS and value}
    if title := _title(record.get("title")):
        stated["title"] = title
    facts, notes = read_facts(path, stated | {"id": document_id})
    blocks = tuple(Block(part) for part in with_line_feeds(_encodable(text)).split("\n\n"))
    return ParsedPage(facts, blocks, fallback_title=document_id, notes=notes)


def _record(path: Path, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        found = f"it is not a record: no JSON ({said_by(error)})"
        raise SourceError(path, found, _ONE_A_LINE) from error
    if not isinstance(record, dict):
        found = f"it is not a record: {json.dumps(record)[:_SHOWN]} is not an object"
        raise SourceError(path, found, _ONE_A_LINE)
    return record


def _document_id(path: Path, record: dict[str, Any]) -> str:
    stated = record.get("_id")
    # True is a whole number to Python, but never an id.
    numbered = isinstance(stated, int) and not isinstance(stated, bool)
    if not numbered and not (isinstance(stated, str) and stated.strip()):
        found = "it is not a record: no text or whole number in `_id`"
        raise SourceError(path, found, "give it an `_id` of its own")
    document_id = str(stated)
    if _encodable(document_id) != document_id:
        raise SourceError(path, f"its `_id` {document_id!r} is not a text", "give it another `_id`")
    return document_id


def _title(stated: object) -> object:
    return _encodable(stated).strip() if isinstance(stated, str) else stated


def _assembled(path: Path, parsed: ParsedPage, defaults: PageFacts) -> Document:
    try:
        return assemble(path, parsed, parsed.facts.over(defaults))
    except SourceError as error:
        raise SourceError(path, error.found, "fix the line or remove it") from error


def _encodable(text: str) -> str:
    # A lone surrogate can't be encoded again: it would fail much later, when the index is written.
    return text.encode("utf-8", "replace").decode("utf-8")
