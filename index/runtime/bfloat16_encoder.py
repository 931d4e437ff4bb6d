"""A BERT in torch that multiplies in bfloat16: for builds of many pages, where processors can.

Processors with AMX multiply eight times as fast in bfloat16 as in float32. What is added up from
layer to layer stays in float32, as do norms and pooling: it costs next to no time, and vectors
come three times as near to the exact ones. Questions, few and asked one by one, stay with the
exact encoder.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Encoding
from torch.nn import functional

from index.cores import cores
from index.encoder import EmbeddedQuery, Encoder, EncoderIdentity, Vectors
from index.errors import RuntimeRefusedError
from index.model_files import ModelFiles
from index.runtime.onnx_encoder import batches, truncating_tokenizer, windows
from index.runtime.recipe import BertShape, Recipe
from index.runtime.weights import TensorPlace, tensor_places

# The intermediate results for this many tokens fit in a core's own cache.
_BATCH_TOKENS = 1024
_FILLED_TO = 256

Tensor = Any


def multiplies_bfloat16() -> bool:
    """Say whether this processor multiplies in bfloat16, rather than torch imitating it."""
    return bool(torch.cpu._is_avx512_bf16_supported())


class Bfloat16Encoder:
    """Embeds passages in bfloat16, and all else by `exact`, the same model's exact encoder."""

    def __init__(self, recipe: Recipe, files: ModelFiles, exact: Encoder) -> None:
        """Read the weights; raises RuntimeRefusedError where one is missing."""
        self._recipe, self._exact = recipe, exact
        told = {"precision": "bfloat16", "runtime": f"torch {torch.__version__}"}
        self._identity = exact.identity.model_copy(update=told)
        try:
            self._bert = _Bert(recipe.shape, _read(files))
        except KeyError as error:
            found = f"its weights hold no float32 {error}"
            raise RuntimeRefusedError(files.name, found) from error
        self._tokenizer = truncating_tokenizer(recipe)

    @property
    def identity(self) -> EncoderIdentity:
        """Say which model this is, and that its passages are embedded in bfloat16."""
        return self._identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count tokens with the model's tokenizer, special tokens left out."""
        return self._exact.count_tokens(texts)

    def encode_queries(self, queries: Sequence[str]) -> Vectors:
        """Embed queries as exactly as when they are asked."""
        return self._exact.encode_queries(queries)

    def encode_by_depth(self, queries: Sequence[str]) -> Vectors:
        """Embed queries as exactly as when they are asked."""
        return self._exact.encode_by_depth(queries)

    def embed_queries(self, queries: Sequence[str]) -> list[EmbeddedQuery]:
        """Embed queries and their tokens as exactly as when they are asked."""
        return self._exact.embed_queries(queries)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages with the model's passage prefix, those of like length together."""
        vectors = np.empty((len(texts), self._identity.dimension), np.float32)
        prefix = self._identity.passage_prefix
        with _thread_a_core() as pool:
            for start, window in windows(texts):
                encodings = self._tokenizer.encode_batch_fast([prefix + text for text in window])
                rows = list(batches([len(encoding) for encoding in encodings], _BATCH_TOKENS))
                parts = [[encodings[row] for row in batch] for batch in rows]
                for batch, embedded in zip(rows, pool.map(self._run, parts), strict=True):
                    vectors[[start + row for row in batch]] = embedded
        return vectors

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        """Embed texts that stand in order of their lengths."""
        alike = [list(group) for _, group in groupby(encodings, key=len)]
        with torch.inference_mode():
            tokens = self._bert.tokens([torch.tensor([e.ids for e in same]) for same in alike])
            pooled = torch.cat([self._pool(same) for same in tokens])
            unit: Vectors = functional.normalize(pooled, dim=1).numpy()
        return unit

    def _pool(self, tokens: Tensor) -> Tensor:
        match self._recipe.pooling:
            case "cls":
                return tokens[:, 0]
            case "mean":
                return tokens.mean(dim=1)


class _Bert:
    """The layers over the tokens of all texts of a batch end to end: nothing of it is padding.

    Only attention looks at one length at a time, so that no token need be masked. What is
    multiplied is bfloat16, all else float32.
    """

    def __init__(self, shape: BertShape, weights: dict[str, Tensor]) -> None:
        self._shape, self._weights = shape, weights
        for layer in range(shape.layers):
            prefix = f"encoder.layer.{layer}.attention.self"
            for part in ("weight", "bias"):
                names = [f"{prefix}.{name}.{part}" for name in ("query", "key", "value")]
                # One product is faster than three.
                weights[f"{prefix}.{part}"] = torch.cat([weights.pop(name) for name in names])
        for name, weight in weights.items():
            if "embeddings" not in name and "LayerNorm" not in name:
                weights[name] = weight.bfloat16()

    def tokens(self, ids: Sequence[Tensor]) -> list[Tensor]:
        """Return (texts, tokens, width) for each of `ids`, each (texts, tokens)."""
        shapes = [tuple(same.shape) for same in ids]
        x = _filled_up(torch.cat([self._embedded(same).flatten(0, 1) for same in ids]))
        x = self._norm("embeddings.LayerNorm", x)
        for layer in range(self._shape.layers):
            prefix = f"encoder.layer.{layer}."
            attended = self._attention(f"{prefix}attention.self", x, shapes)
            y = self._add_norm(f"{prefix}attention.output", attended, x)
            wide = functional.gelu(self._linear(f"{prefix}intermediate.dense", y))
            x = self._add_norm(f"{prefix}output", wide, y)
        return [part.view(*shape, -1) for shape, part in _parts(x, shapes)]

    def _embedded(self, ids: Tensor) -> Tensor:
        kinds = ("word", "position", "token_type")
        words, places, segments = (
            self._weights[f"embeddings.{kind}_embeddings.weight"] for kind in kinds
        )
        return words[ids] + places[: ids.shape[1]] + segments[0]

    def _attention(self, name: str, x: Tensor, shapes: Sequence[tuple[int, ...]]) -> Tensor:
        heads = self._shape.heads
        attended = []
        for shape, part in _parts(self._linear(name, x), shapes):
            query, key, value = part.view(*shape, 3, heads, -1).permute(2, 0, 3, 1, 4)
            looked = functional.scaled_dot_product_attention(query, key, value)
            attended.append(looked.transpose(1, 2).reshape(-1, self._shape.width))
        return _filled_up(torch.cat(attended))

    def _add_norm(self, prefix: str, x: Tensor, residual: Tensor) -> Tensor:
        return self._norm(f"{prefix}.LayerNorm", self._linear(f"{prefix}.dense", x) + residual)

    def _linear(self, name: str, x: Tensor) -> Tensor:
        weights = self._weights
        return functional.linear(x.bfloat16(), weights[f"{name}.weight"], weights[f"{name}.bias"])

    def _norm(self, name: str, x: Tensor) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(x, (self._shape.width,), weight, bias, self._shape.epsilon)


def _parts(
    x: Tensor, shapes: Sequence[tuple[int, ...]]
) -> Iterator[tuple[tuple[int, ...], Tensor]]:
    """Cut what stands end to end back into the tokens of each of `shapes`."""
    sizes = [texts * tokens for texts, tokens in shapes]
    return zip(shapes, x[: sum(sizes)].split(sizes), strict=True)


def _filled_up(x: Tensor) -> Tensor:
    """Add rows up to a multiple of _FILLED_TO: torch keeps a program for each height it meets."""
    return functional.pad(x, (0, 0, 0, -len(x) % _FILLED_TO))


def _read(files: ModelFiles) -> dict[str, Tensor]:
    places = tensor_places(files)
    return {name: _tensor(files.weights.parent, place) for name, place in places.items()}


def _tensor(folder: Path, place: TensorPlace) -> Tensor:
    mapped = np.memmap(folder / place.file, "<f4", "c", place.offset, place.shape)
    return torch.from_numpy(mapped)


@contextmanager
def _thread_a_core() -> Iterator[ThreadPoolExecutor]:
    """Give a thread to each core, in which torch starts no threads of its own."""
    before = torch.get_num_threads()
    try:
        with ThreadPoolExecutor(cores(), initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield pool
    finally:
        # torch keeps the last number for all threads to come.
        torch.set_num_threads(before)
