"""Exact inner-product search in FAISS; the only module that knows faiss."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.encoder import Vectors


class DenseWriter:
    """Collects passage vectors, in row order, and writes them as one FAISS file."""

    def __init__(self, dimension: int) -> None:
        self._faiss: Any = faiss.IndexFlatIP(dimension)

    def add(self, vectors: Vectors) -> None:
        """Append `vectors` as the next rows."""
        self._faiss.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def write(self, path: Path) -> None:
        """Write what was added."""
        faiss.write_index(self._faiss, str(path))


class DenseIndex:
    """Passage vectors, open for search."""

    def __init__(self, path: Path) -> None:
        """Open `path`; raises RuntimeError where FAISS can't read it."""
        self._faiss: Any = faiss.read_index(str(path))

    def __len__(self) -> int:
        return int(self._faiss.ntotal)

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""
        return int(self._faiss.d)

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """Return up to `k` (row, cosine) pairs, best first; cosines lie in [-1, 1]."""
        scores, rows = self._faiss.search(query.reshape(1, -1), min(k, len(self)))
        # FAISS pads a short answer with row -1, which Python would read as "the last row".
        return [(int(r), float(s)) for r, s in zip(rows[0], scores[0], strict=True) if r >= 0]

    def vector(self, row: int) -> Vectors:
        """Return the vector stored at `row`."""
        vector: Vectors = self._faiss.reconstruct(row)
        return vector
