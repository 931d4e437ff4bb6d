"""`citewell desk`: who may sign in at the desk for staff."""

import sys

import click

from qa.cli.options import json_option, settings_with
from qa.cli.output import echo_json
from qa.desk.users import Users
from qa.errors import SettingsError


@click.group()
def desk() -> None:
    """Manage who may sign in at /desk: the users in the file that `desk_users` names."""


@desk.command()
@click.argument("name")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)
def add(name: str, password_stdin: bool) -> None:
    """Let NAME sign in, or change NAME's password; asks for it twice."""
    users = _users()
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    users.add(name, password)
    click.echo(f"{name} may sign in")


@desk.command()
@click.argument("name")
def remove(name: str) -> None:
    """Stop NAME from signing in, and sign NAME out."""
    _users().remove(name)
    click.echo(f"{name} may no longer sign in")


@desk.command(name="list")
@json_option
def listed(as_json: bool) -> None:
    """List who may sign in."""
    names = _users().names()
    if as_json:
        echo_json(names, pretty=False)
    else:
        click.echo("\n".join(names) or "nobody may sign in")


def _users() -> Users:
    file = settings_with().desk_users
    if file is None:
        raise SettingsError("no password file is set; name one in the setting `desk_users`")
    return Users(file)
