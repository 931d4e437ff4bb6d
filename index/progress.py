"""What a build tells of its progress while it runs."""

from collections.abc import Callable

READING, SPLITTING, EMBEDDING = "Reading", "Splitting", "Embedding"
"""The phases of a build, in order: documents read, documents cut into passages, texts embedded."""

Progress = Callable[[str, int, int | None], None]
"""Hears (phase, how many more are done, how many in all or None where nobody knows)."""


def silent(phase: str, done: int, total: int | None) -> None:
    """Tell nobody."""
