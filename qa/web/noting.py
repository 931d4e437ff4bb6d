"""What the surfaces see of recording: a note of each reply, and what a person said of it."""

from typing import TYPE_CHECKING

from qa.records import Feedback, Surface
from qa.reply import Answer, Reply

if TYPE_CHECKING:
    from qa.records.recorder import Recorder


class Notes:
    """Takes notes where there is a recorder; else everything here does nothing."""

    def __init__(self, recorder: "Recorder | None" = None) -> None:
        self._recorder = recorder

    @property
    def are_taken(self) -> bool:
        """Say whether replies are recorded at all."""
        return self._recorder is not None

    def note(self, reply: Reply, language: str, surface: Surface) -> str | None:
        """Note a reply; returns the id for feedback where people are asked for it, else None."""
        if self._recorder is None:
            return None
        reply_id = self._recorder.note(reply, language, surface)
        return reply_id if isinstance(reply, Answer) else None

    def give_feedback(self, reply_id: str, feedback: Feedback) -> None:
        """Keep what a person said of a reply; an id that isn't known is passed over."""
        if self._recorder is not None:
            self._recorder.give_feedback(reply_id, feedback)


UNNOTED = Notes()
