"""A user whom permissions hold back, also where the tests are run by root."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65534


@contextmanager
def somebody() -> Iterator[Path]:
    """Give a folder, and be a user whom permissions hold back while the block runs."""
    was_root = os.geteuid() == 0
    # pytest's own folders may not be entered by others.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        if was_root:
            os.seteuid(_NOBODY)
        try:
            yield Path(folder)
        finally:
            if was_root:
                os.seteuid(0)


@contextmanager
def without_permission(path: Path) -> Iterator[None]:
    """Let nobody read, list or enter `path` while the block runs."""
    before = path.stat().st_mode
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(before)
