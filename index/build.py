"""Documents in, one sealed folder out: built beside, verified, renamed, made current."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from corpus.document import Document
from corpus.passages import context_of, split
from index import opened
from index.dense import DenseWriter
from index.encoder import Encoder
from index.errors import EmptyCorpusError, UnwritableFolderError
from index.manifest import FORMAT_VERSION, Counts, Manifest, index_version, seal, write_manifest
from index.opened import OpenIndex
from index.records import (
    Records,
    document_from_record,
    document_to_record,
    passage_from_record,
    passage_to_record,
    write_records,
)
from index.versions import adopt, set_current, working_folder

BATCH = 64

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """The folder that is now current; `reused` where the same inputs had been built before."""

    folder: Path
    manifest: Manifest
    reused: bool


def build(documents: Iterable[Document], encoder: Encoder, root: Path, progress: Progress) -> Built:
    """Build an index of `documents` under `root` and make it current.

    `progress` hears (texts just embedded, texts in all), texts being passages and sentences.
    Whatever stops the build, the index that was current before stays so.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        with working_folder(root) as work:
            return _build_in(work, documents, encoder, root, progress)
    except OSError as error:
        raise UnwritableFolderError(root, str(error)) from error


def _build_in(
    work: Path, documents: Iterable[Document], encoder: Encoder, root: Path, progress: Progress
) -> Built:
    counts = _write_texts(work, documents, encoder)
    version = index_version(seal(work / opened.DOCUMENTS).sha256, encoder.identity)
    existing = adopt(root, version)
    if existing is not None:
        set_current(root, version)
        return Built(existing.folder, existing.manifest, reused=True)
    _write_vectors(work, counts, encoder, progress)
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        index_version=version,
        encoder=encoder.identity,
        counts=counts,
        files={name: seal(work / name) for name in opened.FILES},
    )
    write_manifest(work, manifest)
    OpenIndex.open(work)
    folder = root / version
    shutil.move(work, folder)
    set_current(root, version)
    return Built(folder, manifest, reused=False)


def _write_texts(work: Path, documents: Iterable[Document], encoder: Encoder) -> Counts:
    ids: list[str] = []
    sentence_counts: list[int] = []
    limit = encoder.identity.max_tokens

    def document_records() -> Iterator[dict[str, object]]:
        for document in documents:
            ids.append(document.id)
            yield document_to_record(document)

    write_records(work / opened.DOCUMENTS, document_records())
    if not ids:
        raise EmptyCorpusError
    stored = Records(work / opened.DOCUMENTS)

    def passage_records() -> Iterator[dict[str, object]]:
        for row in range(len(ids)):
            document = document_from_record(stored[row])
            for passage in split(document, encoder.count_tokens, limit):
                sentence_counts.append(len(passage.sentences))
                yield passage_to_record(passage, row)

    passages = write_records(work / opened.PASSAGES, passage_records())
    if passages == 0:
        raise EmptyCorpusError
    write_records(work / opened.DOCUMENT_IDS, ids)
    starts = np.concatenate([[0], np.cumsum(sentence_counts)]).astype(np.int64)
    np.save(work / opened.SENTENCE_STARTS, starts, allow_pickle=False)
    return Counts(documents=len(ids), passages=passages, sentences=int(starts[-1]))


def _write_vectors(work: Path, counts: Counts, encoder: Encoder, progress: Progress) -> None:
    total = counts.passages + counts.sentences
    dimension = encoder.identity.dimension
    dense = DenseWriter(dimension)
    sentences = np.lib.format.open_memmap(
        work / opened.SENTENCES, mode="w+", dtype=np.float16, shape=(counts.sentences, dimension)
    )
    written = 0
    texts = _embedding_texts(work)
    while batch := list(islice(texts, BATCH)):
        dense.add(encoder.encode_passages([whole for whole, _ in batch]))
        parts = [part for _, sentence_texts in batch for part in sentence_texts]
        sentences[written : written + len(parts)] = encoder.encode_passages(parts)
        written += len(parts)
        progress(len(batch) + len(parts), total)
    sentences.flush()
    dense.write(work / opened.DENSE)


def _embedding_texts(work: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield what the encoder sees of each passage: in its context, and sentence by sentence."""
    documents, passages = Records(work / opened.DOCUMENTS), Records(work / opened.PASSAGES)
    row, title = -1, ""
    for number in range(len(passages)):
        record = passages[number]
        if record["document"] != row:
            row = record["document"]
            title = documents[row]["title"]
        passage = passage_from_record(record)
        sentences = [passage.sentence_text(n) for n in range(len(passage.sentences))]
        yield f"{context_of(title, passage.section)}\n{passage.text}", sentences
