"""The assistant that answers now, and who sends people to people while there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index import Filter
from qa.messages import Messages
from qa.pipeline import EVERYTHING, Assistant, Traced
from qa.question import DEFAULT_K
from qa.referring import Referrer
from qa.reply import Referral


class NotReadyError(Exception):
    """No index is open, so nothing can be quoted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, the questions before it (newest last), and what `only` may answer it.

    `as_typed`: in its own words, none of them repaired and nothing carried over.
    """

    question: str
    k: int = DEFAULT_K
    history: Sequence[str] = ()
    only: Filter = EVERYTHING
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Speaking:
    """What answers one question in one language; while no index is open, only a referrer."""

    assistant: Assistant | None
    referrer: Referrer | None

    def trace(self, asked: Asked) -> Traced:
        """Answer, or raise NotReadyError; a crisis or an emergency gets its signpost even then."""
        if self.assistant is not None:
            return self.assistant.trace(
                asked.question, asked.k, asked.history, asked.only, as_typed=asked.as_typed
            )
        urgent = None if self.referrer is None else self.referrer.refer_urgently(asked.question)
        if urgent is None:
            raise NotReadyError
        return Traced(urgent)

    def refer_by_rules(self, question: str) -> Referral | None:
        """Return the signpost where the rules alone see a crisis or an emergency, or None."""
        return None if self.referrer is None else self.referrer.refer_by_rules(question)


class Holder:
    """Holds the assistant that answers now, or none while no index can be opened.

    Callers take the assistant once for each question: a swap in between leaves the question
    with the index it started with.
    """

    def __init__(
        self, assistant: Assistant | None = None, referrer: Referrer | None = None
    ) -> None:
        """Start with `assistant`; `referrer` sends people to people while there is none."""
        self._assistant: Callable[[], Assistant | None] = lambda: assistant
        self._refused: Callable[[], str | None] = lambda: None
        self._referrer = referrer

    def current(self) -> Assistant:
        """Return the assistant; raises NotReadyError where there is none."""
        assistant = self._assistant()
        if assistant is None:
            raise NotReadyError
        return assistant

    def now(self) -> Assistant | None:
        """Return the assistant, or None where there is none."""
        return self._assistant()

    def refused(self) -> str | None:
        """Say why a newer index isn't taken, or None where there is none or it is."""
        return self._refused()

    def follow(
        self,
        assistant: Callable[[], Assistant | None],
        refused: Callable[[], str | None] = lambda: None,
    ) -> None:
        """Let whatever `assistant` returns answer, from the next question on."""
        self._assistant, self._refused = assistant, refused

    def refer_with(self, referrer: Referrer) -> None:
        """Let `referrer` send people to people while no index can be opened."""
        self._referrer = referrer

    def speaking(self, messages: Messages) -> Speaking:
        """Return what answers now, with the fixed texts of `messages`."""
        assistant = self._assistant()
        if assistant is not None:
            speaking = assistant.speaking(messages)
            return Speaking(speaking, speaking.referrer)
        return Speaking(None, self._referrer and self._referrer.speaking(messages))
