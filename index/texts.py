"""The first half of a build: documents and passages, as they will be quoted."""

import hashlib
import inspect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from corpus import passages as splitting
from corpus import sentences as sentence_ends
from corpus.document import Document, Passage
from corpus.errors import SourceError
from corpus.passages import context_of, split
from index import opened
from index.encoder import Encoder
from index.errors import EmptyCorpusError
from index.manifest import Counts
from index.progress import READING, SPLITTING, Progress
from index.records import (
    Records,
    document_from_record,
    document_to_record,
    passage_from_record,
    passage_to_record,
    write_records,
)


def write_documents(
    work: Path, documents: Iterable[Document], progress: Progress, expected: int | None = None
) -> None:
    """Write each document as it comes, `expected` at most; none is kept in memory."""
    ids: list[str] = []

    def records() -> Iterator[dict[str, object]]:
        for document in _readable(documents):
            ids.append(document.id)
            progress(READING, 1, expected)
            yield document_to_record(document)

    write_records(work / opened.DOCUMENTS, records())
    if not ids:
        raise EmptyCorpusError
    write_records(work / opened.DOCUMENT_IDS, ids)


def _readable(documents: Iterable[Document]) -> Iterator[Document]:
    """Tell a source that can't be read from an index that can't be written."""
    iterator = iter(documents)
    while True:
        try:
            document = next(iterator, None)
        except OSError as error:
            path = Path(error.filename or "a source")
            found = f"it can't be read ({error.strerror or error})"
            raise SourceError(path, found, "make it readable") from error
        if document is None:
            return
        yield document


def write_passages(
    work: Path, lenders: Sequence[Path], encoder: Encoder, progress: Progress
) -> Counts:
    """Cut the documents written before into passages, one document at a time.

    A document that stands unchanged in one of `lenders` (verified folders of the same encoder
    and the same way of splitting) is not cut again.
    """
    stored = Records(work / opened.DOCUMENTS)
    cut = _CutBefore(lenders)
    limit = encoder.identity.max_tokens
    sentence_counts: list[int] = []

    def records() -> Iterator[dict[str, Any]]:
        for row in range(len(stored)):
            found = cut.passages_of(stored.line(row), row)
            if found is None:
                document = document_from_record(stored[row])
                passages = split(document, encoder.count_tokens, limit)
                found = [passage_to_record(passage, row) for passage in passages]
            sentence_counts.extend(len(record["sentences"]) for record in found)
            yield from found
            progress(SPLITTING, 1, len(stored))

    passages = write_records(work / opened.PASSAGES, records())
    if passages == 0:
        raise EmptyCorpusError
    starts = np.concatenate([[0], np.cumsum(sentence_counts)]).astype(np.int64)
    with (work / opened.SENTENCE_STARTS).open("wb") as file:
        np.save(file, starts, allow_pickle=False)
    return Counts(documents=len(stored), passages=passages, sentences=int(starts[-1]))


class _CutBefore:
    """The passages of documents that earlier versions hold, found by a document's whole record."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._passages: list[Records] = []
        self._places: dict[bytes, tuple[int, range]] = {}
        for number, folder in enumerate(folders):
            documents, passages = (
                Records(folder / opened.DOCUMENTS),
                Records(folder / opened.PASSAGES),
            )
            self._passages.append(passages)
            first = 0
            for row in range(len(documents)):
                end = first
                while end < len(passages) and passages[end]["document"] == row:
                    end += 1
                self._places[_digest(documents.line(row))] = (number, range(first, end))
                first = end

    def passages_of(self, line: bytes, row: int) -> list[dict[str, Any]] | None:
        """Return the records of the passages for the document at `row`, None if not known."""
        place = self._places.get(_digest(line))
        if place is None:
            return None
        number, rows = place
        return [self._passages[number][passage] | {"document": row} for passage in rows]


def _digest(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=16).digest()


def splitter() -> str:
    """Name the way documents are cut: the code that does it and the library it asks."""
    digest = hashlib.sha256(version("syntok").encode())
    for module in (splitting, sentence_ends):
        digest.update(inspect.getsource(module).encode())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the encoder sees of one passage: its context alone, the whole, and each sentence."""

    context: str
    whole: str
    sentences: list[str]


def embedding_texts(folder: Path) -> Iterator[Seen]:
    """Yield what is embedded of each passage, in row order."""
    documents, passages = Records(folder / opened.DOCUMENTS), Records(folder / opened.PASSAGES)
    row, title = -1, ""
    for number in range(len(passages)):
        record = passages[number]
        if record["document"] != row:
            row = record["document"]
            title = documents[row]["title"]
        passage = passage_from_record(record)
        sentences = [passage.sentence_text(n) for n in range(len(passage.sentences))]
        context = context_of(title, passage.section)
        yield Seen(context, embedding_text(context, passage), sentences)


def embedding_text(context: str, passage: Passage) -> str:
    """Return what the encoder sees of a passage: the words that place it, then its own."""
    return f"{context}\n{passage.text}"
