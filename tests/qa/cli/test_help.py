"""What `--help` says of each option of each command."""

from collections.abc import Iterator

import click

from qa.cli import commands


def described(group: click.Group, name: str = "citewell") -> Iterator[tuple[str, click.Parameter]]:
    """Yield each option of each command below `group`, with the command's name."""
    context = click.Context(group)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        assert command is not None
        if isinstance(command, click.Group):
            yield from described(command, f"{name} {part}")
        yield from ((f"{name} {part}", option) for option in command.params)


def test_each_option_says_what_it_is_for_and_what_holds_without_it() -> None:
    listed = [(name, o) for name, o in described(commands) if isinstance(o, click.Option)]
    assert len(listed) > 50
    for name, option in listed:
        said = option.help or ""
        assert said[:1].isupper(), (name, option.opts)
        assert said.endswith("."), (name, option.opts)
        default = option.to_info_dict()["default"]
        needs_none = option.is_flag or option.multiple or default is None
        assert needs_none or option.show_default or "(default: " in said, (name, option.opts)
