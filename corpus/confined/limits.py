"""Bounds for the programs of this folder, and how they report."""

import json
import sys
import zipfile
from typing import Any, NoReturn

# Of computing, and of waiting on a busy machine.
COMPUTING_SECONDS = 300
WAITING_SECONDS = 1200
MEMORY_BYTES = 3_000_000_000
UNPACKED_BYTES = 200_000_000
MOST_PARTS = 10_000
FOUND = 3


def limit_resources() -> None:
    """Let this process fail rather than the machine suffer; not every system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING_SECONDS, COMPUTING_SECONDS))


def answer(value: Any) -> None:
    """Print the result as JSON."""
    sys.stdout.write(json.dumps(value))


def found(reason: str, remedy: str) -> NoReturn:
    """Say what is wrong with the file, and stop."""
    answer([reason, remedy])
    sys.stdout.flush()
    raise SystemExit(FOUND)


def open_zip(path: str) -> zipfile.ZipFile:
    """Open an archive whose parts, as its directory states them, fit the bounds.

    A part that unpacks to more than is stated fails when it is read.
    """
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        found("it is not an archive, or it is damaged", "open it in its program and save it again")
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        found(f"it holds {len(parts)} parts, more than {MOST_PARTS}", "save it again, smaller")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_BYTES:
        reason = f"it unpacks to {unpacked} bytes, more than {UNPACKED_BYTES}"
        found(reason, "take large pictures out, or split it")
    if any(part.flag_bits & 1 for part in parts):
        found("it is protected by a password", "save it without one")
    return archive
