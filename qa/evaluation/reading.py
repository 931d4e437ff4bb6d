"""Read a set, whatever its kind: a folder or a file, told apart by what it holds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qa.evaluation.beir import is_beir, read_beir
from qa.evaluation.conversations import read_conversations
from qa.evaluation.errors import SetError
from qa.evaluation.lines import (
    fingerprint,
    heading_path,
    is_folder,
    question_field,
    read_ids,
    read_records,
    set_name,
    text_field,
)
from qa.evaluation.pairs import TYPO, read_pairs
from qa.evaluation.paragraphs import read_paragraph_set
from qa.evaluation.sets import (
    Expectation,
    Labelled,
    LabelledSet,
    Plain,
    PlainSet,
    QuestionSet,
    SafetySet,
)

_Record = dict[str, Any]
_QUESTION = ("question", "text")
# Fields of a labelled question by which the figures are told apart.
_GROUPS = ("style", "subject", "aspect")


def read_set(path: Path, expect: Expectation | None = None) -> QuestionSet:
    """Read the set at `path`; with `expect` a file's own labels are not looked at."""
    if is_folder(path):
        if not is_beir(path):
            found = "the folder has no corpus.jsonl with a queries.jsonl"
            raise SetError(path, None, found, "name a benchmark's folder or a question file")
        return read_beir(path)
    records = read_records(path)
    first = records[0][1]
    if expect is not None:
        return PlainSet(set_name(path), fingerprint(path), _asked(path, records))
    readers: dict[str, Callable[[], QuestionSet]] = {
        "context_id": lambda: read_paragraph_set(path, records),
        TYPO: lambda: read_pairs(path),
        "needs_context": lambda: read_conversations(path),
        "answerable": lambda: read_labelled(path, records),
        "label": lambda: SafetySet(
            set_name(path), fingerprint(path), _asked(path, records, labelled=True)
        ),
    }
    for mark, read in readers.items():
        if mark in first:
            return read()
    found = f"its questions carry none of {', '.join(f'`{mark}`' for mark in readers)}"
    raise SetError(path, 1, found, "label them, or say `--expect unanswerable`")


def read_labelled(path: Path, records: list[tuple[int, _Record]] | None = None) -> LabelledSet:
    """Read questions over the open index that are labelled answerable or not."""
    rows = read_records(path) if records is None else records
    ids = read_ids(path, rows)
    questions = tuple(
        _labelled(path, line, name, record) for name, (line, record) in zip(ids, rows, strict=True)
    )
    return LabelledSet(set_name(path), fingerprint(path), questions)


def _labelled(path: Path, line: int, name: str, record: _Record) -> Labelled:
    answerable = record.get("answerable")
    if not isinstance(answerable, bool):
        raise SetError(path, line, "`answerable` is neither true nor false", "label the question")
    document = ""
    if answerable:
        document = text_field(path, line, record, ("document_id",))
    return Labelled(
        id=name,
        question=question_field(path, line, record, _QUESTION),
        answerable=answerable,
        document_id=document,
        sections=_sections(path, line, record) if answerable else (),
        answer=str(record.get("answer") or "") if answerable else "",
        groups={key: str(record[key]) for key in _GROUPS if record.get(key)},
    )


def _sections(path: Path, line: int, record: _Record) -> tuple[tuple[str, ...], ...]:
    also = record.get("also") or []
    if "section" not in record:
        if also:
            # Every section of the page would count as right.
            raise SetError(path, line, "`also` without `section`", "name the first in `section`")
        return ()
    if not isinstance(also, list):
        raise SetError(path, line, "`also` is not a list of sections", 'write it as [["Heading"]]')
    return tuple(heading_path(path, line, section) for section in (record["section"], *also))


def _asked(
    path: Path, records: list[tuple[int, _Record]], *, labelled: bool = False
) -> tuple[Plain, ...]:
    ids = read_ids(path, records)
    return tuple(
        Plain(
            name,
            question_field(path, line, record, _QUESTION),
            text_field(path, line, record, ("label",)) if labelled else "",
        )
        for name, (line, record) in zip(ids, records, strict=True)
    )
