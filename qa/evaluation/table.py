"""The README's quality table, from reports: the figures that each kind of set is there for."""

from collections.abc import Sequence

from qa.evaluation.conversations import LEFT_ALONE, TERM_RECALL
from qa.evaluation.judging import (
    ANSWERED,
    FALSE_ALARM,
    FALSE_ANSWER,
    HIGHLIGHT_HOLDS,
    HIGHLIGHT_TOUCHES,
    REFERRED,
    RIGHT_FIRST,
    URGENT_KINDS,
    recall_of,
)
from qa.evaluation.measures import AUROC, ECE, P50, P95, RECOVERY
from qa.evaluation.pairs import ALIKE, IN_COMMON, SHOWN_ALIKE
from qa.evaluation.report import Kind, Report
from qa.evaluation.text import amount, interval, markdown

_HEADLINES: dict[Kind, tuple[str, ...]] = {
    "retrieval": ("nDCG@10", "recall@100", "success@1"),
    "labelled": (RIGHT_FIRST, ANSWERED, FALSE_ANSWER, HIGHLIGHT_HOLDS, ECE, P50, P95),
    "paragraphs": (HIGHLIGHT_HOLDS, HIGHLIGHT_TOUCHES, AUROC, ECE),
    "conversations": (LEFT_ALONE, TERM_RECALL, RECOVERY),
    "pairs": (ALIKE, IN_COMMON, SHOWN_ALIKE),
    "safety": (recall_of(URGENT_KINDS), recall_of("personal_advice"), FALSE_ALARM),
    "plain": (FALSE_ANSWER, REFERRED),
}
_HEADER = ["Set", "Measure", "Value", "95 % interval", "Questions"]


def quality_table(reports: Sequence[Report]) -> str:
    """Return the headline figures of every set as a Markdown table; a set's name stands once."""
    rows: list[list[str]] = []
    for found in (found for report in reports for found in report.sets):
        headlines = [m for m in found.measures if m.name in _HEADLINES[found.kind]]
        for number, m in enumerate(headlines):
            name = f"`{found.name}`" if number == 0 else ""
            rows.append([name, m.name, amount(m.value, m.unit), interval(m), str(m.n)])
    return markdown([_HEADER, *rows])
