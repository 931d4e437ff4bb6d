"""Open a sealed folder: folder in, hits and texts out."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Passage
from corpus.passages import context_of
from index import expectation, lexical
from index.curated import CURATED, Curated
from index.dense import Allowed, DenseIndex
from index.encoder import Encoder, Vectors
from index.errors import EncoderMismatchError, InconsistentIndexError, UnreadableFolderError
from index.expectation import Pinned
from index.filters import Filter, Places
from index.glossary import read_glossary
from index.halves import widened
from index.lexical import LexicalIndex, Units
from index.manifest import Manifest, read_manifest, verify_files
from index.ranges import end_to_end
from index.reading import read_array
from index.records import Records, document_from_record, passage_from_record, rows_of
from index.terms import Analyzer

DOCUMENTS = "documents.jsonl"
PASSAGES = "passages.jsonl"
STARTS = {DOCUMENTS: "document_starts.npy", PASSAGES: "passage_starts.npy"}
DOCUMENT_IDS = "document_ids.jsonl"
DENSE = "passages.faiss"
SENTENCES = "sentences.npy"
SENTENCE_STARTS = "sentence_starts.npy"
CONTEXTS = "contexts.npy"
CONTEXT_OF_ROW = "context_of_row.npy"
GLOSSARY = "glossary.json"
FILES = (
    DOCUMENTS,
    PASSAGES,
    *STARTS.values(),
    DOCUMENT_IDS,
    DENSE,
    SENTENCES,
    SENTENCE_STARTS,
    CONTEXTS,
    CONTEXT_OF_ROW,
    GLOSSARY,
    CURATED,
    *expectation.FILES,
    *lexical.FILES,
)
# So many different ones are remembered as read: those that several questions lead to.
_DOCUMENTS_KEPT, _PASSAGES_KEPT = 16, 256
# Of how many documents the language is looked at.
_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in some passages, ready to be compared with a question.

    `vectors` has a row for each passage, then one for the context of each, then one for each
    sentence of all of them, end to end; the p-th passage has the sentences from `firsts[p]` up to
    `firsts[p + 1]`. `owners` says for each sentence which passage it is of, `of_context` how alike
    it is to that one's context. `pinned` says which questions are pinned to them.
    """

    vectors: Vectors
    firsts: NDArray[np.int64]
    owners: NDArray[np.int64]
    of_context: NDArray[np.float32]
    units: Units
    pinned: Pinned

    @classmethod
    def of(cls, vectors: Vectors, firsts: NDArray[np.int64], units: Units, pinned: Pinned) -> Self:
        """Find what no question changes."""
        count = len(firsts) - 1
        owners = np.repeat(np.arange(count), np.diff(firsts))
        of_context = np.vecdot(vectors[2 * count :], vectors[count + owners])
        return cls(vectors, firsts, owners, of_context, units, pinned)


class OpenIndex:
    """A verified index, open for reading; rows number the passages from 0."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Open the parts of `folder`, which must have been verified against `manifest`."""
        self.folder, self.manifest = folder, manifest
        self._documents = Records(folder / DOCUMENTS, folder / STARTS[DOCUMENTS])
        self._passages = Records(folder / PASSAGES, folder / STARTS[PASSAGES])
        ids = Records(folder / DOCUMENT_IDS).all()
        self._rows_by_id: dict[str, int] = dict(zip(ids, range(len(ids)), strict=True))
        self.dense = DenseIndex(folder / DENSE)
        self._sentences: NDArray[np.float16] = read_array(folder / SENTENCES)
        self._sentence_starts: NDArray[np.int64] = read_array(folder / SENTENCE_STARTS)
        self._contexts: NDArray[np.float16] = read_array(folder / CONTEXTS)
        self._context_of_row: NDArray[np.int32] = read_array(folder / CONTEXT_OF_ROW)
        self.curated = Curated(folder)
        self.glossary = read_glossary(folder / GLOSSARY)
        self.lexical = LexicalIndex(folder, self._sentence_starts)
        # What many questions lead to is read once; a sealed record never changes.
        self._document = _kept(self._documents, document_from_record, _DOCUMENTS_KEPT)
        self._passage = _kept(self._passages, passage_from_record, _PASSAGES_KEPT)
        self._check_counts()
        self._check_order()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Verify every file of `folder` against its manifest, then open it."""
        manifest = read_manifest(folder)
        verify_files(folder, manifest, FILES)
        try:
            return cls(folder, manifest)
        except (RuntimeError, ValueError, KeyError, TypeError) as error:
            # Whole by their sha256 and yet unreadable: written by a faulty build.
            found = f"its parts can't be opened ({' '.join(str(error).split())})"
            raise InconsistentIndexError(folder, found) from error
        except OSError as error:
            # It was there when it was verified: another build has just cleared it away, perhaps.
            raise UnreadableFolderError(folder, error) from error

    def _check_counts(self) -> None:
        counts = self.manifest.counts
        found = {
            "documents": (len(self._documents), len(self._rows_by_id)),
            "passages": (len(self._passages), len(self.dense), len(self._context_of_row)),
            "sentences": (len(self._sentences), int(self._sentence_starts[-1])),
        }
        for name, numbers in found.items():
            if set(numbers) != {getattr(counts, name)}:
                expected = getattr(counts, name)
                raise InconsistentIndexError(
                    self.folder, f"{expected} {name} are sealed but its files hold {numbers}"
                )

    def _check_order(self) -> None:
        # Counts can agree while a lexical file belongs to another order of the passages.
        analyzer = Analyzer()
        for row in {0, len(self) // 2, len(self) - 1}:
            passage = self.passage(row)
            document = self.document(passage.document_id)
            title = document.title if document else ""
            sentences = (passage.sentence_text(n) for n in range(len(passage.sentences)))
            texts = (context_of(title, passage.section), *sentences)
            if not self.lexical.holds(row, [term for t in texts for term in analyzer.terms(t)]):
                found = f"its lexical files hold other words for passage {passage.id}"
                raise InconsistentIndexError(self.folder, found)

    def check_encoder(self, encoder: Encoder) -> None:
        """Raise EncoderMismatchError unless `encoder` made this index."""
        built_with, loaded = self.manifest.encoder, encoder.identity
        if not built_with.is_comparable(loaded):
            raise EncoderMismatchError(self.folder, built_with.name, loaded.name)

    def __len__(self) -> int:
        return len(self._passages)

    @property
    def version(self) -> str:
        """Return the hash of the index's inputs."""
        return self.manifest.index_version

    @property
    def document_ids(self) -> list[str]:
        """Return every document's id, in the order of the build."""
        return list(self._rows_by_id)

    def passage(self, row: int) -> Passage:
        """Read the passage stored at `row`."""
        return self._passage(row)

    def passages_of(self, document_id: str) -> list[Passage]:
        """Read a document's passages, in their order; none where the id is not known."""
        number = self._rows_by_id.get(document_id)
        if number is None:
            return []
        return [self.passage(row) for row in rows_of(self._passages, number)]

    def document(self, document_id: str) -> Document | None:
        """Read a document, or return None where the index holds none of that id."""
        row = self._rows_by_id.get(document_id)
        return None if row is None else self._document(row)

    def allowed(self, chosen: Filter, day: date) -> Allowed | None:
        """Say of each row whether `chosen` lets it through, or None where it lets all through."""
        return self._places.allowed(chosen, day) if chosen else None

    @cached_property
    def _places(self) -> Places:
        return Places(self._documents, self._passages)

    @cached_property
    def languages(self) -> frozenset[str]:
        """Return the languages that the documents state, regions left out ("en" for "en-GB").

        Empty where more than half state none, for then nobody knows. Of very many documents some
        are looked at, evenly spread.
        """
        rows = range(0, len(self._documents), 1 + len(self._documents) // _LOOKED_AT)
        stated = [self._documents[row].get("language") for row in rows]
        told = [re.split("[-_]", tag)[0].lower() for tag in stated if tag]
        return frozenset(told) if 2 * len(told) >= len(stated) else frozenset()

    def sentence_vectors(self, row: int) -> Vectors:
        """Return the unit vectors of the sentences of the passage at `row`, in their order."""
        start, end = self._sentence_starts[row : row + 2]
        return widened(self._sentences[start:end])

    def context_vector(self, row: int) -> Vectors:
        """Return the unit vector of the title and headings of the passage at `row`."""
        return widened(self._contexts[self._context_of_row[row]])

    def contents(self, rows: NDArray[np.int64]) -> Contents:
        """Return what stands in the passages at `rows`, which are in order."""
        # With few passages, every question considers them all.
        return self._all_contents if len(rows) == len(self) else self._contents(rows)

    @cached_property
    def _all_contents(self) -> Contents:
        return self._contents(np.arange(len(self)))

    def _contents(self, rows: NDArray[np.int64]) -> Contents:
        sentences, firsts = end_to_end(self._sentence_starts[rows], self._sentence_starts[rows + 1])
        count, width = len(rows), self._sentences.shape[1]
        vectors = np.empty((2 * count + len(sentences), width), dtype=np.float32)
        vectors[:count] = self.dense.vectors(rows)
        widened(self._contexts[self._context_of_row[rows]], vectors[count : 2 * count])
        widened(self._sentences[sentences], vectors[2 * count :])
        units, pinned = self.lexical.units(rows), self.curated.expectation.pinned(rows, firsts)
        return Contents.of(vectors, firsts, units, pinned)


_Read = TypeVar("_Read")


def _kept(
    records: Records, read: Callable[[dict[str, Any]], _Read], most: int
) -> Callable[[int], _Read]:
    """Return what reads the record at a row, and remembers the last `most`."""
    return lru_cache(most)(lambda row: read(records[row]))
