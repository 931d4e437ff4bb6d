"""The part of a story that asks: the rest says who and why, and drowns it."""

import re

import numpy as np

from index.encoder import Vectors
from index.expectation import Asked

_ENDS = re.compile(r"(?<=[.?!;])\s+|\n+")
# Fewer words than these ask nothing by themselves: "Thanks!", "Any idea?".
_FEWEST = 3
# What the part that asks counts beside the whole; with more, "Does that help?" says too little.
_ASKING = 0.2


def asking_part(text: str) -> str:
    """Return the questions among the sentences of `text`, or the last sentence where none is.

    For a text of one sentence, that is all of it.
    """
    sentences = [part.strip() for part in _ENDS.split(text) if len(part.split()) >= _FEWEST]
    if len(sentences) < 2:
        return text
    return " ".join([s for s in sentences if s.endswith("?")] or sentences[-1:])


def compared(text: str, asking: str, whole: Vectors, part: Vectors) -> Asked:
    """Return what to compare with decided questions: a story is drawn towards what it asks.

    `whole` and `part` are the vectors of `text` and of the part of it that asks.
    """
    if asking == text:
        return Asked(whole, ((1.0, text),))
    between = (1.0 - _ASKING) * whole + _ASKING * part
    unit = (between / np.linalg.norm(between)).astype(np.float32)
    return Asked(unit, ((1.0 - _ASKING, text), (_ASKING, asking)))
