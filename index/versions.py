"""The root that holds index versions and the line that says which one is current."""

import logging
import os
import reprlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CitewellError
from index.durable import replace_text, sync, sync_tree
from index.errors import (
    BuildRunningError,
    IndexFolderError,
    NoIndexError,
    NoVersionError,
    UnreadableFolderError,
    UnwritableFolderError,
)
from index.history import HISTORY, gone_back, gone_forward, is_version_name, lived, note, noted
from index.manifest import MANIFEST_NAME
from index.opened import OpenIndex

CURRENT = "CURRENT"
_LOCK = ".lock"
_SWITCHING = ".switching"
_WORK_PREFIX = ".building-"
_ASIDE_PREFIX = ".aside-"

_log = logging.getLogger(__name__)

Check = Callable[[OpenIndex], None]


@dataclass(frozen=True, slots=True)
class Version:
    """One sealed folder of a root; `made_at` is when a build last made it current (Unix time)."""

    folder: Path
    made_at: float
    current: bool

    @property
    def name(self) -> str:
        """Return the version, which is also its folder's name."""
        return self.folder.name


def current_folder(root: Path) -> Path:
    """Return the folder that answers: the one CURRENT names, or `root` where it is a version."""
    if _holds_manifest(root):
        return root
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise NoIndexError(root) from error
    except NotADirectoryError as error:
        raise UnreadableFolderError(root, error) from error
    except PermissionError as error:
        raise UnreadableFolderError(root, error, CURRENT) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexFolderError(root, f"{CURRENT} can't be read ({error})") from error
    if not is_version_name(name):
        found = f"{CURRENT} holds {reprlib.repr(name)}, which names no version"
        raise IndexFolderError(root, found)
    folder = root / name
    if not folder.is_dir():
        raise IndexFolderError(root, f"{CURRENT} names {name}, which doesn't exist")
    return folder


def _holds_manifest(folder: Path) -> bool:
    try:
        return (folder / MANIFEST_NAME).is_file()
    except OSError as error:
        raise UnreadableFolderError(folder, error) from error


def open_current(root: Path) -> OpenIndex:
    """Verify and open the current index of `root`."""
    return OpenIndex.open(current_folder(root))


def versions(root: Path) -> list[Version]:
    """List the versions of `root`, the one made current last first."""
    current = _current_name(root)
    try:
        named = [path for path in root.iterdir() if path.name.isalnum()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UnreadableFolderError(root, error) from error
    found = [version for path in named if (version := _version(path, current)) is not None]
    return sorted(found, key=lambda version: (-version.made_at, version.name))


def _current_name(root: Path) -> str:
    try:
        return current_folder(root).name
    except IndexFolderError:
        # A root whose CURRENT is missing or broken still has versions to go back to.
        return ""


def _version(folder: Path, current: str) -> Version | None:
    """Return the version in `folder`, or None where it holds none."""
    try:
        made_at = (folder / MANIFEST_NAME).stat().st_mtime
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        # The others can be listed and gone back to all the same.
        _log.warning("passed over: %s", UnreadableFolderError(folder, error))
        return None
    return Version(folder, made_at, folder.name == current)


def way_back(root: Path, known: Sequence[Version]) -> list[Version]:
    """Return those of `known` that were current before the current one, the last one first.

    A version that somebody went back from is not among them, until a build makes it again.
    """
    current = _current_name(root)
    by_name = {version.name: version for version in known if version.name != current}
    return [by_name[name] for name in reversed(_lived(root)) if name in by_name]


def _lived(root: Path) -> list[str]:
    names = noted(root)
    if names is None:
        names = [version.name for version in reversed(versions(root))]
    there = [name for name in names if (root / name).is_dir()]
    return lived(there, _current_name(root))


def set_current(root: Path, version: str) -> None:
    """Make `version`, which a build made, current in one step: readers see one line or the other.

    The last one that was current is where going back leads.
    """
    note(root, gone_forward(_lived(root), version))
    replace_text(root / CURRENT, version + "\n")


def adopt(root: Path, version: str, check: Check) -> OpenIndex | None:
    """Make `version` current where it has been built before and still answers, else None."""
    try:
        existing = OpenIndex.open(root / version)
        check(existing)
    except IndexFolderError:
        return None
    # The manifest's time says when its version was last made current; its bytes stay as they are.
    os.utime(root / version / MANIFEST_NAME)
    with _switching(root):
        set_current(root, version)
    return existing


def install(root: Path, work: Path, version: str) -> Path:
    """Give a finished working folder its name and make it current."""
    folder = root / version
    sync_tree(work)
    if folder.exists():
        # Only a damaged version of the same name can stand here: see `adopt`.
        folder.rename(Path(tempfile.mkdtemp(prefix=_ASIDE_PREFIX, dir=root)) / version)
    work.rename(folder)
    sync(root)
    with _switching(root):
        set_current(root, version)
    return folder


def roll_back(root: Path, to: str | None, check: Check, agree: Check | None = None) -> Version:
    """Make another version current: `to`, or the last sound one that was so before this one.

    `check` raises for an index that can't answer, `agree` for one that shouldn't, though it
    could. The version that was current is kept.
    """
    chosen, opened = _older(root, to, check)
    if agree is not None:
        agree(opened)
    try:
        with _switching(root):
            if not chosen.folder.is_dir():
                raise NoVersionError(
                    root, chosen.name, [version.name for version in versions(root)]
                )
            note(root, gone_back(_lived(root), chosen.name))
            replace_text(root / CURRENT, chosen.name + "\n")
    except OSError as error:
        raise UnwritableFolderError(root, error) from error
    return chosen


def _older(root: Path, to: str | None, check: Check) -> tuple[Version, OpenIndex]:
    known = versions(root)
    if to is not None:
        chosen = next((version for version in known if version.name == to), None)
        if chosen is None:
            raise NoVersionError(root, to, [version.name for version in known])
        return chosen, _sound(chosen.folder, check)
    for version in way_back(root, known):
        try:
            return version, _sound(version.folder, check)
        except CitewellError as error:
            _log.warning("passed over: %s", error)
    raise NoVersionError(root, "older version", [version.name for version in known])


def _sound(folder: Path, check: Check) -> OpenIndex:
    opened = OpenIndex.open(folder)
    check(opened)
    return opened


@contextmanager
def build_lock(root: Path, *, wait: bool) -> Iterator[None]:
    """Let one build at a time work in `root`; the system frees the lock of a killed one."""
    # Imported late: it brings asyncio along, and only builds and roll-backs lock anything.
    from filelock import FileLock, Timeout

    lock = FileLock(root / _LOCK, timeout=-1 if wait else 0, mode=0o664)
    try:
        lock.acquire()
    except Timeout as error:
        raise BuildRunningError(root) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _switching(root: Path) -> Iterator[None]:
    """Keep a version from being pruned while it is made current, however long a build takes."""
    from filelock import FileLock

    with FileLock(root / _SWITCHING, mode=0o664):
        yield


@contextmanager
def working_folder(root: Path) -> Iterator[Path]:
    """Give a new folder beside the versions; what is left of it at the end is removed."""
    # Not `tempfile.mkdtemp`: only the owner can read its folders.
    work = root / f"{_WORK_PREFIX}{os.getpid()}"
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def sweep(root: Path) -> None:
    """Remove what killed builds left; the caller holds the lock, so no build is using it."""
    for prefix in (_WORK_PREFIX, _ASIDE_PREFIX, f".{CURRENT}-", f".{HISTORY}-"):
        for path in root.glob(f"{prefix}*"):
            _remove(path)


def prune(root: Path, keep: int) -> list[str]:
    """Remove all but the `keep` newest versions and the current one; return what went.

    Those that somebody went back from go first: the others are what one would go back to.
    """
    gone: list[str] = []
    with _switching(root):
        known = versions(root)
        wanted = set(_lived(root))
        known.sort(key=lambda version: version.name not in wanted)
        for version in known[max(1, keep) :]:
            if version.current:
                continue
            # Renamed first: a half-removed folder must never look like a version.
            aside = Path(tempfile.mkdtemp(prefix=_ASIDE_PREFIX, dir=root))
            version.folder.rename(aside / version.name)
            gone.append(version.name)
    for path in root.glob(f"{_ASIDE_PREFIX}*"):
        _remove(path)
    return gone


def _remove(path: Path) -> None:
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        # A folder that can't be removed only takes space.
        _log.warning("%s can't be removed (%s)", path, error)
