"""`citewell build`."""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.counting import counted
from corpus.findings import Finding, refuse
from corpus.printable import printable
from index.progress import EMBEDDING
from qa.cli.options import any_path, json_option, settings_with
from qa.cli.output import echo_json
from qa.cli.progress import CLEAR_LINE, progress_bar
from qa.encoding import load_encoder
from qa.startup import HowToRead, build_index

if TYPE_CHECKING:
    from index.building import Meanwhile

_MOST_REPORTED = 20


class FindingReporter:
    """Reports findings as they come, up to a few for each file."""

    def __init__(self) -> None:
        self._reported: Counter[Path] = Counter()

    def report(self, finding: Finding) -> None:
        """Report one finding on standard error, above the progress bar."""
        self._reported[finding.file] += 1
        if self._reported[finding.file] <= _MOST_REPORTED:
            # The bar stands on the line, and is drawn again on the next.
            start = CLEAR_LINE if sys.stderr.isatty() else ""
            click.echo(f"{start}warning: {finding}", err=True)

    def finish(self) -> None:
        """Name the files with more findings than were reported."""
        for file, count in self._reported.items():
            if count > _MOST_REPORTED:
                more = counted(count - _MOST_REPORTED, "more finding")
                listed = "`citewell check --json` lists them all"
                click.echo(f"warning: {printable(file)}: {more}; {listed}", err=True)


def _reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an argument `reading`, made from the options for reading sources."""

    @click.option("--strict", is_flag=True, help="Stop with an error if a file can't be read.")
    @click.option(
        "--workers",
        type=click.IntRange(1, 64),
        help="How many files to read in parallel (default: one per processor, at most 4).",
    )
    @wraps(command)
    def read(*arguments: Any, strict: bool, workers: int | None, **named: Any) -> None:
        reporter = FindingReporter()
        reading = HowToRead(date.today(), refuse if strict else reporter.report, workers)
        command(*arguments, reading=reading, **named)
        reporter.finish()

    return read


@click.command()
@click.argument("sources", nargs=-1, type=any_path)
@click.option(
    "--out",
    type=any_path,
    help="The folder to keep indexes in (default: the setting `index_root`).",
)
@click.option(
    "--keep",
    type=click.IntRange(1, 1000),
    help="How many versions to keep for a rollback (default: the setting `keep_indexes`).",
)
@click.option("--wait", is_flag=True, help="If another build is running, wait for it to end.")
@_reading_options
@json_option
def build(
    sources: tuple[Path, ...],
    out: Path | None,
    keep: int | None,
    wait: bool,
    reading: HowToRead,
    as_json: bool,
) -> None:
    """Build an index of SOURCES (files or folders) and make it the current one.

    Without SOURCES, the setting `sources` says what to build: by default, the bundled article.
    Text that an earlier index holds, or that an interrupted build had already embedded, is not
    embedded again. A file that can't be read is reported on standard error; the rest are built.
    """
    settings = settings_with(out, keep_indexes=keep)
    encoder = load_encoder(settings)
    done: Counter[str] = Counter()

    def report(phase: str, more: int, total: int | None) -> None:
        done[phase] += more
        progress(phase, more, total)

    with progress_bar() as progress:
        meanwhile: Meanwhile = "wait" if wait else "refuse"
        built = build_index(settings, sources, encoder, report, reading, meanwhile)
    counts = built.manifest.counts
    if as_json:
        facts: dict[str, object] = {
            "index_version": built.manifest.index_version,
            "folder": str(built.folder),
        }
        facts |= {"reused": built.reused, "embedded": done[EMBEDDING]}
        echo_json(facts | counts.model_dump())
        return
    made = f"built and verified, {counted(done[EMBEDDING], 'text')} embedded"
    state = "unchanged since it was last built" if built.reused else made
    click.echo(f"{built.folder}: {counts.described()}, {state}")
