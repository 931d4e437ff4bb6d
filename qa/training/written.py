"""Questions written for the reader: for each that is answered, one that only seems to be.

The files hold no passage: a line names one by its set and the start of its sha256, says which part
of it the questions were asked of, and gives each with the place of its answer in that part.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus import Span
from qa.training.example import Example
from qa.training.mixture import WRITTEN, Parts
from qa.training.public_sets import rows


def with_written(parts: Parts, folder: Path) -> Parts:
    """Return the part to train on with the written questions under `folder`.

    Raises ValueError for a passage that isn't in `parts`: it is held out, or its set has changed.
    """
    known = {digest(text.passage): text for text in parts.texts()}
    asked = [e for path in sorted(folder.glob("*.jsonl")) for e in _asked(path, known)]
    if not asked:
        raise ValueError(f"{folder} holds no written questions (*.jsonl)")
    return replace(parts, examples={**parts.examples, WRITTEN: asked})


def digest(passage: str) -> str:
    """Return the name by which the files call a passage."""
    return hashlib.sha256(passage.encode()).hexdigest()[:16]


def _asked(path: Path, known: dict[str, Example]) -> Iterator[Example]:
    for row in rows(path):
        text = known.get(row["passage"])
        if text is None:
            raise ValueError(
                f"{path}: passage {row['passage']} of {row['set']} isn't one to train on: it is "
                "held out, or the set is another version; take the line out"
            )
        part = Span(*row["part"])
        for question, answer in row["questions"]:
            yield replace(
                text,
                source=WRITTEN,
                question=question,
                passage=part.of(text.passage),
                answers=(Span(*answer),) if answer else (),
            )
