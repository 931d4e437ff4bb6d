"""`python -m qa.training`: train, judge and ship the reader."""

import json
import sys
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click
import torch

from corpus import CitewellError
from index.progress import silent
from qa.encoding import load_encoder
from qa.reader import BUNDLED, READER_WEIGHTS, open_reader
from qa.reader.bundled import BundledReader
from qa.settings import load_settings
from qa.startup import load_assistant
from qa.training.compare import compare
from qa.training.export import export
from qa.training.held import held_parts
from qa.training.loop import Job, Plan, averaged, mixed, work
from qa.training.mixture import divide, load
from qa.training.network import ReaderNetwork
from qa.training.parameters import (
    ENCODER,
    PUBLIC_SETS,
    RUN,
    SITES,
    WEIGHTS,
    changed,
    look_at_written,
)
from qa.training.report import report
from qa.training.validate import validation_sets
from qa.training.weigh import Part, ask_all, weigh
from qa.training.windows import Sentences

_COUNT = click.IntRange(1)


@click.group()
def main() -> None:
    """Train the reader, measure it, and write the weights that ship."""


@main.command()
@click.option("--data", type=PUBLIC_SETS, required=True)
@click.option("--encoder", type=ENCODER, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="Change the plan.")
@click.option(
    "--workers", type=_COUNT, default=2, show_default=True, help="Processes, of one thread each."
)
def train(data: Path, encoder: Path, out: Path, changes: tuple[str, ...], workers: int) -> None:
    """Train from the encoder's weights; goes on from the checkpoint in --out if there is one."""
    plan = changed(Plan(), changes)
    if plan.written:
        look_at_written(Path(plan.written), data)
    out.mkdir(parents=True, exist_ok=True)
    (out / "plan.json").write_text(json.dumps(asdict(plan), indent=1) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        job = Job(plan, encoder, data, out, workers)
        torch.multiprocessing.spawn(work, (job, Path(folder) / "meeting"), nprocs=workers)


@main.command()
@click.option("--run", type=RUN, required=True)
@click.option("--encoder", type=ENCODER, required=True)
@click.option("--out", type=click.Path(path_type=Path), default=READER_WEIGHTS, show_default=False)
@click.option(
    "--room", type=_COUNT, default=900, show_default=True, help="Characters read of a passage."
)
@click.option(
    "--first-share",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Of the run it started from.",
)
def ship(run: Path, encoder: Path, out: Path, room: int, first_share: float) -> None:
    """Write the averaged weights of a run as the files that ship.

    With --first-share they are mixed with those that the run went on from.
    """
    plan = json.loads((run / "plan.json").read_text(encoding="utf-8"))
    if first_share and not plan["start"]:
        raise click.UsageError(f"{run} went on from no other run, so --first-share must be 0")
    network = ReaderNetwork(encoder, plan["layers"])
    weights = averaged(run)
    if first_share:
        weights = mixed(weights, averaged(Path(plan["start"])), first_share)
    network.load_state_dict(weights)
    export(network, encoder / "tokenizer.json", out, plan["max_tokens"], room)


@main.command()
@click.option("--data", type=PUBLIC_SETS, required=True)
@click.option("--reader", default=BUNDLED, show_default=True, help="As in the settings.")
@click.option("--weights", type=WEIGHTS, default=READER_WEIGHTS)
@click.option("--most", type=_COUNT, default=1500, show_default=True, help="Questions of each set.")
def judge(data: Path, reader: str, weights: Path, most: int) -> None:
    """Print the reader's figures on the documents that were held out, as JSON."""
    chosen = BundledReader(weights) if reader == BUNDLED else open_reader(reader)
    if chosen is None:
        raise click.UsageError("there is nothing to judge with the reader off")
    _, held = divide(load(data))
    sentences, encoder = Sentences(), load_encoder(load_settings())
    figures = {
        name: report(examples[:most], chosen, encoder, sentences)
        for name, examples in validation_sets(held, most).items()
    }
    click.echo(json.dumps({"reader": chosen.name, **figures}, indent=1))


@main.command("compare")
@click.option("--data", type=PUBLIC_SETS, required=True)
@click.option("--weights", type=WEIGHTS, default=READER_WEIGHTS)
def compare_pipelines(data: Path, weights: Path) -> None:
    """Print the search's figures on held-out pages, as JSON: without, with, gain, its interval."""
    settings = load_settings()
    encoder, reader = load_encoder(settings), BundledReader(weights)
    figures = compare(data, encoder, reader, weights, settings.threshold)
    click.echo(json.dumps(figures, indent=1))


@main.command("weigh")
@click.option("--reader", default=BUNDLED, show_default=True, help="As in the settings.")
@click.option(
    "--questions", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True
)
@click.option("--data", type=PUBLIC_SETS, default=None)
@click.option(
    "--sites",
    type=SITES,
    default=None,
    help="Questions on held-out pages of --data.",
)
@click.option(
    "--counts",
    type=click.FloatRange(0, min_open=True),
    default=1500.0,
    show_default=True,
    help="Beside the sets of --data.",
)
@click.option("--out", type=click.Path(path_type=Path), default=READER_WEIGHTS, show_default=False)
def weigh_reader(
    reader: str, questions: Path, data: Path | None, sites: Path | None, counts: float, out: Path
) -> None:
    """Fit what a reader's judgement counts, on labelled questions over the settings' index.

    With --data, also on the public sets' pages that were held out of the bundled reader's training.
    """
    chosen = open_reader(reader)
    if chosen is None:
        raise click.UsageError("there is nothing to weigh with the reader off")
    assistant = load_assistant(load_settings(reader="off"), silent, date.today)
    parts = {questions.stem: Part(ask_all(assistant, chosen, questions), counts)}
    if data is not None:
        parts |= held_parts(data, sites, assistant.encoder, chosen)
    weigh(parts, f"What the judgement of {chosen.name} counts.", out)


def run() -> None:
    """Run the command that was typed; only bugs show a traceback."""
    try:
        main(prog_name="python -m qa.training")
    except CitewellError as error:
        click.echo(f"citewell: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    run()
