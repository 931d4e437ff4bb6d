"""A build as the command's, but for the embedding, which costs nothing and means nothing.

`python -m tests.benchmarks.unembedded SOURCE --out ROOT` prints what `citewell build --json` does.
Reading, cutting, counting tokens and writing are the product's own, so that memory and size on
disk are what the command's would be, without the hours that a large corpus takes to embed.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from index.encoder import Encoder
from index.progress import EMBEDDING
from qa.encoding import load_encoder
from qa.settings import load_settings
from qa.startup import HowToRead, build_index
from tests.benchmarks.synthetic import SyntheticEncoder


class Unembedded(SyntheticEncoder):
    """Makes vectors up, and cuts pages as the real encoder has them cut."""

    def __init__(self, real: Encoder) -> None:
        super().__init__(real)
        self._counting = real

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count with the real tokenizer."""
        return self._counting.count_tokens(texts)


def main() -> None:
    """Build an index and say what it holds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    settings = load_settings(index_root=arguments.out)
    done: Counter[str] = Counter()

    def report(phase: str, more: int, _total: int | None) -> None:
        done[phase] += more

    encoder = Unembedded(load_encoder(settings))
    reading = HowToRead(date.today(), lambda _: None)
    built = build_index(settings, [arguments.source], encoder, report, reading)
    facts = {"folder": str(built.folder), "embedded": done[EMBEDDING]}
    click.echo(json.dumps(facts | built.manifest.counts.model_dump()))


if __name__ == "__main__":
    main()
