"""The assistant that answers now."""

from collections.abc import Callable

from qa.pipeline import Assistant


class NotReadyError(Exception):
    """No index is open, so nothing can be quoted."""


class Holder:
    """Holds the assistant that answers now, or none while no index can be opened.

    Callers take the assistant once for each question: a swap in between leaves the question
    with the index it started with.
    """

    def __init__(self, assistant: Assistant | None = None) -> None:
        self._current: Callable[[], Assistant] | None = None
        if assistant is not None:
            self.follow(lambda: assistant)

    def current(self) -> Assistant:
        """Return the assistant; raises NotReadyError where there is none."""
        current = self._current
        if current is None:
            raise NotReadyError
        return current()

    def follow(self, current: Callable[[], Assistant]) -> None:
        """Let whatever `current` returns answer, from the next question on."""
        self._current = current
