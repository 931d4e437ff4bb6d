"""How much longer a search takes for the reader, on questions that likeness leaves in doubt.

`python -m tests.benchmarks.rereading [--index ROOT --questions FILE]` asks the questions on the
made-up publisher's site, or those of FILE on the index at ROOT, and prints what reading adds to
ranking 20 passages, beside the embedding of the same questions. Of each question the fastest of
`--rounds` counts: what other programs on the machine take away is not the reader's. Exits 1 where
the median is over `--most-ms`.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import click
import numpy as np

from index.cores import cores
from index.progress import silent
from qa.evaluation.lines import question_field, read_records
from qa.pipeline import Assistant
from qa.ranking import Ranker, Rereader
from qa.reader import BUNDLED
from qa.settings import load_settings
from qa.startup import load_assistant
from tests.benchmarks.stages import EMBEDDING, STAGES, Clock
from tests.benchmarks.work import DAY

SITE = Path("tests/questions/site")
READING, LIKENESS = "reading", "likeness"
RANKED = 20  # Passages.


@contextmanager
def clocked() -> Iterator[Clock]:
    """Time the embedding, the ranking and what the reader adds to it while the context lasts."""
    clock = Clock()
    timed = [(name, owner, attribute) for name, owner, attribute in STAGES if name == EMBEDDING]
    timed += [(LIKENESS, Ranker, "rank"), (READING, Rereader, "rank")]
    with ExitStack() as stack:
        for name, owner, attribute in timed:
            timing = clock.timed(name, getattr(owner, attribute))
            stack.enter_context(patch.object(owner, attribute, timing))
        yield clock


def measure(assistant: Assistant, questions: Sequence[str], rounds: int) -> list[dict[str, float]]:
    """Return for each question that is read the ms of embedding and reading, the fastest of all."""
    fastest: dict[str, dict[str, float]] = {}
    with clocked() as clock:
        # Round by round: an encoder remembers the last questions.
        for question in [*questions] * rounds:
            hits = assistant.search(question, RANKED)
            spent = clock.take()
            if any("reader" in hit.signals for hit in hits):
                best = fastest.setdefault(question, spent)
                fastest[question] = {
                    name: min(best.get(name, ms), ms) for name, ms in spent.items()
                }
    return list(fastest.values())


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--questions", type=Path, default=SITE / "questions.jsonl")
    parser.add_argument("--reader", default=BUNDLED)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most-ms", type=float, default=60.0)
    args = parser.parse_args()
    rows = read_records(args.questions)
    questions = list(dict.fromkeys(question_field(args.questions, *row) for row in rows))
    with tempfile.TemporaryDirectory() as folder:
        root = args.index or Path(folder)
        pages = (SITE / "pages",)  # What is built where there is no index yet.
        settings = load_settings(index_root=root, sources=pages, reader=args.reader)
        times = measure(load_assistant(settings, silent, lambda: DAY), questions, args.rounds)
    if not times:
        parser.error("no question is read: the reader is off, or none is in doubt")
    p50, p95 = np.percentile([spent[READING] for spent in times], (50, 95))
    embedding = float(np.median([spent[EMBEDDING] for spent in times]))
    click.echo(f"{len(times)} of {len(questions)} questions are read, {cores()} cores")
    click.echo(f"reading adds {p50:.1f} ms at p50, {p95:.1f} at p95, to ranking {RANKED} passages")
    click.echo(f"that is {p50 / embedding:.1f} times the {embedding:.1f} ms of an embedding")
    sys.exit(bool(p50 > args.most_ms))


if __name__ == "__main__":
    main()
