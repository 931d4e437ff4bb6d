"""The command line: exit 0 for any reply, 1 for our errors in one sentence, 2 for usage."""

import os
import sys
from importlib import import_module

import click

from corpus import CitewellError
from qa.cli.output import (
    drop_output,
    escape_what_is_not_in_the_encoding,
    open_what_is_closed,
    takes_no_more,
)
from qa.cli.starting import all_kept

_MODULES = {
    "ask": "qa.cli.answering",
    "build": "qa.cli.building",
    "calibrate": "qa.cli.calibrating",
    "check": "qa.cli.checking",
    "desk": "qa.cli.desk",
    "doctor": "qa.cli.doctor",
    "evaluate": "qa.cli.evaluating",
    "indexes": "qa.cli.indexes",
    "records": "qa.cli.records",
    "rollback": "qa.cli.indexes",
    "search": "qa.cli.answering",
    "serve": "qa.cli.serving",
}


class _Commands(click.Group):
    """Imports a command when it is called: an answer should not wait for what checks pages."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all commands, in the order in which help shows them."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command, or return None where there is none of that name."""
        if cmd_name not in _MODULES:
            return None
        with all_kept():
            command: click.Command = getattr(import_module(_MODULES[cmd_name]), cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="citewell")
def commands() -> None:
    """Answer health questions in the words of reviewed pages, each quote with its citation."""


def main() -> None:
    """Run the command that was typed; only bugs show a traceback."""
    # A plugin of another package would see what people ask; to look for one takes a while, too.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    open_what_is_closed()
    escape_what_is_not_in_the_encoding()
    try:
        commands(prog_name="citewell")
    except CitewellError as error:
        click.echo(f"citewell: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (`citewell search ... | head`): nothing to report.
        drop_output()
        sys.exit(1)
    except OSError as error:
        if not takes_no_more(error):
            raise
        drop_output()
        remedy = "free some space, or write it elsewhere"
        click.echo(f"citewell: the output can't be written ({error.strerror}); {remedy}", err=True)
        sys.exit(1)
