"""`citewell records`: export, expire and delete what was kept of people's questions."""

from datetime import UTC, datetime, timedelta
from typing import IO

import click

from corpus.counting import counted
from qa.cli.options import json_option, settings_with
from qa.cli.output import echo_json
from qa.records.opening import open_store
from qa.settings import MOST_DAYS


@click.group()
def records() -> None:
    """Export, expire or delete the questions that are kept if `record_questions` is set."""


@records.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json"]),
    default="csv",
    show_default=True,
    help="CSV for a spreadsheet, JSON lines for a program.",
)
@click.option(
    "--out",
    type=click.File("w", encoding="utf-8", lazy=True),
    default="-",
    help="Write to this file (default: standard output).",
)
def export(form: str, out: IO[str]) -> None:
    """Write every record, redacted as it is kept, as CSV or one JSON object a line."""
    from qa.records.export import as_csv_lines, as_json_lines

    rows = open_store(settings_with(), make=False).rows()
    for line in as_csv_lines(rows) if form == "csv" else as_json_lines(rows):
        click.echo(line, file=out)


@records.command()
@click.option(
    "--days",
    type=click.IntRange(0, MOST_DAYS),
    help="How many days to keep a record (default: the setting `records_days`).",
)
@json_option
def expire(days: int | None, as_json: bool) -> None:
    """Delete records older than DAYS; a running server does this daily."""
    settings = settings_with()
    kept = settings.records_days if days is None else days
    _tell(
        open_store(settings, make=False).expire(datetime.now(UTC) - timedelta(days=kept)), as_json
    )


@records.command()
@click.confirmation_option(prompt="Delete every kept question and all feedback?")
@json_option
def delete(as_json: bool) -> None:
    """Delete everything that is kept: questions, feedback and counts."""
    _tell(open_store(settings_with(), make=False).delete_all(), as_json)


def _tell(gone: int, as_json: bool) -> None:
    if as_json:
        echo_json({"deleted": gone}, pretty=False)
    else:
        click.echo(f"{counted(gone, 'record')} deleted")
