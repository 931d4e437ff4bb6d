"""`citewell build`."""

import json
from pathlib import Path

import click

from qa.cli.options import json_option, progress_bar, settings_with
from qa.startup import build_index, load_encoder


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="The root that holds indexes.")
@json_option
def build(sources: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """Build an index of SOURCES (files or folders) and make it the current one.

    Without SOURCES the settings' are built, by default the bundled article.
    """
    settings = settings_with(out)
    encoder = load_encoder(settings)
    with progress_bar("Embedding") as progress:
        built = build_index(settings, sources, encoder, progress)
    counts = built.manifest.counts
    if as_json:
        facts = {"index_version": built.manifest.index_version, "folder": str(built.folder)}
        click.echo(json.dumps(facts | {"reused": built.reused} | counts.model_dump(), indent=1))
        return
    done = "unchanged since it was last built" if built.reused else "built and verified"
    click.echo(f"{built.folder}: {counts.documents} documents, {counts.passages} passages, {done}")
