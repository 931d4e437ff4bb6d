"""The second half of a build: a vector for each text, embedded only where none is known yet."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index import expectation, opened
from index.curated import curated_questions
from index.dense import DenseIndex, DenseKind, DenseWriter
from index.encoder import Encoder, EncoderIdentity, Vectors
from index.errors import EncoderError
from index.journal import KEY_BYTES, Journal
from index.progress import EMBEDDING, Progress
from index.reading import read_array
from index.texts import embedding_texts

BATCH_CHARACTERS = 250_000
"""How much text is embedded between two reports, and lost at most when a build is killed.

Counted in characters, so that 200 passages and 2,000 sentences take about as long.
"""
JOURNAL_PREFIX = ".embedded-"
WHOLE, SENTENCE, CONTEXT = "passages", "sentences", "contexts"
QUESTION = "questions"
_KINDS: Mapping[str, DTypeLike] = {
    WHOLE: np.float32,
    SENTENCE: np.float16,
    CONTEXT: np.float16,
    QUESTION: np.float16,
}
_FILE_OF: Mapping[str, str] = {
    SENTENCE: opened.SENTENCES,
    CONTEXT: opened.CONTEXTS,
    QUESTION: expectation.QUESTIONS,
}
_ROWS_AT_ONCE = 4096
_SAMPLED_QUERIES = 200
_MISSING = -1
_ROW_BITS = 40


class _Pool:
    """Finds the vectors of one kind of text by key, wherever they stand."""

    def __init__(self, journal: Journal, keys: bytes, *, asked: bool) -> None:
        self._journal, self._keys, self._asked = journal, keys, asked
        self._readers: list[Callable[[int], NDArray[np.floating]]] = []
        self._places: dict[bytes, int] = dict.fromkeys(_each(keys), _MISSING)
        self._queued: dict[bytes, str] = {}
        self._characters = 0
        self.lend(journal.keys(), journal.vectors().__getitem__)

    def __len__(self) -> int:
        """Count the rows, equal texts as often as they stand."""
        return len(self._keys) // KEY_BYTES

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
        if self._places[key] == _MISSING and key not in self._queued:
            self._queued[key] = text
            self._characters += len(text)
        return self._characters >= BATCH_CHARACTERS

    def embed(self, encoder: Encoder) -> int:
        """Embed what is queued, as its kind is to be embedded; return how much that was."""
        keys, texts = list(self._queued), list(self._queued.values())
        if not keys:
            return 0
        encode = encoder.encode_queries if self._asked else encoder.encode_passages
        vectors = encode(texts)
        _check_vectors(encoder, vectors)
        source = len(self._readers) << _ROW_BITS
        for row, key in enumerate(keys, start=len(self._journal)):
            self._places[key] = source | row
        self._journal.append(keys, vectors)
        self._queued, self._characters = {}, 0
        return len(keys)

    def rows(self) -> Iterator[NDArray[np.floating]]:
        """Yield every row's vector, in order, some thousand at a time."""
        readers = [*self._readers, self._journal.vectors().__getitem__]
        row_of = (1 << _ROW_BITS) - 1
        for start in range(0, len(self._keys), _ROWS_AT_ONCE * KEY_BYTES):
            part = self._keys[start : start + _ROWS_AT_ONCE * KEY_BYTES]
            places = [self._places[key] for key in _each(part)]
            yield np.stack([readers[p >> _ROW_BITS](p & row_of) for p in places])


class _Pools:
    """One pool for each kind of text, the journals open until the block is left."""

    def __init__(self, work: Path, identity: EncoderIdentity, stack: ExitStack) -> None:
        keys = _keys_of(work)
        self._of: dict[str, _Pool] = {}
        for kind, dtype in _KINDS.items():
            path = work.parent / f"{journal_name(identity)}-{kind}"
            journal = stack.enter_context(closing(Journal(path, identity.dimension, dtype)))
            self._of[kind] = _Pool(journal, keys[kind], asked=kind == QUESTION)

    def __getitem__(self, kind: str) -> _Pool:
        return self._of[kind]

    def missing(self) -> int:
        return sum(pool.missing() for pool in self._of.values())

    def lend(self, folder: Path) -> None:
        """Lend the vectors of a sealed index, which must have been verified."""
        keys = _keys_of(folder)
        self._of[WHOLE].lend(_each(keys[WHOLE]), DenseIndex(folder / opened.DENSE).vector)
        for kind, name in _FILE_OF.items():
            stored = read_array(folder / name)
            self._of[kind].lend(_each(keys[kind]), np.asarray(stored).__getitem__)


def write_vectors(
    work: Path,
    lenders: Iterable[Path],
    encoder: Encoder,
    progress: Progress,
    flat_up_to: int,
) -> DenseKind:
    """Write the vectors of passages, sentences, contexts and curated questions.

    Vectors that stand in `lenders` (verified folders of the same encoder) or in the journal of
    a build that was stopped are copied; equal texts are embedded once.
    """
    with ExitStack() as stack:
        pools = _Pools(work, encoder.identity, stack)
        for folder in lenders:
            if not pools.missing():
                break
            pools.lend(folder)
        _embed_missing(work, pools, encoder, progress)
        for kind, name in _FILE_OF.items():
            _write_array(work / name, pools[kind], encoder.identity.dimension)
        dense = DenseWriter(encoder.identity.dimension)
        for rows in pools[WHOLE].rows():
            dense.add(rows.astype(np.float32))
    return dense.write(work / opened.DENSE, _sampled_queries(work), flat_up_to)


def journal_name(identity: EncoderIdentity) -> str:
    """Name the journal by all that makes vectors comparable."""
    fields = json.dumps(identity.inputs(), sort_keys=True)
    return JOURNAL_PREFIX + hashlib.sha256(fields.encode()).hexdigest()[:16]


def _embed_missing(work: Path, pools: _Pools, encoder: Encoder, progress: Progress) -> None:
    total = pools.missing()
    progress(EMBEDDING, 0, total)
    for kind, text in _texts_of(work):
        if pools[kind].queue(_key(text), text):
            progress(EMBEDDING, pools[kind].embed(encoder), total)
    for kind in _KINDS:
        progress(EMBEDDING, pools[kind].embed(encoder), total)


def _write_array(path: Path, pool: _Pool, dimension: int) -> None:
    # Written, never mapped for writing: on a full disk that would kill the process.
    header = {"descr": "<f2", "fortran_order": False, "shape": (len(pool), dimension)}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for rows in pool.rows():
            file.write(np.ascontiguousarray(rows, dtype="<f2").tobytes())


def _sampled_queries(work: Path) -> Vectors:
    """Return sentences from all over the corpus: the nearest to what people ask."""
    stored = read_array(work / opened.SENTENCES)
    step = max(1, len(stored) // _SAMPLED_QUERIES)
    return np.ascontiguousarray(stored[::step][:_SAMPLED_QUERIES], dtype=np.float32)


def _check_vectors(encoder: Encoder, vectors: Vectors) -> None:
    lengths = np.linalg.norm(vectors, axis=1)
    # Not `any(... > ...)`: that would let NaN pass.
    if not np.all(np.abs(lengths - 1.0) < 1e-3):
        found = "it returned vectors that are not numbers of length 1"
        raise EncoderError(encoder.identity.name, found, "use another encoder")


def _texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every text that has a row of its own, kind by kind in row order."""
    contexts: set[bytes] = set()
    for seen in embedding_texts(folder):
        key = _key(seen.context)
        if key not in contexts:
            # Many passages share one context, which has one row.
            contexts.add(key)
            yield CONTEXT, seen.context
        yield WHOLE, seen.whole
        for sentence in seen.sentences:
            yield SENTENCE, sentence
    for question in curated_questions(folder)[0]:
        yield QUESTION, question


def _keys_of(folder: Path) -> dict[str, bytes]:
    """Return the keys of all rows of each kind, end to end."""
    keys = {kind: bytearray() for kind in _KINDS}
    for kind, text in _texts_of(folder):
        keys[kind] += _key(text)
    return {kind: bytes(joined) for kind, joined in keys.items()}


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def _each(keys: bytes) -> Iterator[bytes]:
    return (keys[start : start + KEY_BYTES] for start in range(0, len(keys), KEY_BYTES))
