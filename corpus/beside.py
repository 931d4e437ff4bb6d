"""What a source is, and which files of a given name stand beside its pages."""

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from corpus.errors import SourceError


def is_folder(source: Path) -> bool:
    """Say whether a source is a folder; raises SourceError if it can't be accessed."""
    try:
        return S_ISDIR(source.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        found = "there is no such file or folder"
        raise SourceError(source, found, "check the path") from error
    except OSError as error:
        found = f"it can't be accessed ({error.strerror})"
        raise SourceError(source, found, "let this user read it, or check the path") from error


def files_beside(sources: Iterable[Path], pattern: str) -> list[Path]:
    """Return the files named like `pattern` that state things of the pages of `sources`.

    For a folder: all the files in it. For a file: those in the same folder. In order, each once.
    As of pages, what is hidden doesn't count, and no link is followed.
    """
    return list(dict.fromkeys(path for source in sources for path in _beside(source, pattern)))


def _beside(source: Path, pattern: str) -> Iterator[Path]:
    if not is_folder(source):
        yield from sorted(filter(_is_own_file, source.parent.glob(pattern)))
        return
    found: list[Path] = []
    for here, folders, names in os.walk(source):
        folders[:] = (name for name in folders if not name.startswith("."))
        found += (Path(here, name) for name in names if fnmatch(name, pattern))
    yield from sorted(filter(_is_own_file, found))


def _is_own_file(path: Path) -> bool:
    try:
        return S_ISREG(path.lstat().st_mode)
    except OSError:
        # In a folder that can be listed but not entered; its pages are reported elsewhere.
        return False
