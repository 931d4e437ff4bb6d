"""An encoder that runs a BERT in onnxruntime, with the model's own tokenizer and pooling."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.cores import cores
from index.encoder import EmbeddedQuery, EncoderIdentity, Vectors
from index.errors import RuntimeRefusedError
from index.runtime.grouping import cheapest
from index.runtime.quiet import ort
from index.runtime.recipe import Recipe
from index.runtime.sessions import SESSION_ERRORS, Sessions

Tokens = NDArray[np.int32]

RUNTIME = f"onnxruntime {ort.__version__}"

# Padded tokens a batch: what is computed from them stays in a core's own cache. Larger batches
# were slower, whatever their number of texts.
_BATCH_TOKENS = 256
# Texts that are tokenized and sorted by length at once; bounds what is held in memory.
_WINDOW = 4096
# All layers, and half of them: what pages say is embedded by the first alone.
_DEPTHS = 2
# Queries whose vectors are remembered: as many as may be asked at once.
_RECENT = 16

# A text, or its tokens.
Key = str | tuple[tuple[int, ...], tuple[int, ...]]
Session = Any


def _tokens(encoding: Encoding) -> Key:
    return tuple(encoding.ids), tuple(encoding.type_ids)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A query by all layers and by half of them, (2, dimension), and token by token."""

    by_depth: Vectors
    query: EmbeddedQuery


class Recent:
    """The last `most` queries embedded, by their texts and tokens; threads may share them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._embedded: dict[Key, Embedded] = {}
        self._lock = Lock()

    def held(self, keys: Iterable[Key]) -> dict[Key, Embedded]:
        """Return those of `keys` that are remembered."""
        with self._lock:
            return {key: self._embedded[key] for key in keys if key in self._embedded}

    def keep(self, embedded: Mapping[Key, Embedded]) -> None:
        """Remember these as the last, and forget the oldest beyond what may be held."""
        with self._lock:
            self._embedded |= embedded
            for key in list(self._embedded)[: -self._most]:
                del self._embedded[key]


class OnnxEncoder:
    """Follows a recipe with the given weights; safe to use from several threads."""

    def __init__(
        self, recipe: Recipe, identity: EncoderIdentity, graph: bytes, weights: Path
    ) -> None:
        """Open a session of `graph`, whose weights stand in the file `weights`.

        Raises RuntimeRefusedError where onnxruntime can't.
        """
        self._recipe, self._identity = recipe, identity
        try:
            self._sessions = Sessions(graph, weights)
        except SESSION_ERRORS as error:
            found = f"onnxruntime can't run it ({' '.join(str(error).split())})"
            raise RuntimeRefusedError(identity.name, found) from error
        self._tokenizer = truncating_tokenizer(recipe)
        self._recent = Recent(2 * _RECENT)

    @property
    def identity(self) -> EncoderIdentity:
        """Say which model this is."""
        return self._identity

    @cached_property
    def _whole_text_tokenizer(self) -> Tokenizer:
        # A second one, since truncation is a state of the tokenizer that threads would share.
        return _tokenizer(self._recipe)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count tokens with the model's tokenizer, special tokens left out."""
        encoded = self._whole_text_tokenizer.encode_batch_fast(
            list(texts), add_special_tokens=False
        )
        return [len(encoding) for encoding in encoded]

    def encode_queries(self, queries: Sequence[str]) -> Vectors:
        """Embed queries with the model's query prefix."""
        return np.ascontiguousarray(self.encode_by_depth(queries)[:, 0])

    def encode_by_depth(self, queries: Sequence[str]) -> Vectors:
        """Embed queries by all layers and by half of them, as one run of the model gives both."""
        if not 0 < len(queries) <= _RECENT:
            return self._encode(queries, self._identity.query_prefix, _DEPTHS)
        return np.stack([embedded.by_depth for embedded in self._embedded(queries)])

    def embed_queries(self, queries: Sequence[str]) -> list[EmbeddedQuery]:
        """Embed queries with the model's query prefix, and each of their tokens."""
        return [embedded.query for embedded in self._embedded(queries)]

    def _embedded(self, queries: Sequence[str]) -> list[Embedded]:
        # A question is embedded twice, as typed and as routing reads it, and the tokenizer often
        # makes the same of both. What is remembered stays in memory and is soon pushed out.
        found = self._recent.held(queries)
        unread = [query for query in dict.fromkeys(queries) if query not in found]
        if unread:
            read: dict[Key, Embedded] = dict(zip(unread, self._read(unread), strict=True))
            found |= read
            self._recent.keep(read)
        return [found[query] for query in queries]

    def _read(self, queries: Sequence[str]) -> list[Embedded]:
        """Embed queries whose tokens may be remembered though they themselves are not."""
        prefix = self._identity.query_prefix
        encodings = [self._tokenizer.encode(prefix + query) for query in queries]
        keys = [_tokens(encoding) for encoding in encodings]
        found = self._recent.held(keys)
        new = {key: e for key, e in zip(keys, encodings, strict=True) if key not in found}
        fresh = dict(zip(new, self._run_few(list(new.values())), strict=True))
        self._recent.keep(fresh)
        return [fresh[key] if key in fresh else found[key] for key in keys]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages with the model's passage prefix, those of like length together."""
        return self._encode(texts, self._identity.passage_prefix, 1)[:, 0]

    def _encode(self, texts: Sequence[str], prefix: str, depths: int) -> Vectors:
        vectors = self._room(len(texts), depths)
        for start, window in windows(texts):
            encodings = self._tokenizer.encode_batch_fast([prefix + text for text in window])
            vectors[start : start + len(window)] = self._run_sorted(encodings, depths)
        return vectors

    def _run_few(self, encodings: Sequence[Encoding]) -> list[Embedded]:
        embedded: dict[int, Embedded] = {}
        with self._sessions.soonest() as session:
            for rows in cheapest([len(encoding) for encoding in encodings]):
                part = [encodings[row] for row in rows]
                embedded |= zip(rows, self._queries(session, part), strict=True)
        return [embedded[row] for row in range(len(encodings))]

    def _queries(self, session: Session, encodings: Sequence[Encoding]) -> Iterator[Embedded]:
        depths, mask = self._run(session, encodings)
        prefix = len(self._identity.query_prefix)
        by_depth = np.stack([self._pool(tokens, mask) for tokens in depths], axis=1)
        for encoding, vectors, tokens in zip(encodings, by_depth, depths[0], strict=True):
            # Special tokens end at 0, those of the prefix where it ends at the latest.
            own = [place for place, (_, end) in enumerate(encoding.offsets) if end > prefix]
            yield Embedded(vectors, EmbeddedQuery.of(vectors[0], tokens[own]))

    def _run_sorted(self, encodings: Sequence[Encoding], depths: int) -> Vectors:
        vectors = self._room(len(encodings), depths)
        groups = list(batches([len(encoding) for encoding in encodings], _BATCH_TOKENS))
        parts = [[encodings[row] for row in rows] for rows in groups]
        for rows, pooled in zip(groups, self._run_many(parts, depths), strict=True):
            vectors[rows] = pooled
        return vectors

    def _room(self, texts: int, depths: int) -> Vectors:
        return np.empty((texts, depths, self._identity.dimension), np.float32)

    def _run_many(self, parts: Sequence[Sequence[Encoding]], depths: int) -> Iterator[Vectors]:
        run = partial(self._pooled, self._sessions.own, depths=depths)
        if len(parts) < 2:
            yield from map(run, parts)
            return
        # A batch to a core: cores that share one batch wait for each other at every operator.
        with ThreadPoolExecutor(cores()) as pool:
            yield from pool.map(run, parts)

    def _pooled(self, session: Session, encodings: Sequence[Encoding], depths: int) -> Vectors:
        by_depth, mask = self._run(session, encodings, depths)
        return np.stack([self._pool(tokens, mask) for tokens in by_depth], axis=1)

    def _run(
        self, session: Session, encodings: Sequence[Encoding], depths: int = _DEPTHS
    ) -> tuple[list[Vectors], Tokens]:
        """Return the tokens' vectors by all layers and by half, and which are no padding."""
        shape = (len(encodings), max(len(encoding) for encoding in encodings))
        ids, mask, segments = (np.zeros(shape, np.int32) for _ in range(3))
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
            segments[row, : len(encoding)] = encoding.type_ids
        return self._embed(session, ids, mask, segments, depths), mask

    def _embed(
        self, session: Session, ids: Tokens, mask: Tokens, segments: Tokens, depths: int = _DEPTHS
    ) -> list[Vectors]:
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": segments}
        wanted = [out.name for out in session.get_outputs()[:depths]]
        by_depth: list[Vectors] = session.run(wanted, feed)
        return by_depth

    def _pool(self, tokens: Vectors, mask: Tokens) -> Vectors:
        # The mean's divisor falls away with the length that is divided out.
        match self._recipe.pooling:
            case "cls":
                pooled = tokens[:, 0]
            case "mean":
                pooled = np.einsum("btw,bt->bw", tokens, mask.astype(np.float32))
        lengths: Vectors = np.linalg.norm(pooled, axis=1, keepdims=True)
        unit: Vectors = pooled / lengths
        return unit


def windows(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield as many texts as are sorted by length at once, and where the first of them stands."""
    for start in range(0, len(texts), _WINDOW):
        yield start, texts[start : start + _WINDOW]


def batches(lengths: Sequence[int], most_tokens: int) -> Iterator[list[int]]:
    """Group rows of like length, the longest first, so that little of a batch is padding.

    A batch has up to `most_tokens`, padding included, or one row.
    """
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    while order:
        size = max(1, most_tokens // max(1, lengths[order[0]]))
        yield order[:size]
        del order[:size]


def truncating_tokenizer(recipe: Recipe) -> Tokenizer:
    """Return the model's tokenizer, which leaves out what the model doesn't read."""
    tokenizer = _tokenizer(recipe)
    tokenizer.enable_truncation(recipe.max_length)
    return tokenizer


def _tokenizer(recipe: Recipe) -> Tokenizer:
    tokenizer: Tokenizer = Tokenizer.from_file(str(recipe.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
