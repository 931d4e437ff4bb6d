"""How a build reports its progress while it runs."""

from collections.abc import Callable

READING, SPLITTING, EMBEDDING = "Reading", "Splitting", "Embedding"
"""The phases of a build, in order: documents read, documents cut into passages, texts embedded."""

Progress = Callable[[str, int, int | None], None]
"""Takes (phase, how many more are done, how many in all or None where that isn't known)."""


def silent(phase: str, done: int, total: int | None) -> None:
    """Report nothing."""
