"""What the fitted decision sees of a text: its sense, its grammar, and a few reviewed cues.

All layers of the encoder give the sense alone, as it was trained to; half of them still hold who
speaks of whom, when, and whether it is denied.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

# How much a cue says beside the sense; chosen on families of sentences left out of the fit.
_CUE = 0.25
# So many directions of each depth tell as much as all.
_KEPT = 96

Array = npt.NDArray[np.floating[Any]]


class QueryEncoder(Protocol):
    """The part of an encoder that routing needs."""

    def encode_queries(self, queries: Sequence[str]) -> Array:
        """Return one unit row for each query."""
        ...

    def encode_by_depth(self, queries: Sequence[str]) -> Array:
        """Return two unit rows for each query: by all layers, and by half of them."""
        ...


@dataclass(frozen=True, slots=True)
class Axes:
    """For each depth, the directions in which texts differ, one a column, and their middle."""

    directions: Array
    middles: Array

    @classmethod
    def of(cls, embedded: Array) -> Self:
        """Find the directions of texts, by how much the texts differ in them.

        Differences count by their square root's size: the strongest would drown all others.
        """
        fitted = [_strongest(depth) for depth in np.moveaxis(embedded, 1, 0)]
        return cls(np.stack([d for d, _ in fitted]), np.stack([m for _, m in fitted]))

    @classmethod
    def read(cls, written: bytes, depths: int, dimension: int) -> Self:
        """Read what `written` returned for an encoder of this dimension and number of depths."""
        rows = np.frombuffer(written, dtype="<f2").astype(np.float32)
        rows = rows.reshape(depths, dimension + 1, -1)
        return cls(rows[:, :-1], rows[:, -1:])

    def written(self) -> bytes:
        """Return the directions and middles as they are kept, two bytes each."""
        return np.concatenate([self.directions, self.middles], axis=1).astype("<f2").tobytes()

    def along(self, embedded: Array) -> Array:
        """Return one row a text, its depths side by side."""
        depths = embedded.swapaxes(0, 1) @ self.directions - self.middles
        return depths.swapaxes(0, 1).reshape(len(embedded), -1)


def features(
    texts: Sequence[str], embedded: Array, cues: Sequence[re.Pattern[str]], axes: Axes
) -> Array:
    """Return one row a text: what it was `embedded` as along `axes`, then a number a cue."""
    said = np.array([[_CUE * bool(cue.search(text)) for cue in cues] for text in texts])
    return np.hstack([axes.along(embedded), said])


def _strongest(rows: Array) -> tuple[Array, Array]:
    """Return the directions that rows differ in most, so long that rows have a length of 1."""
    middle = rows.mean(axis=0)
    apart = rows - middle
    variances, directions = np.linalg.eigh(apart.T @ apart / len(rows))
    variances, directions = variances[: -_KEPT - 1 : -1], directions[:, : -_KEPT - 1 : -1]
    # A direction has no sign; this one makes the same files of the same sentences.
    directions = directions * np.sign(directions.sum(axis=0)) * variances**-0.25
    directions = directions / np.sqrt(np.sqrt(variances).sum())
    return directions, middle[None, :] @ directions
