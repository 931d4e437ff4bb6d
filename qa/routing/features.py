"""What the fitted decision sees of a text's sense: its embedding, and a few reviewed cues."""

import re
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

# How much a cue says beside the sense; chosen on families of sentences left out of the fit.
_CUE = 0.25

Array = npt.NDArray[np.floating[Any]]


class QueryEncoder(Protocol):
    """The part of an encoder that routing needs."""

    def encode_queries(self, queries: Sequence[str]) -> Array:
        """Return one unit row for each query."""
        ...


def features(
    texts: Sequence[str],
    encoder: QueryEncoder,
    cues: Sequence[re.Pattern[str]],
    axes: Array,
    beside: Sequence[str] = (),
) -> Array:
    """Return one row a text: its embedding along `axes`, one a column, then a number a cue.

    Those `beside` are embedded too, for an encoder that remembers what it was last given.
    """
    said = np.array([[_CUE * bool(cue.search(text)) for cue in cues] for text in texts])
    embedded = encoder.encode_queries([*texts, *beside])[: len(texts)]
    return np.hstack([embedded @ axes, said])
