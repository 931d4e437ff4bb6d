"""`citewell indexes` and `citewell rollback`."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from index import OpenIndex
from index.errors import IndexFolderError
from index.returning import refuse_returning
from index.self_check import check_answers
from index.versions import Version, roll_back, versions, way_back
from qa.cli.options import index_option, json_option, settings_with
from qa.cli.output import echo_json
from qa.encoding import load_encoder


@click.command()
@json_option
@index_option
def indexes(as_json: bool, index_root: Path | None) -> None:
    """List the indexes that are kept, the most recently current first, and verify each.

    "previous" marks the one that `citewell rollback` goes back to.
    """
    root = settings_with(index_root).index_root
    known = versions(root)
    rows = [_facts(version) for version in known]
    sound = {row["index_version"] for row in rows if row["sound"]}
    previous = next((v.name for v in way_back(root, known) if v.name in sound), None)
    for row in rows:
        row["previous"] = row["index_version"] == previous
    if as_json:
        echo_json({"root": str(root), "indexes": rows})
        return
    if not rows:
        click.echo(f"{root} holds no index; build one with `citewell build`")
    for row in rows:
        mark = "current" if row["current"] else "previous" if row["previous"] else ""
        made = row["made_at"].replace("T", " ").removesuffix("+00:00")
        size = _size(row["bytes"])
        click.echo(f"{row['index_version']}  {mark:8}  {made} UTC  {size:>12}  {row['found']}")


def _size(count: int) -> str:
    # In a megabyte there is room for many a small publisher's pages.
    return f"{count / 1e3:,.0f} KB" if count < 1e6 else f"{count / 1e6:,.1f} MB"


def _facts(version: Version) -> dict[str, Any]:
    made_at = datetime.fromtimestamp(version.made_at, UTC).isoformat(timespec="seconds")
    size = sum(path.stat().st_size for path in version.folder.iterdir())
    facts = {"index_version": version.name, "current": version.current, "made_at": made_at}
    facts["bytes"] = size
    try:
        manifest = OpenIndex.open(version.folder).manifest
    except IndexFolderError as error:
        return facts | {"sound": False, "found": f"{error.found}; {error.remedy}"}
    counts = manifest.counts
    found = f"{counts.described()}, {manifest.encoder.name}"
    return facts | {"sound": True, "found": f"{found}, {manifest.dense.described()}"}


@click.command()
@click.argument("version", required=False)
@click.option("--yes", is_flag=True, help="Let pages that were withdrawn or deleted answer again.")
@json_option
@index_option
def rollback(version: str | None, yes: bool, as_json: bool, index_root: Path | None) -> None:
    """Go back to VERSION, or to the last sound index that was current before this one.

    The index is verified and test questions are asked before it becomes current; a running
    server follows within seconds. If pages that were withdrawn or deleted since would answer
    again, they are named and nothing changes unless you add `--yes`. To go forward again, use
    `citewell build` or `citewell rollback VERSION`: a rollback never returns by itself to an index
    that was rolled back from.
    """
    settings = settings_with(index_root)
    known = versions(settings.index_root)
    if not known:
        # Says what is missing before an encoder is loaded for nothing.
        roll_back(settings.index_root, version, lambda _: None)
    encoder = load_encoder(settings)
    chosen = roll_back(
        settings.index_root,
        version,
        lambda index: check_answers(index, encoder),
        None if yes else refuse_returning(settings.index_root, date.today()),
    )
    if as_json:
        found = {"index_version": chosen.name, "folder": str(chosen.folder)}
        echo_json(found, pretty=False)
        return
    click.echo(f"{chosen.folder} is current now")
