"""`citewell check`."""

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.counting import counted
from corpus.review import Concern, Level, State
from qa.cli.options import any_path, json_option, settings_with
from qa.cli.output import echo_json
from qa.cli.progress import progress_bar

if TYPE_CHECKING:
    from corpus.review.check import Checked

_MOST_SHOWN = 20
_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "blue"}


@click.command()
@click.argument("sources", nargs=-1, type=any_path)
@click.option(
    "--strict", is_flag=True, help="Exit 1 for warnings too, including files that can't be read."
)
@json_option
def check(sources: tuple[Path, ...], strict: bool, as_json: bool) -> None:
    """List what the owner of SOURCES should look at, each with its remedy.

    Errors are pins whose words are no longer in their page, and pages that differ only in a
    number or a "not". Warnings are files that can't be read, overdue and expired reviews,
    duplicates, several versions of a page, empty sections, missing provenance and passages
    that no question could reach. Exits 1 if there is an error.
    """
    # Imported late: no other command should wait for what comparing pages needs.
    from corpus.review.check import check_sources
    from corpus.sources import count_documents

    named = sources or settings_with().sources
    with progress_bar() as progress:
        expected = count_documents(named)
        checked = check_sources(
            named, date.today(), lambda count: progress("Checking", count, expected)
        )
    levels = {concern.level for concern in checked.concerns}
    failed = Level.ERROR in levels or (strict and Level.WARNING in levels)
    if as_json:
        echo_json(_json(checked, ok=not failed))
    else:
        for line in _table(checked):
            click.echo(line)
    sys.exit(1 if failed else 0)


def _json(checked: "Checked", *, ok: bool) -> dict[str, object]:
    return {
        "ok": ok,
        "documents": [{"id": name, "state": state.value} for name, state in checked.states],
        "concerns": [asdict(concern) for concern in checked.concerns],
    }


def _table(checked: "Checked") -> Iterator[str]:
    counts = Counter(state for _, state in checked.states)
    states = [f"{counts[state]} {state.value}" for state in State if counts[state]]
    yield ": ".join(
        [counted(len(checked.states), "page"), *([", ".join(states)] if states else [])]
    )
    for (level, name), group in groupby(checked.concerns, key=lambda c: (c.level, c.check)):
        concerns = list(group)
        yield ""
        yield click.style(f"{level.value}: {name} ({len(concerns)})", fg=_COLOURS[level], bold=True)
        yield from _rows(concerns[:_MOST_SHOWN])
        if len(concerns) > _MOST_SHOWN:
            yield f"  and {len(concerns) - _MOST_SHOWN} more; --json lists them all"


def _rows(concerns: list[Concern]) -> Iterator[str]:
    width = min(max(len(c.where) for c in concerns), shutil.get_terminal_size().columns // 3)
    for concern in concerns:
        yield f"  {concern.where:<{width}}  {concern.found}"
        yield f"  {'':<{width}}  → {concern.remedy}"
