"""The second half of a build: a vector for each text, embedded only where none is known yet."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index import opened
from index.dense import FLAT_UP_TO, DenseIndex, DenseKind, DenseWriter
from index.encoder import Encoder, EncoderIdentity, Vectors
from index.errors import EncoderError
from index.journal import KEY_BYTES, Journal
from index.progress import EMBEDDING, Progress
from index.texts import embedding_texts

BATCH = 1024
"""How many texts are embedded between two reports, and lost at most when a build is killed."""
JOURNAL_PREFIX = ".embedded-"
_ROWS_AT_ONCE = 4096
_SAMPLED_QUERIES = 200
_MISSING = -1
_ROW_BITS = 40


class _Pool:
    """Finds the vectors of one kind of text by key, wherever they stand."""

    def __init__(self, journal: Journal, keys: bytes) -> None:
        self._journal, self._keys = journal, keys
        self._readers: list[Callable[[int], NDArray[np.floating]]] = []
        self._places: dict[bytes, int] = dict.fromkeys(_each(keys), _MISSING)
        self._queued: dict[bytes, str] = {}
        self.lend(journal.keys(), journal.vectors().__getitem__)

    def lend(self, keys: Iterable[bytes], vector_at: Callable[[int], NDArray[np.floating]]) -> None:
        """Note where the vectors stand that are wanted and not known yet."""
        source = len(self._readers) << _ROW_BITS
        self._readers.append(vector_at)
        for row, key in enumerate(keys):
            if self._places.get(key) == _MISSING:
                self._places[key] = source | row

    def missing(self) -> int:
        """Count the different texts without a vector."""
        return sum(place == _MISSING for place in self._places.values())

    def queue(self, key: bytes, text: str) -> bool:
        """Queue `text` where its vector is missing; say whether the queue is full."""
        if self._places[key] == _MISSING:
            self._queued[key] = text
        return len(self._queued) >= BATCH

    def embed(self, encoder: Encoder) -> int:
        """Embed what is queued and return how much that was."""
        keys, texts = list(self._queued), list(self._queued.values())
        if not keys:
            return 0
        vectors = encoder.encode_passages(texts)
        _check_vectors(encoder, vectors)
        source = len(self._readers) << _ROW_BITS
        for row, key in enumerate(keys, start=len(self._journal)):
            self._places[key] = source | row
        self._journal.append(keys, vectors)
        self._queued = {}
        return len(keys)

    def rows(self) -> Iterator[NDArray[np.floating]]:
        """Yield every row's vector, in order, some thousand at a time."""
        readers = [*self._readers, self._journal.vectors().__getitem__]
        row_of = (1 << _ROW_BITS) - 1
        for start in range(0, len(self._keys), _ROWS_AT_ONCE * KEY_BYTES):
            part = self._keys[start : start + _ROWS_AT_ONCE * KEY_BYTES]
            places = [self._places[key] for key in _each(part)]
            yield np.stack([readers[p >> _ROW_BITS](p & row_of) for p in places])


@dataclass(frozen=True, slots=True)
class _Pools:
    passages: _Pool
    sentences: _Pool

    def missing(self) -> int:
        return self.passages.missing() + self.sentences.missing()

    def lend(self, folder: Path) -> None:
        """Lend the vectors of a sealed index, which must have been verified."""
        passages, sentences = _keys_of(folder)
        self.passages.lend(_each(passages), DenseIndex(folder / opened.DENSE).vector)
        stored = np.load(folder / opened.SENTENCES, mmap_mode="r", allow_pickle=False)
        self.sentences.lend(_each(sentences), np.asarray(stored).__getitem__)


def write_vectors(
    work: Path,
    lenders: Iterable[Path],
    encoder: Encoder,
    progress: Progress,
    flat_up_to: int = FLAT_UP_TO,
) -> DenseKind:
    """Write the vectors of the passages and sentences written before.

    Vectors that stand in `lenders` (verified folders of the same encoder) or in the journal of
    a build that was stopped are copied; equal texts are embedded once.
    """
    dimension = encoder.identity.dimension
    passages, sentences = _keys_of(work)
    with ExitStack() as stack:

        def pool(kind: str, dtype: DTypeLike, keys: bytes) -> _Pool:
            path = work.parent / f"{journal_name(encoder.identity)}-{kind}"
            return _Pool(stack.enter_context(closing(Journal(path, dimension, dtype))), keys)

        pools = _Pools(
            pool("passages", np.float32, passages), pool("sentences", np.float16, sentences)
        )
        for folder in lenders:
            if not pools.missing():
                break
            pools.lend(folder)
        _embed_missing(work, pools, encoder, progress)
        _write_sentences(work / opened.SENTENCES, pools.sentences, len(sentences), dimension)
        dense = DenseWriter(dimension)
        for rows in pools.passages.rows():
            dense.add(rows.astype(np.float32))
    return dense.write(work / opened.DENSE, _sampled_queries(work), flat_up_to)


def journal_name(identity: EncoderIdentity) -> str:
    """Name the journal by all that makes vectors comparable."""
    fields = json.dumps(identity.inputs(), sort_keys=True)
    return JOURNAL_PREFIX + hashlib.sha256(fields.encode()).hexdigest()[:16]


def _embed_missing(work: Path, pools: _Pools, encoder: Encoder, progress: Progress) -> None:
    total = pools.missing()
    progress(EMBEDDING, 0, total)
    for whole, parts in embedding_texts(work):
        if pools.passages.queue(_key(whole), whole):
            progress(EMBEDDING, pools.passages.embed(encoder), total)
        for part in parts:
            if pools.sentences.queue(_key(part), part):
                progress(EMBEDDING, pools.sentences.embed(encoder), total)
    for pool in (pools.passages, pools.sentences):
        progress(EMBEDDING, pool.embed(encoder), total)


def _write_sentences(path: Path, sentences: _Pool, key_bytes: int, dimension: int) -> None:
    # Written, never mapped for writing: on a full disk that would kill the process.
    shape = (key_bytes // KEY_BYTES, dimension)
    header = {"descr": "<f2", "fortran_order": False, "shape": shape}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for rows in sentences.rows():
            file.write(np.ascontiguousarray(rows, dtype="<f2").tobytes())


def _sampled_queries(work: Path) -> Vectors:
    """Return sentences from all over the corpus: the nearest to what people ask."""
    stored = np.load(work / opened.SENTENCES, mmap_mode="r", allow_pickle=False)
    step = max(1, len(stored) // _SAMPLED_QUERIES)
    return np.ascontiguousarray(stored[::step][:_SAMPLED_QUERIES], dtype=np.float32)


def _check_vectors(encoder: Encoder, vectors: Vectors) -> None:
    lengths = np.linalg.norm(vectors, axis=1)
    # Not `any(... > ...)`: that would let NaN pass.
    if not np.all(np.abs(lengths - 1.0) < 1e-3):
        found = "it returned vectors that are not numbers of length 1"
        raise EncoderError(encoder.identity.name, found, "use another encoder")


def _keys_of(folder: Path) -> tuple[bytes, bytes]:
    """Return the keys of all passages and of all sentences, one after the other."""
    passages, sentences = bytearray(), bytearray()
    for whole, parts in embedding_texts(folder):
        passages += _key(whole)
        for part in parts:
            sentences += _key(part)
    return bytes(passages), bytes(sentences)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def _each(keys: bytes) -> Iterator[bytes]:
    return (keys[start : start + KEY_BYTES] for start in range(0, len(keys), KEY_BYTES))
