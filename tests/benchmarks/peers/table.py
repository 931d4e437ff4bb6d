"""The figures as a Markdown table, and how Citewell stands among them."""

import statistics
from collections.abc import Sequence

from tests.benchmarks.peers.running import Failed, Measured

# Two runs of the same thing on the same machine differ by as much.
LEVEL = 0.05
COLUMNS = (
    "installed MB",
    "cold start s",
    "query p50 / p95 ms",
    "queries/s, 8 threads",
    "pages/s built",
    "peak MB asking / building",
    "nDCG@10",
)
HEAD = "| | " + " | ".join(COLUMNS) + " |\n| --- |" + " ---: |" * len(COLUMNS)
# Field, name, and whether more is better.
ROWS = (
    ("install_mb", "install size", False),
    ("cold_s", "cold start", False),
    ("p50_ms", "query p50", False),
    ("p95_ms", "query p95", False),
    ("answers_per_s", "throughput", True),
    ("pages_per_s", "build rate", True),
    ("ask_mb", "memory asking", False),
    ("build_mb", "memory building", False),
    ("ndcg", "nDCG@10", True),
)


def row(each: Measured | Failed) -> str:
    """Return a peer's row; one that failed says why."""
    match each:
        case Failed(peer, error):
            said = error.replace("|", "\\|")
            return f"| {peer} | failed: {said} |" + " |" * (len(COLUMNS) - 1)
        case Measured():
            cells = (
                f"{each.install_mb:,.0f}",
                f"{each.cold_s:.2f}",
                f"{each.p50_ms:.1f} / {each.p95_ms:.1f}",
                f"{each.answers_per_s:,.0f}",
                f"{each.pages_per_s:,.0f}",
                f"{each.ask_mb:,.0f} / {each.build_mb:,.0f}",
                f"{each.ndcg:.3f}",
            )
            return f"| {each.peer} | " + " | ".join(cells) + " |"


def standing(found: Sequence[Measured | Failed]) -> list[str]:
    """Say how many times Citewell is the embedding peers' median, and what it isn't first in."""
    measured = [each for each in found if isinstance(each, Measured)]
    ours = next((each for each in measured if each.peer == "Citewell"), None)
    embedding = [each for each in measured if each.embeds and each is not ours]
    if ours is None or not embedding:
        return []
    ratios = []
    for field, name, more in ROWS[1:4]:
        median = statistics.median(getattr(each, field) for each in embedding)
        ratios.append(f"{name} {_times(getattr(ours, field), median, more=more):.1f}")
    said = [
        f"Citewell is so many times as good as the embedding peers' median: {', '.join(ratios)}."
    ]
    for who, others in (
        ("the embedding peers", embedding),
        ("all", [m for m in measured if m is not ours]),
    ):
        lost = [name for field, name, more in ROWS if _lost(ours, others, field, more=more)]
        said.append(f"Not first or level with the first of {who}: {', '.join(lost) or 'nothing'}.")
    return said


def _times(value: float, other: float, *, more: bool) -> float:
    return value / other if more else other / value


def _lost(ours: Measured, others: Sequence[Measured], field: str, *, more: bool) -> bool:
    best = (max if more else min)(getattr(each, field) for each in others)
    return _times(getattr(ours, field), best, more=more) < 1 - LEVEL
