"""Pairs of one question with a typing error and without: whether both find the same.

Alike is a pair whose questions have the same passage first. That tells of typing errors where the
index holds the subject; elsewhere the first passage is a matter of chance, error or none. What a
person is shown is alike where both are answered by the same passage, or neither is answered.
"""

from pathlib import Path

from qa.evaluation.asking import Clock
from qa.evaluation.lines import fingerprint, question_field, read_ids, read_records, set_name
from qa.evaluation.report import Row
from qa.evaluation.sets import PairSet, Typed
from qa.pipeline import Assistant
from qa.reply import Abstention

ALIKE = "same passage first"
IN_COMMON = "passages in common"
SHOWN_ALIKE = "same passage quoted, or none"
TYPO, CORRECT = "typo", "correct"
_DEPTH = 10


def read_pairs(path: Path) -> PairSet:
    """Read pairs with a `typo` and the `correct` question."""
    records = read_records(path)
    pairs = [
        Typed(
            name, question_field(path, line, r, (TYPO,)), question_field(path, line, r, (CORRECT,))
        )
        for name, (line, r) in zip(read_ids(path, records), records, strict=True)
    ]
    return PairSet(set_name(path), fingerprint(path), (*pairs,))


def judge_pair(pair: Typed, assistant: Assistant, clock: Clock) -> Row:
    """Search for both wordings; the time is that of the one with the typing error."""
    started = clock()
    typed = [hit.passage.id for hit in assistant.search(pair.question, _DEPTH)]
    took_ms = (clock() - started) * 1000
    meant = [hit.passage.id for hit in assistant.search(pair.correct, _DEPTH)]
    read = assistant.interpreter.interpret(pair.question)
    return Row(
        id=pair.id,
        question=pair.question,
        outcome="as typed" if read.changed is None else "repaired",
        took_ms=round(took_ms, 3),
        passage_id=typed[0] if typed else None,
        values={
            ALIKE: float(typed[:1] == meant[:1]),
            IN_COMMON: len({*typed} & {*meant}) / (len(meant) or 1),
            SHOWN_ALIKE: float(
                _quoted(pair.question, assistant) == _quoted(pair.correct, assistant)
            ),
        },
    )


def _quoted(question: str, assistant: Assistant) -> str | None:
    """Return the id of the passage that the reply quotes first, None where it quotes none."""
    reply = assistant.ask(question)
    passages = () if isinstance(reply, Abstention) else reply.passages
    return passages[0].citation.passage_id if passages else None
