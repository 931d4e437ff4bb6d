"""Products of many rows with one vector or a few, on the thread that asks for them.

The algebra library behind numpy's `@` shares every product of some size among all cores. For one
question a second core saves a tenth of a millisecond; where that core is busy with somebody
else's question the first waits for it, a hundred times as long.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


# Up to this many multiplications the library stays on the calling thread.
_ALONE = 1 << 18


def products(rows: Array, vector: Array) -> Array:
    """Return the inner product of each of `rows`, best contiguous, with `vector`."""
    found: Array = np.vecdot(rows, vector)
    return found


def products_of_each(rows: Array, vectors: Array) -> Array:
    """Return the inner product of each of `vectors` with each of `rows`: (vectors, rows)."""
    found = np.empty((len(vectors), len(rows)), dtype=np.result_type(rows, vectors))
    at_once = max(1, _ALONE // max(1, vectors.size))
    for start in range(0, len(rows), at_once):
        part = slice(start, start + at_once)
        np.matmul(vectors, rows[part].T, out=found[:, part])
    return found
