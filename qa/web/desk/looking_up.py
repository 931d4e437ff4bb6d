"""Looking a question up, copying what is found, and pinning a curated answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from corpus import CitewellError
from corpus.pins import Pin
from corpus.review.state import ANSWERING
from index import Filter
from qa.desk.copying import Copied, copied
from qa.desk.lookup import Candidate, look_up
from qa.desk.pinning import PinWriter
from qa.errors import QuestionError
from qa.pipeline import Assistant
from qa.web.desk.access import Access, Staff
from qa.web.desk.pages import Pages
from qa.web.holder import Holder, NotReadyError
from qa.web.languages import Languages

_MOST_OFFERED = 200


@dataclass(frozen=True, slots=True)
class Card:
    """One candidate as it is shown: with its source page's address and its three copies."""

    candidate: Candidate
    link: str
    copies: Copied


def looking_up_router(
    access: Access, pages: Pages, holder: Holder, languages: Languages, pins: PinWriter
) -> APIRouter:
    """Return the routes of look-up and pins; questions are sent, never put into an address."""
    router = APIRouter()

    @router.get("/desk")
    def empty(staff: Staff = Depends(access.reader)) -> Response:
        return pages.page("lookup.html", staff, **_form({}, holder))

    @router.post("/desk")
    def lookup(request: Request, staff: Staff = Depends(access.writer)) -> Response:
        shown = _form(staff.form, holder)
        try:
            assistant = holder.current()
            found = look_up(assistant, staff.form.get("question", ""), _only(staff))
        except NotReadyError:
            problem = "No index is open, so nothing can be looked up."
            return pages.page("lookup.html", staff, 503, problem=problem, **shown)
        except QuestionError as error:
            return pages.page("lookup.html", staff, 422, problem=str(error), **shown)
        base = str(request.base_url).rstrip("/")
        cards = [_card(candidate, languages, base) for candidate in found.candidates]
        return pages.page("lookup.html", staff, found=found, cards=cards, **shown)

    @router.post("/desk/pin")
    def pin(staff: Staff = Depends(access.writer)) -> Response:
        try:
            file = _write(staff, holder.current(), pins)
        except NotReadyError:
            problem = "No index is open, so the words can't be checked."
            return pages.page("pin.html", staff, 503, sent=staff.form, problem=problem)
        except (CitewellError, ValueError) as error:
            return pages.page("pin.html", staff, 422, sent=staff.form, problem=_said(error))
        return pages.page("pin.html", staff, sent=staff.form, file=file)

    return router


def _form(sent: Mapping[str, str], holder: Holder) -> dict[str, Any]:
    return {"sent": sent, "offered": _offered(holder.now()), "states": ANSWERING}


def _offered(assistant: Assistant | None) -> list[tuple[str, str]]:
    """Return the first documents' ids and titles, for the filter to offer."""
    if assistant is None:
        return []
    ids = assistant.index.document_ids[:_MOST_OFFERED]
    return [(d.id, d.title) for name in ids if (d := assistant.index.document(name))]


def _only(staff: Staff) -> Filter:
    def asked(name: str) -> tuple[str, ...]:
        value = staff.form.get(name, "").strip()
        return (value,) if value else ()

    states = tuple(state for state in ANSWERING if state.value in asked("states"))
    return Filter(asked("documents"), asked("sections"), asked("languages"), asked("tags"), states)


def _card(candidate: Candidate, languages: Languages, base: str) -> Card:
    link = languages.default.highlight_url(candidate.passage)
    citation = candidate.passage.citation
    return Card(candidate, link, copied(candidate.passage.quote, citation, base + link))


def _write(staff: Staff, assistant: Assistant, pins: PinWriter) -> str:
    sent = {name: text.replace("\r\n", "\n").strip() for name, text in staff.form.items()}
    document = assistant.index.document(sent.get("document", ""))
    if document is None:
        raise ValueError("The page is not in the open index any more; look it up again.")
    pin = Pin(
        question=sent.get("question", ""),
        variants=tuple(
            line.strip() for line in sent.get("variants", "").split("\n") if line.strip()
        ),
        document=document.id,
        quote=sent.get("quote", ""),
        section=tuple(h for h in sent.get("section", "").split("\n") if h),
    )
    return str(pins.write(pin, document, assistant.index.passages_of(document.id)))


def _said(error: Exception) -> str:
    if isinstance(error, CitewellError):
        return str(error)
    # Pydantic's own report names the field on its second line.
    lines = str(error).splitlines()
    return f"{lines[1].strip()}: {lines[2].strip()}" if len(lines) > 2 else lines[0]
