"""How fast `citewell build` is, how much memory it takes, and whether the index answers.

`python -m tests.benchmarks.building 100000` builds that many synthetic pages, one passage each;
`python -m tests.benchmarks.building --sets ../shared/eval/{medquad,scifact}` the texts of public
sets, folders with a `corpus.jsonl` or `corpus.jsonl.gz` in the BEIR form. Both build with the
command itself and the bundled encoder, change one page and build again, ask the titles of some
pages, and print a table. Exits 1 where a build's peak memory is above `--most-mb`, or where the
second build embeds more than the changed page. With `--resume` a run that was killed goes on where
it was, and the first row tells of the rest alone. With `--unembedded` vectors are made up, for
memory and size without the hours (see `unembedded`).
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import click

from tests.benchmarks.synthetic import pages

REPOSITORY = Path(__file__).parents[2]
MOST_MB = 4096
ASKED = 20
# The passage as a whole, and the sentence that was added.
MOST_EMBEDDED = 2
EMBEDDED = ("qa", "build", "--json")
UNEMBEDDED = ("tests.benchmarks.unembedded",)
COLUMNS = (
    "build",
    "documents",
    "passages",
    "embedded",
    "seconds",
    "processor s",
    "passages/s",
    "peak MB",
    "disk MB",
)
ADDED = " One more sentence."
# A longer page might be cut at other places.
SHORT = 500


@dataclass(frozen=True)
class Measured:
    """One build: MB are of 10^6 bytes, memory is the largest of the command's processes.

    On a busy machine the seconds say little; the processor's say what the work was.
    """

    documents: int
    passages: int
    embedded: int
    seconds: float
    processor_seconds: float
    peak_mb: float
    disk_mb: float

    def row(self, name: str) -> str:
        rate = self.passages / self.seconds
        return (
            f"| {name} | {self.documents:,} | {self.passages:,} | {self.embedded:,} "
            f"| {self.seconds:,.1f} | {self.processor_seconds:,.1f} | {rate:,.1f} "
            f"| {self.peak_mb:,.0f} | {self.disk_mb:,.1f} |"
        )


def synthetic_records(count: int) -> Iterator[dict[str, str]]:
    """Yield `count` synthetic pages in the BEIR form."""
    return ({"_id": page.id, "title": page.title, "text": page.text} for page in pages(count))


def records_of(sets: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield the documents of `sets`, each id behind the name of its set."""
    for folder in sets:
        plain, packed = folder / "corpus.jsonl", folder / "corpus.jsonl.gz"
        with plain.open("rb") if plain.exists() else gzip.open(packed, "rb") as lines:
            for line in lines:
                record = json.loads(line)
                yield record | {"_id": f"{folder.name}-{record['_id']}"}


def write_pages(records: Iterable[dict[str, Any]], path: Path, change_from: int | None) -> int:
    """Write `records`; the first short page from number `change_from` on has one more sentence.

    Returns how many there are.
    """
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for count, record in enumerate(records, start=1):
            text = record["text"]
            if change_from is not None and count > change_from and len(text) < SHORT:
                text, change_from = text.rstrip() + ADDED, None
            file.write(json.dumps(record | {"text": text}) + "\n")
    return count


def build(builder: Sequence[str], source: Path, root: Path) -> Measured:
    """Run `builder` in a process of its own and measure that process."""
    command = [sys.executable, "-m", *builder, str(source), "--out", str(root)]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    built = json.loads(said)
    size = sum(file.stat().st_size for file in Path(built["folder"]).iterdir())
    # Linux counts KiB, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(
        documents=built["documents"],
        passages=built["passages"],
        embedded=built["embedded"],
        seconds=seconds,
        processor_seconds=used.ru_utime + used.ru_stime,
        peak_mb=used.ru_maxrss * unit / 1e6,
        disk_mb=size / 1e6,
    )


def ask_titles(source: Path, root: Path, count: int) -> str:
    """Ask the titles of `count` pages, evenly drawn; say what came of it."""
    with source.open(encoding="utf-8") as lines:
        titles = [json.loads(line)["title"] for line in lines]
    asked = titles[:: max(1, len(titles) // count)][:count]
    questions = "".join(json.dumps({"id": n, "question": t}) + "\n" for n, t in enumerate(asked))
    command = [sys.executable, "-m", "qa", "ask", "--batch", "-", "--index", str(root)]
    said = subprocess.run(
        command, cwd=REPOSITORY, input=questions, capture_output=True, text=True, check=True
    )
    replies = [json.loads(line) for line in said.stdout.splitlines()]
    kinds = Counter(reply["kind"] for reply in replies)
    answers = [r for r in replies if r["kind"] == "answer"]
    own = sum(asked[r["id"]] == r["passages"][0]["citation"]["title"] for r in answers)
    times = [reply["took_ms"] for reply in replies]
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    return (
        f"{len(replies)} titles asked: {told}; {own} answers quote a page of that title first; "
        f"{median(times):.0f} ms in the middle, {max(times):.0f} at most"
    )


def main() -> None:
    """Build the pages that were named, then again with one page changed, and ask."""
    parser = argparse.ArgumentParser()
    parser.add_argument("passages", type=int, nargs="?", help="how many synthetic pages")
    parser.add_argument("--sets", type=Path, nargs="+", help="folders of public sets")
    parser.add_argument("--root", type=Path, default=Path("var/building"))
    parser.add_argument("--most-mb", type=float, default=MOST_MB)
    parser.add_argument("--unembedded", action="store_true", help="make the vectors up")
    parser.add_argument("--resume", action="store_true", help="go on where a killed run was")
    arguments = parser.parse_args()
    if (arguments.passages is None) == (arguments.sets is None):
        parser.error("name either how many PASSAGES, or --sets")
    name = "-".join(s.name for s in arguments.sets) if arguments.sets else str(arguments.passages)
    made_up = "-unembedded" if arguments.unembedded else ""
    folder = (arguments.root / f"{name}{made_up}").absolute()
    if not arguments.resume:
        # An index of the same pages would only be found again.
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    source, root = folder / "pages.jsonl", folder / "indexes"

    def records() -> Iterator[dict[str, Any]]:
        return (
            records_of(arguments.sets) if arguments.sets else synthetic_records(arguments.passages)
        )

    click.echo("| " + " | ".join(COLUMNS) + " |")
    click.echo("| --- |" + " ---: |" * (len(COLUMNS) - 1))
    count = write_pages(records(), source, None)
    builder = UNEMBEDDED if arguments.unembedded else EMBEDDED
    first = build(builder, source, root)
    click.echo(first.row("first"))
    write_pages(records(), source, count // 2)
    second = build(builder, source, root)
    click.echo(second.row("one page changed"))
    if not arguments.unembedded:
        click.echo(ask_titles(source, root, ASKED))
    if max(first.peak_mb, second.peak_mb) > arguments.most_mb:
        raise SystemExit(f"the peak is above {arguments.most_mb:g} MB")
    if second.embedded > MOST_EMBEDDED:
        raise SystemExit(f"one changed page had {second.embedded} texts embedded again")


if __name__ == "__main__":
    main()
