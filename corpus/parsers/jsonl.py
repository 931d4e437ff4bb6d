"""The BEIR form: one {"_id", "title", "text", "url"} a line, ended by a line feed."""

import json
from collections.abc import Iterator
from pathlib import Path

from corpus.document import Document
from corpus.errors import SourceError
from corpus.facts import PageFacts, read_facts
from corpus.findings import Finding, Report
from corpus.outline import Block
from corpus.parsers.decoding import decode, with_line_feeds
from corpus.parsers.page import ParsedPage, assemble

LONGEST_LINE_BYTES = 10_000_000
_FIELDS = frozenset(PageFacts.model_fields) - {"id", "title"}


def read_jsonl(path: Path, defaults: PageFacts, report: Report) -> Iterator[Document]:
    """Yield the document of each line; a line that is no record is a finding."""
    try:
        with path.open("rb") as lines:
            empty = True
            for number, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE_BYTES), b""), 1):
                if not line.strip():
                    continue
                empty = False
                try:
                    parsed = _parse(path, decode(path, line))
                    yield assemble(path, parsed, parsed.facts.over(defaults))
                except SourceError as error:
                    report(Finding(path, f"line {number}: {error.found}", error.remedy))
                    continue
                for reason, remedy in parsed.notes:
                    report(Finding(path, f"line {number}: {reason}", remedy))
            if empty:
                report(Finding(path, "the file holds no record", "add one or remove it"))
    except OSError as error:
        remedy = "let this user read it, or remove it"
        report(Finding(path, f"it can't be read ({error.strerror})", remedy))


def _parse(path: Path, line: str) -> ParsedPage:
    try:
        record = json.loads(line)
        document_id, text = str(record["_id"]), str(record["text"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        found = f"it is not a record with `_id` and `text` ({' '.join(str(error).split())})"
        raise SourceError(path, found, "write one JSON object a line") from error
    title = _encodable(str(record.get("title") or "")).strip() or document_id
    stated = {name: value for name, value in record.items() if name in _FIELDS and value}
    if _encodable(document_id) != document_id:
        raise SourceError(path, f"its `_id` {document_id!r} is no text", "give it another `_id`")
    facts, notes = read_facts(path, stated | {"id": document_id, "title": title})
    blocks = tuple(Block(part) for part in with_line_feeds(_encodable(text)).split("\n\n"))
    return ParsedPage(facts, blocks, notes=notes)


def _encodable(text: str) -> str:
    # A lone surrogate can't be encoded again: it would fail much later, when the index is written.
    return text.encode("utf-8", "replace").decode("utf-8")
