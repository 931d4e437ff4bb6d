"""The assistant that answers now, and who sends people to people while there is none."""

from collections.abc import Callable
from dataclasses import replace

from qa.messages import Messages
from qa.pipeline import DEFAULT_K, Assistant
from qa.referring import Referrer
from qa.reply import Referral, Reply


class NotReadyError(Exception):
    """No index is open, so nothing can be quoted."""


class Holder:
    """Holds the assistant that answers now, or none while no index can be opened.

    Callers take the assistant once for each question: a swap in between leaves the question
    with the index it started with.
    """

    def __init__(
        self, assistant: Assistant | None = None, referrer: Referrer | None = None
    ) -> None:
        """Start with `assistant`; `referrer` sends people to people while there is none."""
        self._current: Callable[[], Assistant] | None = None
        self._referrer = referrer
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

    def refer_with(self, referrer: Referrer) -> None:
        """Let `referrer` send people to people while no index can be opened."""
        self._referrer = referrer

    def speaking(self, messages: Messages) -> "Holder":
        """Return what answers now, with the texts of another language; it follows no swap."""
        if self._current is not None:
            assistant = self._current()
            referrer = replace(assistant.referrer, messages=messages)
            return Holder(replace(assistant, messages=messages, referrer=referrer))
        referrer = self._referrer
        return Holder(referrer=referrer and replace(referrer, messages=messages))

    def ask(self, question: str, k: int = DEFAULT_K) -> Reply:
        """Answer, or raise NotReadyError; a crisis or an emergency gets its signpost even then."""
        if self._current is not None:
            return self._current().ask(question, k)
        urgent = self.refer_urgently(question)
        if urgent is None:
            raise NotReadyError
        return urgent

    def refer_urgently(self, question: str) -> Referral | None:
        """Return the signpost for a crisis or an emergency, or None."""
        referrer = self._referring()
        return None if referrer is None else referrer.refer_urgently(question)

    def refer_by_rules(self, question: str) -> Referral | None:
        """Return the signpost where the rules alone see a crisis or an emergency, or None."""
        referrer = self._referring()
        return None if referrer is None else referrer.refer_by_rules(question)

    def _referring(self) -> Referrer | None:
        return self._referrer if self._current is None else self._current().referrer
