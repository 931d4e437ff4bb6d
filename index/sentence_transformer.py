"""The encoder adapter: any sentence-transformers model, by default the bundled one."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import EmbeddedQuery, EncoderIdentity, Vectors, halfway
from index.errors import EncoderError
from index.model_files import BUNDLED_NAME, find_model
from index.runtime.recipe import SPECIAL_TOKENS

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceTransformerEncoder:
    """A sentence-transformers model whose weights were checked before they were loaded."""

    def __init__(self, name: str = BUNDLED_NAME, sha256: str | None = None) -> None:
        """Load `name`: the bundled model, a folder, or a name the model cache or hub knows.

        `sha256` pins the weights of another model; the bundled one's are always pinned.
        """
        files = find_model(name, sha256)
        self._model = _load(name, files.folder)
        prompts = self._model.prompts
        self._identity = EncoderIdentity(
            name=name,
            weights_sha256=files.weights_sha256,
            dimension=int(self._model.get_embedding_dimension() or 0),
            max_tokens=int(self._model.max_seq_length or 512) - SPECIAL_TOKENS,
            query_prefix=prompts.get("query") or "",
            passage_prefix=prompts.get("document") or prompts.get("passage") or "",
            runtime=f"torch {version('torch')}",
        )

    @property
    def identity(self) -> EncoderIdentity:
        """Say which model this is; its prefixes come from the model's own prompts."""
        return self._identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count tokens with the model's tokenizer, special tokens left out."""
        encoded = self._model.tokenizer(
            list(texts), add_special_tokens=False, truncation=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]

    def encode_queries(self, queries: Sequence[str]) -> Vectors:
        """Embed queries with the model's query prefix."""
        return self._encode([self._identity.query_prefix + query for query in queries])

    def encode_by_depth(self, queries: Sequence[str]) -> Vectors:
        """Embed queries by all layers and by half of them, pooled alike."""
        import torch

        bert, pool = self._model[0], self._model[1]
        read = bert.preprocess([self._identity.query_prefix + query for query in queries])
        with torch.inference_mode():
            states = bert.auto_model(**read, output_hidden_states=True).hidden_states
            pooled = [
                pool({"token_embeddings": state, "attention_mask": read["attention_mask"]})
                for state in (states[-1], states[halfway(len(states) - 1)])
            ]
        units = [torch.nn.functional.normalize(p["sentence_embedding"]).numpy() for p in pooled]
        return np.stack(units, axis=1)

    def embed_queries(self, queries: Sequence[str]) -> list[EmbeddedQuery]:
        """Embed queries with the model's query prefix, and each of their tokens."""
        return [self._embed_query(query) for query in queries]

    def _embed_query(self, query: str) -> EmbeddedQuery:
        """Embed one query.

        Where the model projects its vectors after pooling, tokens can't be compared with them: the
        whole query stands for its tokens.
        """
        prefix = self._identity.query_prefix
        text = prefix + query
        (out,) = self._model.encode(
            [text],
            prompt="",
            output_value=None,
            convert_to_numpy=False,
            show_progress_bar=False,
        )
        vector = _unit(out["sentence_embedding"].float().cpu().numpy())
        tokens = out["token_embeddings"].float().cpu().numpy()
        if tokens.shape[1] != len(vector):
            return EmbeddedQuery.of(vector, tokens[:0, :0])
        encoded = self._model.tokenizer(
            text,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_special_tokens_mask=True,
        )
        own = tokens[np.array(encoded["special_tokens_mask"]) == 0]
        return EmbeddedQuery.of(vector, own[self.count_tokens([prefix])[0] :])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages with the model's passage prefix."""
        return self._encode([self._identity.passage_prefix + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            list(texts), prompt="", normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit


def _load(name: str, folder: Path) -> "SentenceTransformer":
    # Imported late: it takes seconds, and `--help` or a bad path should not wait for it.
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        found = f"it can't be loaded ({' '.join(str(error).split())})"
        raise EncoderError(name, found, "name a complete sentence-transformers model") from error
