"""Citewell beside its peers, in one run: `python -m tests.benchmarks.peers [--documents 2000]`.

Makes an environment for each peer with pip, then, without a network, has each build an index of
the same pages with the same model, start anew and answer, answer one by one and by eight threads.
Prints a table; the same as JSON stands in `results.json` below `--root`.
"""

import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import click

from index.model_files import BUNDLED_NAME, model_folder
from tests.benchmarks.peers.corpora import Benchmark, read_benchmark, write_benchmark
from tests.benchmarks.peers.environments import REPOSITORY
from tests.benchmarks.peers.peers import PEERS
from tests.benchmarks.peers.running import Failed, Measured, Run, measure
from tests.benchmarks.peers.table import HEAD, row, standing
from tests.public_sets import PUBLIC

# On two quiet cores the whole run then takes about twenty minutes, environments not counted.
DOCUMENTS = 3000
QUESTIONS = 400


def caption(benchmark: Benchmark) -> str:
    """Say what was measured, above all on how little of the corpus."""
    return (
        f"{len(benchmark.pages):,} of the {benchmark.total:,} documents of {benchmark.name} "
        f"({DOCUMENTS:,} take some twenty minutes), {len(benchmark.questions)} questions; "
        f"{BUNDLED_NAME} from one folder, its size counted with each peer that embeds; "
        f"{os.cpu_count()} cores. Each cuts and embeds as it does by default; Citewell embeds "
        "every sentence besides, and a query goes through all that it does to answer."
    )


@click.command()
@click.option("--documents", default=DOCUMENTS, show_default=True, help="How many are indexed.")
@click.option("--questions", default=QUESTIONS, show_default=True, help="How many are asked.")
@click.option("--corpus", type=click.Path(path_type=Path), help="A folder in the BEIR form.")
@click.option("--root", default=REPOSITORY / "var" / "peers", type=click.Path(path_type=Path))
@click.option("--only", multiple=True, type=click.Choice([peer.adapter for peer in PEERS]))
@click.option("--fresh", is_flag=True, help="Make every environment anew.")
def main(
    documents: int,
    questions: int,
    corpus: Path | None,
    root: Path,
    only: tuple[str, ...],
    fresh: bool,
) -> None:
    """Measure Citewell and its peers, and print the table."""
    try:
        benchmark = read_benchmark(corpus or PUBLIC / "medquad", documents, questions)
    except FileNotFoundError as error:
        raise click.BadParameter(str(error), param_hint="--corpus") from error
    root = root.absolute()
    for name in ("work", "saved"):
        shutil.rmtree(root / name, ignore_errors=True)
    write_benchmark(benchmark, root / "work")
    model = model_folder(BUNDLED_NAME)
    run = Run(root, model, len(benchmark.pages), benchmark.questions, benchmark.qrels, fresh)
    click.echo(HEAD)
    found: list[Measured | Failed] = []
    for peer in PEERS:
        if not only or peer.adapter in only:
            found.append(measure(peer, run))
            click.echo(row(found[-1]))
            results = {"caption": caption(benchmark), "peers": [asdict(each) for each in found]}
            written = json.dumps(results, indent=1) + "\n"
            (root / "results.json").write_text(written, encoding="utf-8")
    click.echo("\n".join(["", caption(benchmark), *standing(found)]))


if __name__ == "__main__":
    main()
