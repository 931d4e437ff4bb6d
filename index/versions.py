"""The root that holds index versions and the line that says which one is current."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import IndexFolderError, NoIndexError
from index.manifest import MANIFEST_NAME
from index.opened import OpenIndex

CURRENT = "CURRENT"
_WORK_PREFIX = ".building-"
_DAMAGED_PREFIX = ".damaged-"


def current_folder(root: Path) -> Path:
    """Return the folder that answers: the one CURRENT names, or `root` where it is a version."""
    if (root / MANIFEST_NAME).is_file():
        return root
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoIndexError(root) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexFolderError(root, f"{CURRENT} can't be read ({error})") from error
    if not name.isalnum():
        # Anything else could name a folder outside the root.
        raise IndexFolderError(root, f"{CURRENT} holds {name!r}, which names no version")
    folder = root / name
    if not folder.is_dir():
        raise IndexFolderError(root, f"{CURRENT} names {name}, which is not there")
    return folder


def open_current(root: Path) -> OpenIndex:
    """Verify and open the current index of `root`."""
    return OpenIndex.open(current_folder(root))


def set_current(root: Path, version: str) -> None:
    """Make `version` current in one step: a reader sees the old line or the new one."""
    descriptor, name = tempfile.mkstemp(prefix=f".{CURRENT}-", dir=root, text=True)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(version + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(root / CURRENT)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def adopt(root: Path, version: str) -> OpenIndex | None:
    """Open `version` where it has been built before; a damaged one is moved out of the way."""
    folder = root / version
    if not folder.exists():
        return None
    try:
        return OpenIndex.open(folder)
    except IndexFolderError:
        aside = Path(tempfile.mkdtemp(prefix=_DAMAGED_PREFIX, dir=root))
        folder.rename(aside / version)
        return None


@contextmanager
def working_folder(root: Path) -> Iterator[Path]:
    """Give a new folder beside the versions; what is left of it at the end is removed."""
    work = Path(tempfile.mkdtemp(prefix=_WORK_PREFIX, dir=root))
    try:
        yield work
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(work)
