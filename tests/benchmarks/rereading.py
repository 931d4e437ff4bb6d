"""How long a reader takes for a question's best passages.

`python -m tests.benchmarks.rereading [--passages 5] [--characters 600]` cuts the bundled article
into passages of about that length, over and over, and prints what reading them takes, the first few
of them twice, as the search does: the fastest of `--rounds`, the median, and the processor time,
which other programs change least. Exits 1 where the median is over `--most-ms`.
"""

import argparse
import itertools
import statistics
import sys
import time

import click

from corpus import read_sources
from corpus.bundled import BUNDLED
from corpus.sentences import sentence_spans
from index.cores import cores
from qa.ranking.looks import Looks
from qa.ranking.rereading import CLOSER, READ, TOGETHER
from qa.reader import BUNDLED as BUNDLED_READER
from qa.reader import ReaderInput, open_reader

QUESTION = "How long after the last infusion is it safe to become pregnant?"


def passages(count: int, characters: int) -> list[ReaderInput]:
    """Return `count` runs of the article's sentences, of about `characters` each."""
    (document,) = list(read_sources([BUNDLED]))
    made, start = [], 0
    for span in sentence_spans(document.text):
        if span.end - start >= characters:
            text = document.text[start : span.end].strip()
            made.append(ReaderInput(text, tuple(sentence_spans(text)), document.title))
            start = span.end
    return list(itertools.islice(itertools.cycle(made), count))


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=READ)
    parser.add_argument("--characters", type=int, default=600)
    parser.add_argument("--reader", default=BUNDLED_READER)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--most-ms", type=float, default=60.0)
    args = parser.parse_args()
    reader = open_reader(args.reader)
    if reader is None:
        parser.error("there is nothing to time with the reader off")
    read = passages(args.passages, args.characters)
    times, worked = [], []
    for _ in range(args.rounds):
        started, before = time.perf_counter(), time.process_time()
        looks = Looks(reader, QUESTION).further(read[:TOGETHER])
        looks.further(read[TOGETHER:], range(min(CLOSER, len(read))))
        times.append(1000.0 * (time.perf_counter() - started))
        worked.append(1000.0 * (time.process_time() - before))
    median = statistics.median(times)
    length = statistics.mean(len(one.text) for one in read)
    click.echo(f"{reader.name}: {len(read)} passages of {length:.0f} characters, {cores()} cores")
    click.echo(f"fastest {min(times):.1f} ms, median {median:.1f} ms, by the clock")
    click.echo(f"at least {min(worked):.1f} ms of processor time, of all cores together")
    sys.exit(median > args.most_ms)


if __name__ == "__main__":
    main()
