"""Stand-ins at the seams: an encoder whose vectors can be worked out by hand, and pages."""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from corpus.document import Document, Section, Span
from index.encoder import EmbeddedQuery, EncoderIdentity, Precision, Vectors

DIMENSION = 64


class HashingEncoder:
    """Counts words: a word adds 1 at `crc32(word) % dimension`, then the row gets length 1.

    Two texts of the same words have cosine 1; texts that share no word (and no place) have 0.
    `embedded` lists every passage and sentence it was given, in order, to count the work done.
    """

    def __init__(
        self,
        name: str = "words",
        max_tokens: int = 40,
        dimension: int = DIMENSION,
        precision: Precision = "float32",
    ) -> None:
        self._identity = EncoderIdentity(
            name=name,
            weights_sha256=f"{zlib.crc32(name.encode()):064x}",
            dimension=dimension,
            max_tokens=max_tokens,
            precision=precision,
        )
        self.embedded: list[str] = []

    @property
    def identity(self) -> EncoderIdentity:
        return self._identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(words(text)) for text in texts]

    def encode_queries(self, queries: Sequence[str]) -> Vectors:
        return np.stack([self.vector(query) for query in queries])

    def encode_by_depth(self, queries: Sequence[str]) -> Vectors:
        vectors = self.encode_queries(queries)
        return np.stack([vectors, vectors], axis=1)

    def embed_queries(self, queries: Sequence[str]) -> list[EmbeddedQuery]:
        return [
            EmbeddedQuery.of(
                self.vector(query), np.stack([self.vector(w) for w in words(query) or [""]])
            )
            for query in queries
        ]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return np.stack([self.vector(text) for text in texts])

    def vector(self, text: str) -> Vectors:
        """Return one row; a text without words points along the first axis."""
        counts = np.zeros(self._identity.dimension, dtype=np.float32)
        for word in words(text) or [""]:
            counts[zlib.crc32(word.encode()) % len(counts)] += 1
        return counts / np.linalg.norm(counts)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def pages(count: int, changed: int | None = None) -> list[Document]:
    """Return pages of three sentences each; the page `changed` says something else."""
    documents = []
    for number in range(count):
        word = "changed" if number == changed else "usual"
        text = f"Page {number} is the {word} one. Its number is {number}. All pages say this."
        section = Section((), None, Span(0, len(text)))
        documents.append(Document(f"page-{number}", f"Page {number}", text, (section,)))
    return documents
