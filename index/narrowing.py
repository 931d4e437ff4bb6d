"""Which rows may be among the nearest, judged from one byte a number: the rest aren't read.

How far a row's bytes can be from the row is known, so nothing that is nearest is missed.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.runtime.integer_rows import IntegerRows

_LARGEST = 127
# What float32 itself may round away.
_ROUNDED = 1e-5


class Narrowing:
    """Rows in bytes, each in steps of its own; safe to use from several threads."""

    def __init__(self, parts: Iterable[Vectors]) -> None:
        """Take the rows, some at a time; there must be some."""
        whole, steps, farthest = [], [], 0.0
        for rows in parts:
            step = np.abs(rows).max(axis=1, keepdims=True, initial=1e-30) / _LARGEST
            near = np.rint(rows / step)
            farthest = max(farthest, float(np.linalg.norm(rows - near * step, axis=1).max()))
            whole.append(near.astype(np.int8))
            steps.append(step[:, 0])
        self._rows = IntegerRows(np.concatenate(whole))
        self._steps = np.concatenate(steps)
        self._farthest = farthest

    def candidates(self, query: Vectors, k: int) -> NDArray[np.int64]:
        """Return, in order, all rows that may be among the `k` of the highest product."""
        (about,) = self._rows.products(query.reshape(1, -1))
        about *= self._steps
        # A row is within so much of what it is about; one of the nearest `k`, and the last of
        # those that seem to be, may both be.
        within = self._farthest * float(np.linalg.norm(query)) + _ROUNDED
        return np.flatnonzero(about >= np.partition(about, -k)[-k] - 2 * within)
