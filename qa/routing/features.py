"""What the fitted decision sees of a text: its embedding, its letters and a few reviewed cues."""

import re
from collections.abc import Sequence
from typing import Any, Protocol
from zlib import crc32

import numpy as np
import numpy.typing as npt

# How much each part says beside the others; chosen on sentences left out of the fit.
_CUE = 0.2
_GRAM = 4
LETTERS = 512
_WORD = re.compile(r"[^\s.,!?]+|[?!]")
_SIGN = 1 << 31

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
    beside: Sequence[str] = (),
) -> Array:
    """Return one row a text: a unit embedding, a unit row of letters, then a number a cue.

    Those `beside` are embedded too, for an encoder that remembers what it was last given.
    """
    said = np.array([[_CUE * bool(cue.search(text)) for cue in cues] for text in texts])
    embedded = encoder.encode_queries([*texts, *beside])[: len(texts)]
    return np.hstack([embedded, _letters(texts), said])


def _letters(texts: Sequence[str]) -> Array:
    # Runs of letters see through typing errors where the encoder's word pieces fall apart.
    rows = np.zeros((len(texts), LETTERS))
    for row, text in zip(rows, texts, strict=True):
        for gram in _grams(text):
            # A checksum is a hash that is the same on every machine and in every process.
            place = crc32(gram.encode())
            row[place % LETTERS] += 1 if place & _SIGN else -1
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9))


def _grams(text: str) -> set[str]:
    edged = [f"<{word}>" for word in _WORD.findall(text)]
    return {
        word[start : start + _GRAM]
        for word in edged
        for start in range(max(1, len(word) - _GRAM + 1))
    }
