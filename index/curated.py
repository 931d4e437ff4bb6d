"""What staff decided about answers, sealed with the index: pins, and when pages expire.

A question that stands there word for word is answered as decided. One that means much the same
is judged like any other, with what these questions teach (index.expectation) as one more sign.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from corpus.questions import question_key
from index.expectation import Expectation

CURATED = "curated.json"


def curated_questions(folder: Path) -> tuple[list[str], NDArray[np.int64]]:
    """Return the questions to learn from, and the marks that the first are pinned to.

    A mark is a passage's row with the first and the last of its sentences that answer.
    """
    read = json.loads((folder / CURATED).read_text(encoding="utf-8"))
    return read["questions"], _marks(read)


class Curated:
    """The decisions of one index, open for asking."""

    def __init__(self, folder: Path) -> None:
        """Read what `curating` wrote; raises ValueError or KeyError for anything else."""
        read: dict[str, Any] = json.loads((folder / CURATED).read_text(encoding="utf-8"))
        self._pins = {
            key: (row, Span(start, end)) for key, (row, start, end) in read["pins"].items()
        }
        self._expires_on = {
            document_id: date.fromisoformat(day) for document_id, day in read["expires_on"].items()
        }
        self._unanswered = frozenset(read["unanswered"])
        self.expectation = Expectation(folder, _marks(read))

    def pinned(self, question: str) -> tuple[int, Span] | None:
        """Return the passage's row, and the place in its document, that staff chose."""
        return self._pins.get(question_key(question)) if self._pins else None

    def unanswered(self, question: str) -> bool:
        """Say whether staff noted that no page answers `question`."""
        return bool(self._unanswered) and question_key(question) in self._unanswered

    def expired_on(self, day: date) -> frozenset[str]:
        """Return the ids of the documents that may no longer be quoted on `day`."""
        return frozenset(name for name, last in self._expires_on.items() if last < day)


def _marks(read: dict[str, Any]) -> NDArray[np.int64]:
    return np.array(read["marks"], dtype=np.int64).reshape(-1, 3)
