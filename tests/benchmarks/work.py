"""How much work an answer and a build are, in counts that no other program on the machine moves.

`python -m tests.benchmarks.work` prints them beside the reviewed ones of work.json;
with `--write` it makes them the reviewed ones. A test fails where one has grown.
"""

import cProfile
import json
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click

from index.encoder import Vectors
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME
from index.progress import silent
from index.records import Records
from index.runtime.onnx_encoder import OnnxEncoder
from qa.pipeline import Assistant
from qa.settings import load_settings
from qa.startup import load_assistant

REVIEWED = Path(__file__).with_name("work.json")
QUESTION = "How do doctors keep the disease from getting worse?"
FIRST_QUESTION = "What should be avoided during treatment?"
STORY = (
    "Two years ago they found that I have multiple sclerosis. Since the spring I walk worse than "
    "I did. My neurologist spoke of immune therapy. How does it keep the disease from getting "
    "worse?"
)
DAY = date(2026, 11, 22)
# Lengths as in real pages: many sentences, some passages, a few that are cut.
LENGTHS = [*range(3, 60), *range(60, 240, 6), 300, 400]

Counts = dict[str, int]


@dataclass
class Ran:
    """What the encoder's session was given."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    batches: int = 0
    texts: int = 0
    tokens: int = 0
    places: int = 0

    def add(self, mask: Any) -> None:
        with self.lock:
            self.batches += 1
            self.texts += len(mask)
            self.tokens += int(mask.sum())
            self.places += mask.size


@contextmanager
def counted_runs() -> Iterator[Ran]:
    """Count what every encoder's session is given while the context lasts."""
    ran = Ran()
    embed = OnnxEncoder._embed

    def counting(
        encoder: OnnxEncoder, session: Any, ids: Any, mask: Any, *more: Any
    ) -> list[Vectors]:
        ran.add(mask)
        return embed(encoder, session, ids, mask, *more)

    with patch.object(OnnxEncoder, "_embed", counting):
        yield ran


@contextmanager
def counted_reads() -> Iterator[list[int]]:
    """List the rows of every record that is read while the context lasts."""
    rows: list[int] = []
    read = Records.__getitem__

    def counting(records: Records, row: int) -> Any:
        rows.append(row)
        return read(records, row)

    with patch.object(Records, "__getitem__", counting):
        yield rows


def opened_files(work: Callable[[], object]) -> int:
    """Count the files that `work` opens."""
    opened: list[str] = []
    watching = [True]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event == "open":
            opened.append(str(arguments[0]))

    # A hook can't be taken away again, only sent to sleep.
    sys.addaudithook(hook)
    try:
        work()
    finally:
        watching.clear()
    return len(opened)


def calls(work: Callable[[], object]) -> int:
    """Count the calls of Python and C functions that `work` makes."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def of_an_answer(assistant: Assistant) -> Counts:
    """Count what one answer takes, once the first has been given."""
    assistant.ask(FIRST_QUESTION)
    with counted_runs() as ran, counted_reads() as rows:
        assistant.ask(QUESTION)
    with counted_runs() as told:
        assistant.ask(STORY)
    return {
        "token places embedded for a story": told.places,
        "encoder batches per answer": ran.batches,
        "texts embedded per answer": ran.texts,
        "records read per answer": len(rows),
        "files opened per answer": opened_files(lambda: assistant.ask(FIRST_QUESTION)),
        "function calls per answer": calls(lambda: assistant.ask(QUESTION)),
    }


def of_embedding(encoder: Any) -> Counts:
    """Count what embedding passages of all lengths takes."""
    with counted_runs() as ran:
        encoder.encode_passages([" ".join(["word"] * length) for length in LENGTHS])
    return {
        "encoder batches per hundred texts": round(100 * ran.batches / ran.texts),
        "padding per thousand tokens": round(1000 * (ran.places - ran.tokens) / ran.tokens),
    }


def of_a_build(root: Path) -> Counts:
    """Count what the first build of the bundled article takes."""
    settings = load_settings(index_root=root / "indexes", encoder_cache=root / "encoders")
    with counted_runs() as ran:
        load_assistant(settings, silent, lambda: DAY)
    return {"texts embedded to build the bundled article": ran.texts}


def measure() -> Counts:
    """Measure everything, with the bundled article and the bundled model."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        encoder = load_encoder(BUNDLED_NAME, None, root / "encoders").encoder
        built = of_a_build(root)
        settings = load_settings(index_root=root / "indexes", encoder_cache=root / "encoders")
        assistant = load_assistant(settings, silent, lambda: DAY)
        return built | of_embedding(encoder) | of_an_answer(assistant)


def main() -> None:
    """Print the counts beside the reviewed ones."""
    found = measure()
    reviewed = json.loads(REVIEWED.read_text()) if REVIEWED.is_file() else {}
    for name, count in found.items():
        click.echo(f"{name:48} {count:8}  reviewed {reviewed.get(name, '-'):>8}")
    if "--write" in sys.argv:
        REVIEWED.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
