"""What a command prints, on a standard output of whatever encoding."""

import errno
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import click

# What the system reports for an output that is full; one whose reader has gone is a broken pipe.
_TAKES_NO_MORE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def open_what_is_closed() -> None:
    """Open the null device in place of each standard stream that the command started without.

    Otherwise the next file to be opened, perhaps an index's, would get that stream's number, and
    libraries would write their errors into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free is taken: this one.
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def drop_output() -> None:
    """Discard what is still buffered: writing it would fail again when the command ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def takes_no_more(error: OSError) -> bool:
    """Say whether a standard stream failed, rather than a file with a name."""
    return error.filename is None and error.errno in _TAKES_NO_MORE


def escape_what_is_not_in_the_encoding() -> None:
    """Write characters that the output's encoding lacks as escapes, rather than fail."""
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
