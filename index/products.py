"""Products of many rows with one vector or a few, on the thread that asks for them.

The algebra library behind numpy's `@` shares every product of some size among all cores. For one
question a second core saves a tenth of a millisecond; where that core is busy with somebody
else's question the first waits for it, a hundred times as long.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


def products(rows: Array, vector: Array) -> Array:
    """Return the inner product of each of `rows`, best contiguous, with `vector`.

    For some vectors, (vectors, 1, width), the products are (vectors, rows).
    """
    found: Array = np.vecdot(rows, vector)
    return found
