"""Turns of conversations: how each was read, and what the reading is worth to the search."""

from pathlib import Path
from typing import Any

from qa.conversation import Understood
from qa.conversation.language import english, plain, words
from qa.evaluation.asking import Clock
from qa.evaluation.errors import SetError
from qa.evaluation.lines import (
    fingerprint,
    heading_path,
    question_field,
    read_ids,
    read_records,
    set_name,
)
from qa.evaluation.report import Row
from qa.evaluation.sets import ConversationSet, TurnOfSet
from qa.pipeline import Assistant

LEFT_ALONE = "left alone"
TERM_RECALL = "recall of missing words"
TYPED, READ, REWRITTEN = (
    f"MRR@10 {of}" for of in ("as typed", "as read", "as a person rewrote it")
)
_DEPTH = 10
_ENDINGS = ("ing", "ies", "es", "ed", "s")
_SHORTEST_STEMMED = 6


def read_conversations(path: Path) -> ConversationSet:
    """Read turns with `history`, `needs_context` and the `resolved` question of a person."""
    records = read_records(path)
    ids = read_ids(path, records)
    turns = [_turn(path, line, name, r) for name, (line, r) in zip(ids, records, strict=True)]
    return ConversationSet(set_name(path), fingerprint(path), (*turns,))


def _turn(path: Path, line: int, name: str, record: dict[str, Any]) -> TurnOfSet:
    history, needs = record.get("history"), record.get("needs_context")
    if not isinstance(needs, bool) or not isinstance(history, list):
        found = "`needs_context` is not true or false, or `history` is not a list"
        raise SetError(path, line, found, "give both")
    question = question_field(path, line, record)
    section = record.get("section")
    return TurnOfSet(
        id=name,
        question=question,
        history=tuple(map(str, history)),
        needs_context=needs,
        resolved=str(record.get("resolved") or question),
        section=None if section is None else heading_path(path, line, section),
        kind=str(record.get("kind") or ""),
    )


def judge_turn(turn: TurnOfSet, assistant: Assistant, clock: Clock) -> Row:
    """Judge how a turn was read; where its section is known, the search with each wording too.

    A turn with nothing to follow has no missing words; it counts where it is called that.
    """
    started = clock()
    read = assistant.understand(turn.question, turn.history)
    took_ms = (clock() - started) * 1000
    values: dict[str, float] = {}
    recall = recall_of_missing(turn.question, turn.resolved, read.question)
    if not turn.needs_context:
        values[LEFT_ALONE] = float(stems(read.question) <= stems(turn.question))
    elif recall is not None:
        values[TERM_RECALL] = recall
        if turn.section is not None:
            wordings = {TYPED: turn.question, READ: read.question, REWRITTEN: turn.resolved}
            values |= {name: _rank(assistant, text, turn) for name, text in wordings.items()}
    return Row(
        id=turn.id,
        question=turn.question,
        outcome=_outcome(read),
        took_ms=round(took_ms, 3),
        groups={"kind": turn.kind} if turn.kind else {},
        values=values,
    )


def _outcome(read: Understood) -> str:
    if read.needs_context:
        return "needs_context"
    return "left alone" if read.read_as is None else "read on"


def _rank(assistant: Assistant, text: str, turn: TurnOfSet) -> float:
    """Return one over the place of the first passage of the section, 0 beyond the tenth."""
    hits = assistant.search(text, _DEPTH)
    places = (hit.rank for hit in hits if hit.passage.section == turn.section)
    return 1 / next(places, float("inf"))


def recall_of_missing(typed: str, resolved: str, read: str) -> float | None:
    """Return the share of the words that `typed` lacks of `resolved` and `read` has.

    None where it lacks none.
    """
    missing = stems(resolved) - stems(typed)
    return len(missing & stems(read)) / len(missing) if missing else None


def stems(text: str) -> set[str]:
    """Return the words that name something, without the endings of their forms."""
    return {_stem(plain(word)) for word in words(text) if english().names(word)}


def _stem(word: str) -> str:
    if len(word) < _SHORTEST_STEMMED:
        return word
    return word.removesuffix(next((e for e in _ENDINGS if word.endswith(e)), ""))
