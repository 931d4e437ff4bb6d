"""Inner-product search in FAISS, exact or by graph; the only module that knows faiss."""

from pathlib import Path
from typing import Any, Literal

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from index.encoder import Vectors
from index.reading import is_mapped

# Up to this many passages an exact search takes under 3 ms on one core.
FLAT_UP_TO = 50_000
# An approximate kind must find this share of the ten true nearest, or the index stays exact.
LEAST_RECALL = 0.99
RECALL_AT = 10
_LINKS = 32
_EFFORTS = (128, 256, 512, 1024)
_BUILD_EFFORT = 200

Allowed = NDArray[np.bool_]

# Its stubs describe the C++ classes and not what the Python wrappers accept.
faiss: Any = _faiss


class DenseKind(BaseModel):
    """How passages are searched, and how much of the exact result that was measured to find.

    `recall` is recall@10 against exact search over `queries` sampled sentences. `tried` says
    what a large index was measured with before it stayed exact.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["flat", "hnsw"]
    recall: float = 1.0
    queries: int = 0
    effort: int | None = None
    tried: str | None = None

    def described(self) -> str:
        """Say in words what `doctor` and `indexes` show of it."""
        if self.kind == "hnsw":
            measured = f"recall@{RECALL_AT} {self.recall:.3f} over {self.queries} sentences"
            return f"by graph (HNSW, effort {self.effort}), {measured}"
        return f"exact; {self.tried}" if self.tried else "exact"


class DenseWriter:
    """Collects passage vectors, in row order, and writes them as one FAISS file."""

    def __init__(self, dimension: int) -> None:
        self._flat: Any = faiss.IndexFlatIP(dimension)

    def add(self, vectors: Vectors) -> None:
        """Append `vectors` as the next rows."""
        self._flat.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def write(self, path: Path, queries: Vectors, flat_up_to: int = FLAT_UP_TO) -> DenseKind:
        """Write what was added, as a graph where there are more rows than `flat_up_to`.

        The graph's recall is measured with `queries`; where it can't reach LEAST_RECALL the
        rows are written for exact search.
        """
        if self._flat.ntotal <= flat_up_to:
            _write(self._flat, path)
            return DenseKind(kind="flat")
        graph = self._graph()
        # A row as near as the tenth is as good as the tenth: equal texts have equal vectors.
        tenth = self._flat.search(queries, RECALL_AT)[0][:, -1:] - 1e-6
        recall, effort = 0.0, 0
        for effort in _EFFORTS:
            graph.hnsw.efSearch = effort
            recall = float((graph.search(queries, RECALL_AT)[0] >= tenth).mean())
            if recall >= LEAST_RECALL:
                _write(graph, path)
                return DenseKind(kind="hnsw", recall=recall, queries=len(queries), effort=effort)
        _write(self._flat, path)
        tried = f"hnsw at effort {effort} found {recall:.3f} of the exact ten"
        return DenseKind(kind="flat", queries=len(queries), tried=tried)

    def _graph(self) -> Any:
        graph = faiss.IndexHNSWFlat(self._flat.d, _LINKS, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction = _BUILD_EFFORT
        threads = faiss.omp_get_max_threads()
        # Threads race for links: one alone makes the same graph of the same vectors each time.
        faiss.omp_set_num_threads(1)
        try:
            for start in range(0, self._flat.ntotal, 10_000):
                count = min(10_000, self._flat.ntotal - start)
                graph.add(self._flat.reconstruct_n(start, count))
        finally:
            faiss.omp_set_num_threads(threads)
        return graph


class DenseIndex:
    """Passage vectors, open for search."""

    def __init__(self, path: Path) -> None:
        """Open `path`; raises RuntimeError where FAISS can't read it."""
        flags = faiss.IO_FLAG_MMAP_IFC if is_mapped(path) else 0
        self._faiss: Any = faiss.read_index(str(path), flags)
        graph = isinstance(self._faiss, faiss.IndexHNSW)
        self._exact: Any = faiss.downcast_index(self._faiss.storage) if graph else self._faiss

    def __len__(self) -> int:
        return int(self._faiss.ntotal)

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""
        return int(self._faiss.d)

    def search(
        self, query: Vectors, k: int, allowed: Allowed | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` (row, cosine) pairs, best first; cosines lie in [-1, 1].

        `allowed` says of each row whether it may be returned; the search among them is exact.
        """
        rows_of_query = query.reshape(1, -1)
        # A second thread has nothing to do for one query, and on a busy machine waiting for it
        # takes ten times as long as the search. OpenMP keeps this number for each calling thread.
        faiss.omp_set_num_threads(1)
        if allowed is None:
            scores, rows = self._faiss.search(rows_of_query, min(k, len(self)))
        else:
            # A graph walks past what it may not return and loses its way: where one row in a
            # hundred is allowed its recall is 0.64. A scan of the allowed rows is exact and fast.
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)
            chosen = faiss.SearchParameters(sel=selector)
            scores, rows = self._exact.search(rows_of_query, min(k, len(self)), params=chosen)
        # FAISS pads a short answer with row -1, which Python would read as "the last row".
        return [(int(r), float(s)) for r, s in zip(rows[0], scores[0], strict=True) if r >= 0]

    def vector(self, row: int) -> Vectors:
        """Return the vector stored at `row`, as exact as it was embedded."""
        vector: Vectors = self._exact.reconstruct(row)
        return vector

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the vectors stored at `rows`, in their order."""
        vectors: Vectors = self._exact.reconstruct_batch(rows)
        return vectors


def _write(rows: Any, path: Path) -> None:
    # Through Python's own file: FAISS's loses the last bytes on a full disk without an error.
    with path.open("wb") as file:
        faiss.write_index(rows, faiss.PyCallbackIOWriter(file.write, 1 << 20))
