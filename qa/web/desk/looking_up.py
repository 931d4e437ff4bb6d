"""Looking a question up: what the chat would reply, and every candidate, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import gradio as gr

from corpus.review.state import ANSWERING
from index import Filter
from qa.desk.copying import Copied, copied
from qa.desk.lookup import Candidate, Found, look_up
from qa.errors import QuestionError
from qa.explaining import CANDIDATES
from qa.question import MOST_CHARACTERS
from qa.web.desk.desk import Desk
from qa.web.desk.pinning import Held, PinPanel, Place, add_pin_panel
from qa.web.desk.showing import shown, title
from qa.web.gradio_ways import direct
from qa.web.holder import NotReadyError

_MOST_OFFERED = 200


@dataclass(frozen=True, slots=True)
class Card:
    """One candidate as it is shown: with its source page's address and its three copies."""

    candidate: Candidate
    link: str
    copies: Copied


class _Slot(NamedTuple):
    """The place of one candidate."""

    column: gr.Column
    card: gr.Markdown


@dataclass(frozen=True, slots=True)
class _Filters:
    """The fields that narrow a look-up down."""

    documents: gr.Textbox
    sections: gr.Textbox
    languages: gr.Textbox
    tags: gr.Textbox
    states: gr.CheckboxGroup

    def typed(self) -> tuple[gr.Textbox, ...]:
        """Return those that are typed into."""
        return (self.documents, self.sections, self.languages, self.tags)

    def components(self) -> set[gr.components.Component]:
        """Return all of them."""
        return {*self.typed(), self.states}

    def of(self, sent: dict[Any, Any]) -> Filter:
        """Return what they let through; an empty field lets everything."""

        def asked(field: gr.Textbox) -> tuple[str, ...]:
            value = (sent[field] or "").strip()
            return (value,) if value else ()

        states = tuple(state for state in ANSWERING if state.value in (sent[self.states] or ()))
        return Filter(
            asked(self.documents),
            asked(self.sections),
            asked(self.languages),
            asked(self.tags),
            states,
        )


def add_looking_up(blocks: gr.Blocks, desk: Desk) -> None:
    """Lay out the area and connect it; questions are sent, never put into an address."""
    title("Look up")
    question = gr.Textbox(
        label="A question, as people ask it",
        submit_btn="Look up",
        max_lines=1,
        max_length=MOST_CHARACTERS,
        autofocus=True,
        elem_id="desk-question",
    )
    filters = _add_filters()
    offered = shown(elem_id="desk-offered")
    outcome = shown(elem_id="desk-outcome")
    # What was found, as the browser holds it: whatever comes back of it is checked again.
    held = gr.Textbox(visible=False)
    panel = add_pin_panel(desk, held)
    with gr.Column(elem_id="desk-cards"):
        slots = [_add_slot(place, panel) for place in range(CANDIDATES)]

    def look(sent: dict[Any, Any], request: gr.Request) -> dict[Any, Any]:
        found, problem = _looked_up(desk, sent[question] or "", filters.of(sent))
        cards = _cards(found, desk, request) if found else []
        return {
            outcome: desk.parts.block("outcome.html", found=found, problem=problem),
            held: _held(found),
            **panel.closed(),
            **_in_slots(slots, cards, desk),
        }

    changed = {outcome, held, *panel.parts()} | {part for slot in slots for part in slot}
    # Enter looks up from whichever field it is pressed in, as in a form.
    entered = [field.submit for field in (question, *filters.typed())]
    gr.on(entered, look, {question, *filters.components()}, changed, **direct())
    blocks.load(lambda: _offered(desk), None, offered, **direct())


def _looked_up(desk: Desk, typed: str, only: Filter) -> tuple[Found | None, str]:
    """Return what was found, or nothing and what staff should know."""
    if not typed.strip():
        return None, "Type a question first."
    try:
        return look_up(desk.holder.current(), typed, only), ""
    except NotReadyError:
        return None, "No index is open, so nothing can be looked up."
    except QuestionError as error:
        return None, str(error)


def _add_filters() -> _Filters:
    def field(label: str, info: str, name: str) -> gr.Textbox:
        return gr.Textbox(label=label, info=info, max_lines=1, elem_id=f"desk-{name}")

    with gr.Accordion("Only some pages", open=False, elem_id="desk-filters"):
        with gr.Row(elem_id="desk-fields"):
            documents = field("Page", "Its id, from the list", "documents")
            sections = field("Heading", "As it stands in the page", "sections")
            languages = field("Language", "en, de-CH …", "languages")
            tags = field("Tag", "As the catalogue states it", "tags")
        states = gr.CheckboxGroup(
            [state.value for state in ANSWERING],
            label="State of review",
            info="Any, where none is chosen",
            elem_id="desk-states",
        )
    return _Filters(documents, sections, languages, tags, states)


def _add_slot(place: int, panel: PinPanel) -> _Slot:
    with gr.Column(visible=False, elem_classes="card") as column:
        card = shown()
        pin = gr.Button("Pin as the answer", size="sm", elem_classes="open-pin")
    panel.open_from(pin, place)
    return _Slot(column, card)


def _offered(desk: Desk) -> str:
    """Return the first documents' ids and titles, for the filter to offer."""
    assistant = desk.holder.now()
    ids = assistant.index.document_ids[:_MOST_OFFERED] if assistant else ()
    known = [(d.id, d.title) for name in ids if assistant and (d := assistant.index.document(name))]
    return desk.parts.block("offered.html", offered=known)


def _cards(found: Found, desk: Desk, request: gr.Request) -> list[Card]:
    url = request.request.url
    base = f"{url.scheme}://{url.netloc}"
    return [_card(candidate, desk, base) for candidate in found.candidates]


def _card(candidate: Candidate, desk: Desk, base: str) -> Card:
    link = desk.languages.default.highlight_url(candidate.passage)
    citation = candidate.passage.citation
    region = desk.settings.region_of_dates
    return Card(candidate, link, copied(candidate.passage.quote, citation, base + link, region))


def _held(found: Found | None) -> str:
    if found is None:
        return ""
    passages = tuple(
        Place(
            document=passage.citation.document_id,
            section=passage.citation.section,
            quote=passage.quote,
            highlighted=passage.highlighted,
        )
        for passage in (candidate.passage for candidate in found.candidates)
    )
    return Held(question=found.question, passages=passages).model_dump_json()


def _in_slots(slots: Sequence[_Slot], cards: Sequence[Card], desk: Desk) -> dict[Any, Any]:
    changes: dict[Any, Any] = {}
    for place, slot in enumerate(slots):
        card = cards[place] if place < len(cards) else None
        changes[slot.column] = gr.update(visible=card is not None)
        changes[slot.card] = (
            desk.parts.block("card.html", card=card, rank=place + 1) if card else ""
        )
    return changes
