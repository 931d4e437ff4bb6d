"""How fast `citewell build` is, and how much memory it takes, for any number of passages.

`python -m tests.benchmarks.building 100000 [--root DIR]` writes that many synthetic pages, one
passage each, builds them with the command itself and the bundled encoder, changes one page and
builds again, and prints a table. Exits 1 where a build's peak memory is above `--most-mb`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

from tests.benchmarks.synthetic import pages

REPOSITORY = Path(__file__).parents[2]
MOST_MB = 4096


@dataclass(frozen=True)
class Measured:
    """One build: MB are of 10^6 bytes, memory is the largest of the command's processes."""

    passages: int
    seconds: float
    peak_mb: float
    disk_mb: float

    def row(self, name: str) -> str:
        rate = self.passages / self.seconds
        return (
            f"{name:18}{self.passages:>10,}{self.seconds:>10.1f}{rate:>14.1f}"
            f"{self.peak_mb:>10.0f}{self.disk_mb:>10.1f}"
        )


def write_pages(count: int, path: Path, changed: int | None = None) -> None:
    """Write `count` pages in the BEIR form, number `changed` with one more sentence."""
    with path.open("w", encoding="utf-8") as file:
        for number, page in enumerate(pages(count)):
            text = page.text + (" One more sentence." if number == changed else "")
            file.write(json.dumps({"_id": page.id, "title": page.title, "text": text}) + "\n")


def build(source: Path, root: Path) -> Measured:
    """Run `citewell build` in a process of its own and measure that process."""
    command = [sys.executable, "-m", "qa", "build", str(source), "--out", str(root), "--json"]
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
    return Measured(built["passages"], seconds, used.ru_maxrss * unit / 1e6, size / 1e6)


def main() -> None:
    """Build as many passages as were named, then again with one page changed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("passages", type=int)
    parser.add_argument("--root", type=Path, default=Path("var/building"))
    parser.add_argument("--most-mb", type=float, default=MOST_MB)
    arguments = parser.parse_args()
    folder = (arguments.root / str(arguments.passages)).absolute()
    # An index of the same pages would only be found again.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    source = folder / "pages.jsonl"
    click.echo(
        f"{'':18}{'passages':>10}{'seconds':>10}{'passages/s':>14}{'peak MB':>10}{'disk':>10}"
    )
    highest = 0.0
    for name, changed in (("first build", None), ("one page changed", arguments.passages // 2)):
        write_pages(arguments.passages, source, changed)
        measured = build(source, folder / "indexes")
        highest = max(highest, measured.peak_mb)
        click.echo(measured.row(name))
    if highest > arguments.most_mb:
        click.echo(f"the peak is above {arguments.most_mb:g} MB", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
