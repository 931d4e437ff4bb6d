"""What a command prints, on a standard output of whatever encoding."""

import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click


def escape_what_is_not_in_the_encoding() -> None:
    """Let no character end a command: what the output's encoding lacks is written by its number."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and out.errors == "strict":
        out.reconfigure(errors="backslashreplace")


def echo_json(value: Mapping[str, Any] | Sequence[Any], *, pretty: bool = True) -> None:
    """Print JSON, with escapes where the output's encoding lacks a character."""
    indent = 1 if pretty else None
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    click.echo(text)
