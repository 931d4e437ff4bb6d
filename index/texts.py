"""The first half of a build: documents and passages, as they will be quoted."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

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


def write_documents(work: Path, documents: Iterable[Document], progress: Progress) -> None:
    """Write each document as it comes; none is kept in memory."""
    ids: list[str] = []

    def records() -> Iterator[dict[str, object]]:
        for document in _readable(documents):
            ids.append(document.id)
            progress(READING, 1, None)
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


def write_passages(work: Path, encoder: Encoder, progress: Progress) -> Counts:
    """Cut the documents written before into passages, one document at a time."""
    stored = Records(work / opened.DOCUMENTS)
    limit = encoder.identity.max_tokens
    sentence_counts: list[int] = []

    def records() -> Iterator[dict[str, object]]:
        for row in range(len(stored)):
            document = document_from_record(stored[row])
            for passage in split(document, encoder.count_tokens, limit):
                sentence_counts.append(len(passage.sentences))
                yield passage_to_record(passage, row)
            progress(SPLITTING, 1, len(stored))

    passages = write_records(work / opened.PASSAGES, records())
    if passages == 0:
        raise EmptyCorpusError
    starts = np.concatenate([[0], np.cumsum(sentence_counts)]).astype(np.int64)
    with (work / opened.SENTENCE_STARTS).open("wb") as file:
        np.save(file, starts, allow_pickle=False)
    return Counts(documents=len(stored), passages=passages, sentences=int(starts[-1]))


def embedding_texts(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield what the encoder sees of each passage: in its context, and sentence by sentence."""
    documents, passages = Records(folder / opened.DOCUMENTS), Records(folder / opened.PASSAGES)
    row, title = -1, ""
    for number in range(len(passages)):
        record = passages[number]
        if record["document"] != row:
            row = record["document"]
            title = documents[row]["title"]
        passage = passage_from_record(record)
        sentences = [passage.sentence_text(n) for n in range(len(passage.sentences))]
        yield embedding_text(title, passage), sentences


def embedding_text(title: str, passage: Passage) -> str:
    """Return what the encoder sees of a passage: the words that place it, then its own."""
    return f"{context_of(title, passage.section)}\n{passage.text}"
