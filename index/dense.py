"""Inner-product search in FAISS, exact or by codes first; the only module that knows faiss."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, Literal

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from index.cores import core_idles, cores
from index.encoder import Vectors
from index.narrowing import Narrowing
from index.products import products
from index.reading import is_mapped

# Up to this many passages an exact search takes under 3 ms on one core.
FLAT_UP_TO = 50_000
# An approximate kind must find this share of the ten true nearest, or the index stays exact.
LEAST_RECALL = 0.99
RECALL_AT = 10
# How many of the rows whose codes are nearest are compared exactly, until the recall is reached.
_CANDIDATES = (200, 400, 800, 1600)
_CANDIDATES_A_ROW = 8
_TRAINED_ON = 100_000
# From this many rows on, a first pass over bytes is faster than reading every row whole. Making the
# bytes pays off once an index has been searched this often.
_NARROWED_FROM = 5_000
_OFTEN = 3
_NARROWED_AT_ONCE = 5_000
_ADDED_AT_ONCE = 50_000

Allowed = NDArray[np.bool_]

# Its stubs describe the C++ classes and not what the Python wrappers accept.
faiss: Any = _faiss


class DenseKind(BaseModel):
    """How passages are searched, and how much of the exact result that was measured to find.

    `recall` is recall@10 against exact search over `queries` sampled sentences. `tried` says
    what a large index was measured with before it stayed exact.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["flat", "coded"]
    recall: float = 1.0
    queries: int = 0
    candidates: int | None = None
    tried: str | None = None

    def described(self) -> str:
        """Say in words what `doctor` and `indexes` show of it."""
        recall = f"recall@{RECALL_AT} {self.recall:.3f}"
        if self.kind == "coded":
            measured = f"{recall} over {self.queries} sentences"
            return f"by codes (RaBitQ), then {self.candidates} exactly; {measured}"
        exact = f"exact, which is {recall}"
        return f"{exact}; {self.tried}" if self.tried else exact


class DenseWriter:
    """Collects passage vectors, in row order, and writes them as one FAISS file."""

    def __init__(self, dimension: int) -> None:
        self._flat: Any = faiss.IndexFlatIP(dimension)

    def add(self, vectors: Vectors) -> None:
        """Append `vectors` as the next rows."""
        self._flat.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def write(self, path: Path, queries: Vectors, flat_up_to: int = FLAT_UP_TO) -> DenseKind:
        """Write what was added, with codes where there are more rows than `flat_up_to`.

        What the codes find is measured with `queries`; where it is less than LEAST_RECALL the
        rows are written for exact search.
        """
        if self._flat.ntotal <= flat_up_to:
            _write(self._flat, path)
            return DenseKind(kind="flat")
        coded = faiss.IndexRefine(self._codes(), self._flat)
        # A row as near as the tenth is as good as the tenth: equal texts have equal vectors.
        tenth = self._flat.search(queries, RECALL_AT)[0][:, -1:] - 1e-6
        recall, candidates = 0.0, 0
        for candidates in _CANDIDATES:
            found = [_search_coded(coded, query, RECALL_AT, candidates)[0] for query in queries]
            recall = float((np.concatenate(found) >= tenth).mean())
            if recall >= LEAST_RECALL:
                coded.k_factor = candidates / RECALL_AT
                _write(coded, path)
                measured = {"recall": recall, "queries": len(queries), "candidates": candidates}
                return DenseKind.model_validate({"kind": "coded", **measured})
        _write(self._flat, path)
        tried = f"the {candidates} nearest by code held {recall:.3f} of the exact ten"
        return DenseKind(kind="flat", queries=len(queries), tried=tried)

    def _codes(self) -> Any:
        """Return a bit for each number of each row: a scan of a million takes a few ms."""
        codes = faiss.IndexRaBitQFastScan(self._flat.d, faiss.METRIC_INNER_PRODUCT)
        step = max(1, self._flat.ntotal // _TRAINED_ON)
        codes.train(self._flat.reconstruct_batch(np.arange(0, self._flat.ntotal, step)))
        for start in range(0, self._flat.ntotal, _ADDED_AT_ONCE):
            added = min(_ADDED_AT_ONCE, self._flat.ntotal - start)
            codes.add(self._flat.reconstruct_n(start, added))
        return codes


class DenseIndex:
    """Passage vectors, open for search."""

    def __init__(self, path: Path) -> None:
        """Open `path`; raises RuntimeError where FAISS can't read it."""
        flags = faiss.IO_FLAG_MMAP_IFC if is_mapped(path) else 0
        self._faiss: Any = faiss.read_index(str(path), flags)
        self._is_coded = isinstance(self._faiss, faiss.IndexRefine)
        self._exact: Any = self._faiss
        if self._is_coded:
            self._exact = faiss.downcast_index(self._faiss.refine_index)
        self._narrowing: Narrowing | None = None
        self._searches = count(1)

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
        if allowed is None and self._is_coded:
            candidates = round(self._faiss.k_factor * RECALL_AT)
            scores, rows = _search_coded(self._faiss, query, min(k, len(self)), candidates)
        elif allowed is None:
            scores, rows = self._search_flat(query, min(k, len(self)))
        else:
            # If few rows are allowed, few of them would be among the candidates.
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)
            chosen = faiss.SearchParameters(sel=selector)
            scores, rows = self._exact.search(rows_of_query, min(k, len(self)), params=chosen)
        # FAISS pads a short answer with row -1, which Python would read as "the last row".
        return [(int(r), float(s)) for r, s in zip(rows[0], scores[0], strict=True) if r >= 0]

    def begun(
        self, query: Vectors, k: int, allowed: Allowed | None = None
    ) -> Callable[[], list[tuple[int, float]]]:
        """Begin a search, a long one on a core that idles, and return what waits for its end."""
        if len(self) <= FLAT_UP_TO or not core_idles():
            return partial(self.search, query, k, allowed)
        run = self._helpers.submit(self.search, query, k, allowed)
        # If no helper has started on it by then, the caller searches.
        return lambda: self.search(query, k, allowed) if run.cancel() else run.result()

    @cached_property
    def _helpers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(cores())

    def _search_flat(self, query: Vectors, k: int) -> tuple[Any, Any]:
        often = next(self._searches) == _OFTEN
        if often and _NARROWED_FROM <= len(self) <= FLAT_UP_TO:
            # In the background: no answer waits for it.
            Thread(target=self._narrow).start()
        if self._narrowing is None:
            found: tuple[Any, Any] = self._faiss.search(query.reshape(1, -1), k)
            return found
        rows = self._narrowing.candidates(query, k)
        scores = products(self.vectors(rows), query)
        order = np.argsort(-scores, kind="stable")[:k]
        return scores[None, order], rows[None, order]

    def _narrow(self) -> None:
        starts = range(0, len(self), _NARROWED_AT_ONCE)
        ends = (min(start + starts.step, len(self)) for start in starts)
        self._narrowing = Narrowing(
            self._exact.reconstruct_n(start, end - start)
            for start, end in zip(starts, ends, strict=True)
        )

    def vector(self, row: int) -> Vectors:
        """Return the vector stored at `row`, as exact as it was embedded."""
        vector: Vectors = self._exact.reconstruct(row)
        return vector

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the vectors stored at `rows`, in their order."""
        vectors: Vectors = self._exact.reconstruct_batch(rows)
        return vectors


def _search_coded(coded: Any, query: Vectors, k: int, candidates: int) -> tuple[Any, Any]:
    """Return the scores and rows of the best among at least `candidates` rows nearest by code."""
    wanted = min(coded.ntotal, max(candidates, k * _CANDIDATES_A_ROW))
    chosen = faiss.IndexRefineSearchParameters(k_factor=wanted / k)
    found: tuple[Any, Any] = coded.search(query.reshape(1, -1), k, params=chosen)
    return found


def _write(rows: Any, path: Path) -> None:
    # Through Python's own file: FAISS's loses the last bytes on a full disk without an error.
    with path.open("wb") as file:
        faiss.write_index(rows, faiss.PyCallbackIOWriter(file.write, 1 << 20))
