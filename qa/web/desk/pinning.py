"""Pinning a curated answer: which words, are they right, and then once more whether to."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
from pydantic import BaseModel, ValidationError

from corpus import CitewellError, Document
from corpus.pins import Pin
from qa.pipeline import Assistant
from qa.question import MOST_CHARACTERS
from qa.web.desk.desk import Desk
from qa.web.desk.showing import shown
from qa.web.gradio_ways import direct
from qa.web.holder import NotReadyError

_MOST_CHARACTERS = 10_000
_GONE = "The page is not in the open index any more; look it up again."
_NO_INDEX = "No index is open, so the words can't be checked."


class Place(BaseModel):
    """A passage as the browser holds it, for a pin to be made of."""

    document: str
    section: tuple[str, ...]
    quote: str
    highlighted: str


class Held(BaseModel):
    """What was looked up and found, as the browser holds it and sends it back."""

    question: str
    passages: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PinPanel:
    """The form for a pin: opened from a candidate, then checked, then confirmed."""

    desk: Desk
    held: gr.Textbox
    column: gr.Column
    head: gr.Markdown
    form: gr.Column
    question: gr.Textbox
    variants: gr.Textbox
    quote: gr.Textbox
    place: gr.Textbox
    confirm: gr.Column
    said: gr.Markdown

    def parts(self) -> set[Any]:
        """Return what opening, checking and closing change."""
        return {
            self.column,
            self.head,
            self.form,
            self.question,
            self.variants,
            self.quote,
            self.place,
            self.confirm,
            self.said,
        }

    def fields(self) -> set[Any]:
        """Return what a pin is made of."""
        return {self.question, self.variants, self.quote, self.place}

    def open_from(self, button: gr.Button, place: int) -> None:
        """Open the form from `button` for the passage at `place` among what was found."""
        button.click(partial(self._opened, place), [self.held], self.parts(), **direct())

    def _opened(self, place: int, sent: str | None) -> dict[Any, Any]:
        try:
            held = Held.model_validate_json(sent or "")
            passage = held.passages[place]
        except (ValidationError, IndexError):
            return self.closed()
        head = self.desk.parts.block("pin_head.html", passage=passage)
        return {
            **self._shows(form=True),
            self.head: gr.update(value=head, visible=True),
            self.question: held.question,
            self.variants: "",
            self.quote: passage.highlighted,
            self.place: passage.model_dump_json(),
            self.said: "",
        }

    def closed(self) -> dict[Any, Any]:
        """Return the changes that close the panel."""
        return {**self._shows(), self.said: "", self.place: ""}

    def checked(self, sent: dict[Any, Any]) -> dict[Any, Any]:
        """Ask whether to write a pin that can be written; say what is wrong with another."""
        try:
            pin, document, assistant = self._pin(sent)
            file = self.desk.pins.check(pin, document, assistant.index.passages_of(document.id))
        except (NotReadyError, CitewellError, ValueError) as error:
            return self._refused(error)
        said = self.desk.parts.block("pin_asked.html", pin=pin, document=document, file=file)
        return {**self._shows(form=False, confirm=True), self.said: said}

    def written(self, sent: dict[Any, Any]) -> dict[Any, Any]:
        """Write the pin, and say where it stands."""
        try:
            pin, document, assistant = self._pin(sent)
            file = self.desk.pins.write(pin, document, assistant.index.passages_of(document.id))
        except (NotReadyError, CitewellError, ValueError) as error:
            return self._refused(error)
        said = self.desk.parts.block("pinned.html", pin=pin, file=file)
        return {**self._shows(form=False), self.said: said}

    def changing(self) -> dict[Any, Any]:
        """Return to the form, with what was typed."""
        return {**self._shows(form=True), self.said: ""}

    def _refused(self, error: Exception) -> dict[Any, Any]:
        problem = _NO_INDEX if isinstance(error, NotReadyError) else _said(error)
        said = self.desk.parts.block("problem.html", problem=problem)
        return {**self._shows(form=True), self.said: said}

    def _shows(self, *, form: bool | None = None, confirm: bool = False) -> dict[Any, Any]:
        """Return which parts are seen; without a `form`, the whole panel is not."""
        return {
            self.column: gr.update(visible=form is not None),
            self.head: gr.update(visible=bool(form)),
            self.form: gr.update(visible=bool(form)),
            self.confirm: gr.update(visible=confirm),
        }

    def _pin(self, sent: dict[Any, Any]) -> tuple[Pin, Document, Assistant]:
        assistant = self.desk.holder.current()
        try:
            place = Place.model_validate_json(sent[self.place] or "")
        except ValidationError as error:
            raise ValueError(_GONE) from error
        document = assistant.index.document(place.document)
        if document is None:
            raise ValueError(_GONE)
        pin = Pin(
            question=_text(sent[self.question]),
            variants=tuple(line for line in map(str.strip, _lines(sent[self.variants])) if line),
            document=document.id,
            quote=_text(sent[self.quote]),
            section=place.section,
        )
        return pin, document, assistant


def add_pin_panel(desk: Desk, held: gr.Textbox) -> PinPanel:
    """Lay the panel out, closed; `held` is what was found."""
    with gr.Column(visible=False, elem_id="desk-pin") as column:
        head = shown()
        with gr.Column(elem_id="pin-form") as form:
            question = gr.Textbox(label="Question", max_lines=1, max_length=MOST_CHARACTERS)
            variants = gr.Textbox(label="Other ways to ask it, one a line", lines=2, max_lines=8)
            quote = gr.Textbox(
                label="Words of the page that answer it",
                lines=3,
                max_lines=12,
                max_length=_MOST_CHARACTERS,
            )
            with gr.Row(elem_classes="acts"):
                check = gr.Button("Pin", variant="primary", elem_id="pin-check")
                cancel = gr.Button("Cancel", elem_id="pin-cancel")
        said = shown(elem_id="pin-said")
        with gr.Column(visible=False) as confirm, gr.Row(elem_classes="acts"):
            write = gr.Button("Yes, pin it", variant="primary")
            change = gr.Button("Change it", elem_id="pin-change")
        place = gr.Textbox(visible=False)
    panel = PinPanel(
        desk, held, column, head, form, question, variants, quote, place, confirm, said
    )
    gr.on([check.click, question.submit], panel.checked, panel.fields(), panel.parts(), **direct())
    write.click(panel.written, panel.fields(), panel.parts(), **direct())
    cancel.click(panel.closed, None, panel.parts(), **direct())
    change.click(panel.changing, None, panel.parts(), **direct())
    return panel


def _text(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()


def _lines(typed: str | None) -> list[str]:
    return _text(typed).split("\n")


def _said(error: Exception) -> str:
    if isinstance(error, CitewellError):
        return str(error)
    # Pydantic's own report names the field on its second line.
    lines = str(error).splitlines()
    return f"{lines[1].strip()}: {lines[2].strip()}" if len(lines) > 2 else lines[0]
