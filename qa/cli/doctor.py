"""`citewell doctor`."""

import sys
from datetime import date
from pathlib import Path

import click

from qa.cli.options import index_option, json_option, settings_with
from qa.cli.output import echo_json
from qa.doctor import examine


@click.command()
@json_option
@index_option
def doctor(as_json: bool, index_root: Path | None) -> None:
    """Say whether this installation can answer: each finding with its remedy.

    Exits 1 if something stands in the way of an answer.
    """
    findings = examine(settings_with(index_root), date.today)
    can_answer = not any(finding.level == "error" for finding in findings)
    if as_json:
        rows = [
            {"check": f.check, "level": f.level, "found": f.found, "remedy": f.remedy}
            for f in findings
        ]
        echo_json({"can_answer": can_answer, "findings": rows})
    else:
        for finding in findings:
            click.echo(f"{finding.level:7}  {finding.check}: {finding.found}")
            if finding.remedy:
                click.echo(f"         {finding.remedy}")
    sys.exit(0 if can_answer else 1)
