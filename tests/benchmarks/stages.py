"""Where an answer's time goes: the embedding, and each stage beside it.

`python -m tests.benchmarks.stages [--index ROOT] [--rounds 5]` asks the questions of the bundled
article, of its own index or of `--index`, and prints a table. Of each question and stage the
fastest round counts: what other programs on the machine take away is not the answer's. Exits 1
where everything but the embedding takes longer than `--most-ms` at the median.
"""

import argparse
import functools
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click
import numpy as np

from index.dense import DenseIndex
from index.progress import silent
from index.runtime.onnx_encoder import OnnxEncoder
from qa import pipeline
from qa.pipeline import Assistant
from qa.query.glossary import Glossary
from qa.query.interpret import Interpreter
from qa.query.spelling import Speller
from qa.ranking import evidence, rank
from qa.referring import Referrer
from qa.settings import load_settings
from qa.small_talk import SmallTalk
from qa.startup import load_assistant
from tests.benchmarks.synthetic import real_questions
from tests.benchmarks.work import DAY

EMBEDDING = "embedding"
STAGES: tuple[tuple[str, Any, str], ...] = (
    (EMBEDDING, OnnxEncoder, "encode_by_depth"),
    (EMBEDDING, OnnxEncoder, "encode_queries"),
    (EMBEDDING, OnnxEncoder, "embed_queries"),
    ("who needs people", Referrer, "refer"),
    ("small talk", SmallTalk, "reply_to"),
    ("what it follows", pipeline, "understand"),
    ("spelling", Speller, "repair"),
    ("glossary", Glossary, "synonyms"),
    ("terms", Interpreter, "interpret"),
    ("search by words", evidence, "lexical_scores"),
    ("search by sense", DenseIndex, "search"),
    ("evidence", rank, "gather"),
    ("order and highlight", rank.Ranker, "rank"),
    ("quotes", pipeline, "quote"),
    ("citations", pipeline, "cite"),
    ("all else", Assistant, "ask"),
)


class Clock(threading.local):
    """Adds up the time of each stage, without that of the stages inside it, thread by thread."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(call)
        def timing(*arguments: Any, **named: Any) -> Any:
            self._inside.append(0.0)
            started = time.perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                took = time.perf_counter() - started
                self.spent[name] += took - self._inside.pop()
                if self._inside:
                    self._inside[-1] += took

        return timing

    def take(self) -> dict[str, float]:
        """Return what was spent since it was last taken, in ms."""
        spent, self.spent = self.spent, defaultdict(float)
        return {name: 1e3 * seconds for name, seconds in spent.items()}


@contextmanager
def clocked() -> Iterator[Clock]:
    """Time every stage while the context lasts."""
    clock = Clock()
    with ExitStack() as stack:
        for name, owner, attribute in STAGES:
            timing = clock.timed(name, getattr(owner, attribute))
            stack.enter_context(patch.object(owner, attribute, timing))
        yield clock


def measure(assistant: Assistant, rounds: int, questions: int) -> list[dict[str, float]]:
    """Return for each question the ms of each stage, each in its fastest round."""
    asked = list(dict.fromkeys(real_questions()))[:questions]
    fastest: dict[str, dict[str, float]] = {}
    with clocked() as clock:
        for _ in range(rounds):
            # Round by round: an encoder remembers the last questions.
            for question in asked:
                assistant.ask(question)
                spent = clock.take()
                best = fastest.setdefault(question, spent)
                fastest[question] = {
                    name: min(best.get(name, ms), ms) for name, ms in spent.items()
                }
    return list(fastest.values())


def beside(spent: dict[str, float]) -> float:
    return sum(ms for name, ms in spent.items() if name != EMBEDDING)


def table(answers: list[dict[str, float]]) -> Iterator[str]:
    """Yield a line for each stage, and one for all but the embedding."""
    yield f"{'stage':24}{'p50 ms':>10}{'p95 ms':>10}"
    rows = {name: [spent.get(name, 0.0) for spent in answers] for name, _, _ in STAGES}
    rows["beside the embedding"] = [beside(spent) for spent in answers]
    for name, times in rows.items():
        p50, p95 = np.percentile(times, (50, 95))
        yield f"{name:24}{p50:>10.3f}{p95:>10.3f}"


def main() -> None:
    """Ask, and print where the time went."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--most-ms", type=float)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = arguments.index or Path(folder) / "indexes"
        settings = load_settings(index_root=root, encoder_cache=Path(folder) / "encoders")
        assistant = load_assistant(settings, silent, lambda: DAY)
        answers = measure(assistant, arguments.rounds, arguments.questions)
    click.echo("\n".join(table(answers)))
    median = float(np.median([beside(spent) for spent in answers]))
    if arguments.most_ms is not None and median > arguments.most_ms:
        click.echo(f"{median:.2f} ms beside the embedding, at most {arguments.most_ms:g}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
