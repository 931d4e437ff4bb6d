"""The command line: exit 0 for any reply, 1 for our errors in one sentence, 2 for usage."""

import os
import sys

import click

from corpus import CitewellError
from qa.cli.answering import ask, search
from qa.cli.building import build
from qa.cli.calibrating import calibrate
from qa.cli.checking import doctor
from qa.cli.evaluating import evaluate
from qa.cli.indexes import indexes, rollback
from qa.cli.reviewing import check
from qa.cli.serving import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="citewell")
def commands() -> None:
    """Answer health questions in the words of reviewed pages, each quote with its citation."""


_COMMANDS = (
    build,
    ask,
    search,
    serve,
    evaluate,
    calibrate,
    check,
    doctor,
    indexes,
    rollback,
)
for _command in _COMMANDS:
    commands.add_command(_command)


def main() -> None:
    """Run the command that was typed; only bugs show a traceback."""
    try:
        commands(prog_name="citewell")
    except CitewellError as error:
        click.echo(f"citewell: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (`citewell search ... | head`): nothing to report.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
