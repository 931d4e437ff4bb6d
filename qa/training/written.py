"""Questions written for the reader: for each that is answered, one that only seems to be.

A line names a passage of a public set by the set and the start of its sha256, and says which part
of it the questions were asked of; or it holds a passage that was made up for them, with its title.
It gives each question with the place of its answer in there.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus import Span
from qa.evaluation.errors import SetError
from qa.evaluation.lines import read_records
from qa.training.example import Example
from qa.training.mixture import WRITTEN, Parts

# What a line must hold, in words, beside its questions.
_OF_PUBLIC_SET = {"set": "a text", "passage": "a text", "part": "a start and an end"}
_MADE_UP = {"title": "a text", "text": "a text"}
_QUESTIONS = {"questions": "a list of questions, each with the place of its answer or null"}


def with_written(parts: Parts, folder: Path) -> Parts:
    """Return the part to train on with the written questions under `folder`.

    Raises ValueError for a passage that isn't in `parts`: it is held out, or its set has changed;
    SetError for a line that lacks what it must hold.
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
    for number, row in read_records(path):
        needed = _MADE_UP if "text" in row else _OF_PUBLIC_SET
        _look_at(path, number, row, needed | _QUESTIONS)
        text = _made_up(row) if "text" in row else _of_public_set(row, known, path)
        for question, answer in row["questions"]:
            answers = (Span(*answer),) if answer else ()
            yield replace(text, source=WRITTEN, question=question, answers=answers)


def _look_at(path: Path, number: int, row: dict[str, Any], needed: dict[str, str]) -> None:
    """Raise SetError for the first field that the line lacks, or that is something else."""
    for name, wanted in needed.items():
        if not _IS[wanted](row.get(name)):
            found = f"{name!r} is not {wanted}" if name in row else f"there is no {name!r}"
            raise SetError(path, number, found, f"give {wanted}, or take the line out")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_place(value: object) -> bool:
    if not isinstance(value, list) or [type(end) for end in value] != [int, int]:
        return False
    return bool(0 <= value[0] < value[1])


def _are_questions(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_question, value))


def _is_question(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    question, answer = value
    return _is_text(question) and (answer is None or _is_place(answer))


_IS: dict[str, Callable[[object], bool]] = {
    "a text": _is_text,
    "a start and an end": _is_place,
    _QUESTIONS["questions"]: _are_questions,
}


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
