"""The assistant that answers now."""

from qa.pipeline import Assistant


class NotReadyError(Exception):
    """No index is open, so nothing can be quoted."""


class Holder:
    """Holds the assistant that answers now, or none while no index can be opened.

    Callers take the assistant once for each question: a swap in between leaves the question
    with the index it started with.
    """

    def __init__(self, assistant: Assistant | None = None) -> None:
        self._assistant = assistant

    def current(self) -> Assistant:
        """Return the assistant; raises NotReadyError where there is none."""
        assistant = self._assistant
        if assistant is None:
            raise NotReadyError
        return assistant

    def swap(self, assistant: Assistant) -> None:
        """Let `assistant` answer from the next question on."""
        self._assistant = assistant
