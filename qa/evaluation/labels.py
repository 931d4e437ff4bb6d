"""Whether the labels of questions can be met by the index that is asked."""

import logging
from collections.abc import Iterator, Sequence

from corpus import Passage
from index import OpenIndex
from qa.evaluation.errors import UnknownLabelsError
from qa.evaluation.sets import ConversationSet, Labelled, LabelledSet, QuestionSet

_log = logging.getLogger(__name__)

_MOST_NAMED = 3


def check_labels(asked: QuestionSet, index: OpenIndex) -> None:
    """Raise UnknownLabelsError for labels that no reply could meet: each would count as wrong.

    A sentence that no passage holds is told: its question is judged, its highlight isn't.
    """
    match asked:
        case LabelledSet():
            missing = [lacked for q in asked.questions for lacked in _lacks(q, index)]
        case ConversationSet():
            missing = _unknown_sections(asked, index)
        case _:
            return
    if missing:
        raise UnknownLabelsError(asked.name, index.version, named(missing), len(missing))
    if isinstance(asked, LabelledSet):
        _tell_unmarked(asked, index)


def _lacks(question: Labelled, index: OpenIndex) -> Iterator[str]:
    if not question.answerable:
        return
    passages = index.passages_of(question.document_id)
    if not passages:
        yield f"{question.id!r} names the page {question.document_id!r}"
    elif question.sections and not any(p.section in question.sections for p in passages):
        yield f"{question.id!r} names the section {list(question.sections[0])}"


def _unknown_sections(asked: ConversationSet, index: OpenIndex) -> list[str]:
    known = {p.section for page in index.document_ids for p in index.passages_of(page)}
    return [
        f"{turn.id!r} names the section {list(turn.section)}"
        for turn in asked.questions
        if turn.section is not None and turn.section not in known
    ]


def _tell_unmarked(asked: LabelledSet, index: OpenIndex) -> None:
    unmarked = [
        repr(question.id)
        for question in asked.questions
        if question.answer and not _holds(index.passages_of(question.document_id), question.answer)
    ]
    if unmarked:
        _log.warning(
            "%s: no passage of the page named holds the `answer` of %s, so that no highlight is "
            "judged there; copy the sentence from the page",
            asked.name,
            named(unmarked),
        )


def _holds(passages: Sequence[Passage], words: str) -> bool:
    return any(words in passage.text for passage in passages)


def named(things: Sequence[str]) -> str:
    """Name the first few of `things`, and say how many more there are."""
    more = len(things) - _MOST_NAMED
    return ", ".join(things[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
