"""Ranges of numbers end to end, as the rows of several passages stand in one array."""

import numpy as np
from numpy.typing import NDArray


def end_to_end(
    starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers from each of `starts` up to its end, range after range.

    With them comes where each range's numbers begin; the last of these is how many there are.
    """
    lengths = ends - starts
    firsts = np.concatenate([[0], np.cumsum(lengths)])
    return np.arange(firsts[-1]) + np.repeat(starts - firsts[:-1], lengths), firsts
