"""`citewell build`."""

import json
from datetime import date
from pathlib import Path

import click

from corpus.findings import Finding, refuse
from qa.cli.options import json_option, settings_with, strict_option
from qa.cli.progress import progress_bar
from qa.startup import Reading, build_index, load_encoder


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="The root that holds indexes.")
@click.option("--keep", type=click.IntRange(1, 1000), help="How many versions stay to go back to.")
@click.option("--wait", is_flag=True, help="Where another build is running, wait for its end.")
@strict_option
@json_option
def build(
    sources: tuple[Path, ...],
    out: Path | None,
    keep: int | None,
    wait: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Build an index of SOURCES (files or folders) and make it the current one.

    Without SOURCES the settings' are built, by default the bundled article. What a stopped
    build had embedded, and what earlier indexes hold, is not embedded again. A file that can't
    be read is told on standard error, and the others are built.
    """
    settings = settings_with(out, keep_indexes=keep)
    encoder = load_encoder(settings)
    with progress_bar() as progress:
        reading = Reading(date.today(), refuse if strict else _tell)
        built = build_index(settings, sources, encoder, progress, reading, wait=wait)
    counts = built.manifest.counts
    if as_json:
        facts = {"index_version": built.manifest.index_version, "folder": str(built.folder)}
        click.echo(json.dumps(facts | {"reused": built.reused} | counts.model_dump(), indent=1))
        return
    done = "unchanged since it was last built" if built.reused else "built and verified"
    click.echo(f"{built.folder}: {counts.documents} documents, {counts.passages} passages, {done}")


def _tell(finding: Finding) -> None:
    click.echo(f"warning: {finding}", err=True)
