"""Read a publisher's files and folders as documents."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.document import Document
from corpus.errors import DuplicateDocumentError, SourceError
from corpus.facts import read_facts
from corpus.markdown import assemble, parse_markdown
from corpus.outline import Block

BUNDLED = Path(__file__).parent / "documents"
# A page of this size is no page: the largest leaflet we know has 0.3 MB of text.
LARGEST_PAGE_BYTES = 20_000_000
_PARSERS = {".md": parse_markdown, ".markdown": parse_markdown}


def read_sources(sources: Iterable[Path]) -> Iterator[Document]:
    """Yield every document of `sources` (files or folders), in a fixed order, each id once."""
    seen: dict[str, str] = {}
    for source in sources:
        for path in _files(source):
            for document in _documents(path):
                if document.id in seen:
                    raise DuplicateDocumentError(document.id, seen[document.id], str(path))
                seen[document.id] = str(path)
                yield document


def _files(source: Path) -> list[Path]:
    if source.is_dir():
        known = {*_PARSERS, ".jsonl"}
        files = sorted(
            path for path in source.rglob("*") if path.is_file() and path.suffix.lower() in known
        )
        if not files:
            remedy = f"name a folder that holds {', '.join(sorted(known))} files"
            raise SourceError(source, "the folder holds no readable page", remedy)
        return files
    if not source.exists():
        raise SourceError(source, "there is no such file or folder", "check the path")
    return [source]


def _documents(path: Path) -> Iterator[Document]:
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        yield from _read_jsonl(path)
    elif suffix in _PARSERS:
        if path.stat().st_size > LARGEST_PAGE_BYTES:
            raise SourceError(path, f"it has {path.stat().st_size} bytes", "split the page")
        yield _PARSERS[suffix](path, _decode(path, path.read_bytes()))
    else:
        remedy = f"use one of {', '.join(sorted([*_PARSERS, '.jsonl']))}"
        raise SourceError(path, f"its format {suffix or 'without ending'!r} is not known", remedy)


def _decode(path: Path, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is not UTF-8"
        raise SourceError(path, found, "save the file as UTF-8") from error
    if "\x00" in text:
        raise SourceError(path, "it holds a NUL character, as binary files do", "save it as text")
    if not text.strip():
        raise SourceError(path, "the file is empty", "add text to it or remove it")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_jsonl(path: Path) -> Iterator[Document]:
    """Read the BEIR form: one {"_id", "title", "text", "url"} a line, ended by a line feed."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _beir_document(path, number, _decode(path, line))


def _beir_document(path: Path, number: int, line: str) -> Document:
    try:
        record = json.loads(line)
        document_id, text = str(record["_id"]), str(record["text"])
    except (ValueError, KeyError, TypeError) as error:
        found = f"line {number} is not a record with `_id` and `text` ({error!r})"
        raise SourceError(path, found, "write one JSON object a line") from error
    title = str(record.get("title") or "").strip() or document_id
    facts = read_facts(path, {"id": document_id, "title": title, "url": record.get("url") or None})
    # A lone surrogate can't be encoded again: it would fail much later, when the index is written.
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return assemble(path, facts, [Block(part) for part in clean.split("\n\n")])
