"""How much sooner files are read side by side: `--workers 1` against more, in one run.

`python -m tests.benchmarks.reading [--files 200] [--workers 2] [--rounds 3]` copies the sound PDF,
Word and EPUB files of the tests that often and reads them all, with one worker and with several
by turns, so that whatever else the machine does meets both alike. Prints the median of each and
their ratio; exits 1 where they don't read the same documents.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

import click

from corpus import Document, read_sources
from tests.corpus.golden import FILES

SOUND = ("leaflet.pdf", "columns.pdf", "stroke.docx", "sleep.epub")


def make_folder(folder: Path, files: int) -> None:
    """Copy the sound files to `folder` until there are so many."""
    for number in range(files):
        original = FILES / SOUND[number % len(SOUND)]
        shutil.copy(original, folder / f"{number:04}{original.suffix}")


def timed(folder: Path, workers: int) -> tuple[float, list[Document]]:
    """Read the folder; return how many seconds it took, and what was read."""
    started = time.perf_counter()
    documents = list(read_sources([folder], workers=workers))
    return time.perf_counter() - started, documents


def main() -> None:
    """Read a folder with one worker and with several, and print the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    seconds: dict[int, list[float]] = {1: [], arguments.workers: []}
    read: list[list[Document]] = []
    with tempfile.TemporaryDirectory() as name:
        make_folder(Path(name), arguments.files)
        for _ in range(arguments.rounds):
            for workers, taken in seconds.items():
                took, documents = timed(Path(name), workers)
                taken.append(took)
                read.append(documents)
    one, several = (median(taken) for taken in seconds.values())
    for workers, taken in seconds.items():
        rate = arguments.files / median(taken)
        click.echo(f"--workers {workers}: {median(taken):6.1f} s, {rate:5.1f} files/s")
    click.echo(f"{one / several:.2f} times as fast")
    if any(documents != read[0] for documents in read):
        raise SystemExit("they did not read the same documents")


if __name__ == "__main__":
    main()
