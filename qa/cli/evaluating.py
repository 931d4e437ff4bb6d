"""`citewell evaluate`."""

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

import click

from qa.cli.options import (
    any_path,
    index_option,
    json_option,
    refuse_misplaced,
    settings_with,
    writing,
)
from qa.cli.output import echo_json
from qa.cli.progress import progress_bar
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.evaluation.report import Report
    from qa.evaluation.running import Bench
    from qa.evaluation.scorers import Scorer


class _Given(TypedDict):
    sets: tuple[Path, ...]
    expect: Literal["unanswerable"] | None
    sample: int | None
    scorer: "Scorer"
    cache: Path
    report_folder: Path | None
    compared: tuple[Path, Path] | None
    tabled: bool
    as_json: bool
    index_root: Path | None


@click.command()
@click.argument("sets", nargs=-1, type=any_path, metavar="SET...")
@click.option(
    "--expect",
    type=click.Choice(["unanswerable"]),
    help="Treat every question of the SETs as one that the pages don't answer.",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    help="Ask this many questions of each SET, always the same ones.",
)
@click.option(
    "--scorer",
    type=click.Choice(["fitted", "dense", "lexical", "sum"]),
    default="fitted",
    show_default=True,
    help="Search benchmarks with one part alone, or with the sum of both, for comparison.",
)
@click.option(
    "--cache",
    type=any_path,
    default=Path("var/evaluation"),
    show_default=True,
    help="Where to keep the indexes of benchmarks.",
)
@click.option(
    "--report",
    "report_folder",
    type=any_path,
    help="Write report.html and report.json to this folder.",
)
@click.option(
    "--compare",
    "compared",
    type=any_path,
    nargs=2,
    help="Compare two report.json files, question by question, instead of asking.",
)
@click.option(
    "--table",
    "tabled",
    is_flag=True,
    help="Print the SETs, which are report.json files, as a Markdown table.",
)
@json_option
@index_option
def evaluate(**given: Unpack[_Given]) -> None:
    """Measure quality and speed on labelled questions.

    A SET is a folder in the BEIR form (corpus.jsonl, queries.jsonl, qrels.tsv), a questions.jsonl
    beside a corpus.jsonl, or a JSONL file of questions with the field `answerable` or, for
    referrals, `label`. Files of questions are put to the current index; benchmarks get their own.
    """
    if given["compared"]:
        _compare(given["compared"], as_json=given["as_json"])
        return
    if not given["sets"]:
        raise click.UsageError("name at least one SET, or two reports with --compare")
    if given["tabled"]:
        _print_table(given["sets"])
        return
    folder = given["report_folder"]
    if folder is not None:
        # Made before anything is asked: that may take an hour, and would be lost.
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
    report = _run(given)
    if folder is not None:
        _write(report, folder)
    _print_report(report, as_json=given["as_json"])


def _run(given: _Given) -> "Report":
    # Imported late: statistics take a second to load, and no other command needs them.
    from qa.evaluation.reading import read_set
    from qa.evaluation.report import Report
    from qa.evaluation.running import run_set

    questions = [read_set(path, given["expect"]) for path in given["sets"]]
    settings = settings_with(given["index_root"])
    refuse_misplaced(given["index_root"])
    bench = replace(
        make_bench(settings, given["cache"]), sample=given["sample"], scorer=given["scorer"]
    )
    return Report(
        encoder=bench.encoder.identity.name,
        threshold=settings.threshold,
        sets=tuple(run_set(bench, found) for found in questions),
    )


def make_bench(settings: Settings, cache: Path) -> "Bench":
    """Load what asking labelled questions needs."""
    from qa.encoding import load_encoder
    from qa.evaluation.running import Bench
    from qa.startup import assistant_over, open_or_build

    encoder = load_encoder(settings)

    def open_index() -> Any:
        with progress_bar() as progress:
            return open_or_build(settings, lambda: encoder, progress, date.today())

    return Bench(
        encoder=encoder,
        cache=cache,
        open_index=open_index,
        assistant_over=lambda index: assistant_over(index, encoder, settings, date.today),
        clock=time.perf_counter,
        bar=progress_bar,
    )


def _write(report: "Report", folder: Path) -> None:
    from qa.evaluation.page import write_page
    from qa.evaluation.report import JSON_NAME, write_report

    with writing(folder):
        write_report(report, folder / JSON_NAME)
        page = write_page(report, folder)
    click.echo(f"{page} and {JSON_NAME} beside it", err=True)


def _print_report(report: "Report", *, as_json: bool) -> None:
    from qa.evaluation.text import render_report

    if as_json:
        # The rows are for report.json: here they would bury the figures.
        echo_json(report.model_dump(exclude={"sets": {"__all__": {"rows"}}}))
    else:
        click.echo(render_report(report))


def _compare(paths: tuple[Path, Path], *, as_json: bool) -> None:
    from qa.evaluation.comparing import compare
    from qa.evaluation.report import read_report
    from qa.evaluation.text import render_comparison

    first, second = ((path, read_report(path)) for path in paths)
    compared = compare(first, second)
    if as_json:
        echo_json({"sets": [asdict(found) for found in compared]})
    else:
        click.echo(render_comparison(compared))


def _print_table(paths: Sequence[Path]) -> None:
    from qa.evaluation.report import read_report
    from qa.evaluation.table import quality_table

    click.echo(quality_table([read_report(path) for path in paths]))
