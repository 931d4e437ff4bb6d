"""How a sealed folder's files are held open: in memory, or mapped where they are large."""

import mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAP_FROM_BYTES = 64_000_000
"""From this size on a file is mapped: it opens at once, and servers of one machine share it.

A smaller one is read, so that whatever befalls the file later, what was verified answers on:
a mapped file that somebody overwrites changes under its reader, and one cut short kills it.
"""


def is_mapped(path: Path) -> bool:
    """Say whether a file is large enough to be mapped."""
    return path.stat().st_size >= MAP_FROM_BYTES


def read_bytes(path: Path) -> bytes | mmap.mmap:
    """Return a file's bytes; raises ValueError for an empty one, which can't be mapped."""
    if not is_mapped(path):
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def read_array(path: Path) -> NDArray[Any]:
    """Return a .npy file's array; one that holds pickled objects is refused with ValueError."""
    mapped = is_mapped(path)
    # A plain view: numpy's own class for mapped arrays takes ten times as long to be sliced.
    return np.asarray(np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False))
