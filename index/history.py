"""Which versions were current one after the other: where going back leads.

The times of their builds don't tell that. After going back from a bad version and building again,
the bad one is the newest of those before, and nobody means to go back to it.
"""

from collections.abc import Sequence
from pathlib import Path

from index.durable import replace_text

HISTORY = "HISTORY"
_LONGEST_NAME = 64


def is_version_name(name: str) -> bool:
    """Say whether a version can have that name; another could name a folder outside the root."""
    return name.isalnum() and len(name) <= _LONGEST_NAME


def noted(root: Path) -> list[str] | None:
    """Return the names in HISTORY, the earliest first; None where none can be read there."""
    try:
        names = (root / HISTORY).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        # A root of an earlier release; or no more than a hint is lost.
        return None
    return [name for name in names if is_version_name(name)] or None


def note(root: Path, names: Sequence[str]) -> None:
    """Write HISTORY in one step; before CURRENT, so that a kill in between leaves no gap."""
    replace_text(root / HISTORY, "".join(f"{name}\n" for name in names))


def lived(names: Sequence[str], current: str) -> list[str]:
    """Return `names` as far as they led to `current`, which is last where there is one.

    CURRENT is right where the two differ: somebody wrote it by hand, or a process was killed.
    """
    return gone_back(names, current) if current else list(names)


def gone_back(names: Sequence[str], to: str) -> list[str]:
    """Return `names` after going back to `to`: what came after it is no way back any more."""
    return [*names[: names.index(to)], to] if to in names else [*names, to]


def gone_forward(names: Sequence[str], to: str) -> list[str]:
    """Return `names` after a build has made `to` current, which may have been so before."""
    return [*(name for name in names if name != to), to]
