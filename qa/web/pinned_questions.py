"""Questions that staff pinned to words of a page, one wording of each, fit to be offered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus import Span
from index import OpenIndex
from index.curated import curated_questions
from index.encoder import Vectors
from index.expectation import QUESTIONS
from index.reading import read_array

_SHORTEST, _LONGEST = 12, 60
_WITHIN = frozenset("?!,;:()…\n")
# Shorter wordings win: each letter costs this much of a cosine.
_A_LETTER = 0.001


@dataclass(frozen=True, slots=True)
class PinnedQuestion:
    """A question and the words that answer it: where they stand in the page of that id."""

    text: str
    document_id: str
    section: tuple[str, ...]
    place: Span


def pinned_questions(index: OpenIndex) -> dict[str, list[PinnedQuestion]]:
    """Return one question for each pinned place, by page, in the order of its text.

    Of the wordings of one place a short one in the middle of them all stands for them: it asks
    what the others ask, and a slip of the keyboard stands aside. A place none of whose wordings
    reads as a question is left out.
    """
    texts, rows = curated_questions(index.folder)
    vectors: Vectors = read_array(index.folder / QUESTIONS)
    wordings: dict[tuple[int, Span], list[int]] = {}
    for number, text in enumerate(texts[: len(rows)]):
        pin = index.curated.pinned(text)
        if pin is not None:
            wordings.setdefault(pin, []).append(number)
    found: dict[str, list[PinnedQuestion]] = {}
    for row, place in sorted(wordings, key=lambda pin: (pin[0], pin[1].start)):
        chosen = _for_all([(texts[n], vectors[n]) for n in wordings[row, place]])
        if chosen is not None:
            passage = index.passage(row)
            offered = PinnedQuestion(chosen, passage.document_id, passage.section, place)
            found.setdefault(passage.document_id, []).append(offered)
    return found


def reads_as_a_question(text: str) -> bool:
    """Say whether `text` is one short question, written with care."""
    return (
        _SHORTEST <= len(text) <= _LONGEST
        and text[0].isupper()
        and text.endswith(("?", "？", "؟"))
        and not _WITHIN & set(text[:-1])
    )


def _for_all(wordings: Sequence[tuple[str, Vectors]]) -> str | None:
    """Return the text, of (text, vector) pairs, that stands for all of them, if one does."""
    centre = np.mean([vector for _, vector in wordings], axis=0, dtype=np.float32)
    readable = [wording for wording in wordings if reads_as_a_question(wording[0])]
    if not readable:
        return None
    return max(readable, key=lambda w: float(w[1] @ centre) - _A_LETTER * len(w[0]))[0]
