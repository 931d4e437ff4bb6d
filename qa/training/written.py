"""Questions written for the reader: for each that is answered, one that only seems to be.

A line names a passage of a public set by the set and the start of its sha256, and says which part
of it the questions were asked of; or it holds a passage that was made up for them, with its title.
It gives each question with the place of its answer in there.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

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
        text = _made_up(row) if "text" in row else _of_public_set(row, known, path)
        for question, answer in row["questions"]:
            answers = (Span(*answer),) if answer else ()
            yield replace(text, source=WRITTEN, question=question, answers=answers)


def _made_up(row: dict[str, Any]) -> Example:
    return Example(WRITTEN, row["title"], "-", row["text"], row["title"], ())


def _of_public_set(row: dict[str, Any], known: dict[str, Example], path: Path) -> Example:
    text = known.get(row["passage"])
    if text is None:
        raise ValueError(
            f"{path}: passage {row['passage']} of {row['set']} isn't one to train on: it is "
            "held out, or the set is another version; take the line out"
        )
    return replace(text, passage=Span(*row["part"]).of(text.passage), answers=())
