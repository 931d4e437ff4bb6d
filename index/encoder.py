"""What an encoder is to the rest of Citewell: texts in, unit vectors out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

Vectors = NDArray[np.float32]
Precision = Literal["float32", "bfloat16"]


class EncoderIdentity(BaseModel):
    """Everything that must agree for two vectors to be comparable, and what computed them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    weights_sha256: str
    dimension: int
    max_tokens: int
    query_prefix: str = ""
    passage_prefix: str = ""
    precision: Precision = "float32"
    """What passages were embedded in; questions are embedded in float32."""
    runtime: str = ""
    """What ran the model. Runtimes are checked to give the same vectors, so it decides nothing."""

    def inputs(self) -> dict[str, Any]:
        """Return what decides the vectors: all but the model's name and its runtime."""
        return self.model_dump(exclude={"name", "runtime"})

    def is_comparable(self, other: Self) -> bool:
        """Say whether the vectors of both are comparable: a lower precision only rounds them."""
        return other.model_copy(update={"precision": self.precision}).inputs() == self.inputs()


@dataclass(frozen=True, slots=True)
class EmbeddedQuery:
    """A query as the encoder sees it: whole, and token by token; all rows have length 1.

    `tokens` has a row for each of the encoder's own tokens as it stands in this query, at least
    one; special tokens and the query prefix are left out.
    """

    vector: Vectors
    tokens: Vectors

    @classmethod
    def of(cls, vector: Vectors, tokens: Vectors) -> Self:
        """Bring `tokens`, of any length, to length 1; without any, the whole stands for them."""
        if not len(tokens):
            return cls(vector, vector[None])
        unit: Vectors = tokens / np.linalg.norm(tokens, axis=1, keepdims=True)
        return cls(vector, unit)


class Encoder(Protocol):
    """Embeds texts; the rows it returns are float32 of length 1, in the order of the texts."""

    @property
    def identity(self) -> EncoderIdentity:
        """Say which model this is."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the encoder's own tokens in each text, special tokens left out."""

    def encode_queries(self, queries: Sequence[str]) -> Vectors:
        """Embed what people ask: (len(queries), dimension)."""

    def encode_by_depth(self, queries: Sequence[str]) -> Vectors:
        """Embed what people ask, by all layers and by half: (len(queries), 2, dimension)."""

    def embed_queries(self, queries: Sequence[str]) -> list[EmbeddedQuery]:
        """Embed queries, with the same vectors as `encode_queries`, and each of their tokens."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what pages say: (len(texts), dimension). Text beyond `max_tokens` is not seen."""


def halfway(layers: int) -> int:
    """Return after how many of a model's layers half of its way is gone."""
    return layers // 2
