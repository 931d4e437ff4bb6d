"""The review queue: reviews that are due, and what the check of the pages finds."""

from dataclasses import dataclass
from threading import Lock

import gradio as gr

from corpus import CitewellError
from corpus.review.check import Checked, check_sources
from qa.settings import Settings
from qa.web.desk.desk import Desk
from qa.web.desk.showing import shown, title
from qa.web.gradio_ways import direct
from qa.web.holder import Holder

_MOST_CONCERNS = 200


@dataclass(frozen=True, slots=True)
class _Review:
    """What the last check found, or why it could not."""

    checked: Checked | None
    problem: str = ""


def add_review(blocks: gr.Blocks, desk: Desk) -> None:
    """Lay out the area; the pages are checked when it is first opened."""
    check = _Checking(desk.settings, desk.holder)

    def said(review: _Review, again: bool = False) -> str:
        return desk.parts.block("review.html", review=review, most=_MOST_CONCERNS, again=again)

    title("Review")
    with gr.Row(elem_classes="acts"):
        button = gr.Button("Check the pages again", elem_id="review-check")
    found = shown(elem_classes="wide")
    blocks.load(lambda: said(check.last()), None, found, **direct())
    button.click(lambda: said(check.run(), again=True), None, found, **direct())


class _Checking:
    """Checks the pages when told to, and remembers what was found."""

    def __init__(self, settings: Settings, holder: Holder) -> None:
        self._settings, self._holder, self._lock = settings, holder, Lock()
        self._last: _Review | None = None

    def last(self) -> _Review:
        """Return what the last check found; the first time, check."""
        return self._last or self.run()

    def run(self) -> _Review:
        """Check the pages now, one check at a time."""
        assistant = self._holder.now()
        if assistant is None:
            return _Review(None, "No index is open; the pages are checked once there is one.")
        with self._lock:
            try:
                found = _Review(check_sources(self._settings.sources, assistant.today()))
            except CitewellError as error:
                found = _Review(None, str(error))
        self._last = found
        return found
