"""The JSON API: ask, list the documents, and say whether the server can answer."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from corpus import Document
from corpus.document import DATE_FIELDS
from corpus.review import State, state_on
from index import Filter
from qa.explaining import CANDIDATES, explain, shortened
from qa.pipeline import Assistant
from qa.question import DEFAULT_K
from qa.records import Surface
from qa.web.asking import trace_within
from qa.web.described import ListingForm, ReplyForm, answers, problems
from qa.web.holder import Asked
from qa.web.languages import Visitor
from qa.web.rate import address_of
from qa.web.shared import Shared
from qa.wire import source_url, to_wire

_Values = Annotated[list[str], Field(max_length=100)]


class OnlyBody(BaseModel):
    """What the quoted passages must satisfy; an empty list asks for nothing."""

    model_config = ConfigDict(extra="forbid")

    documents: _Values = []
    sections: Annotated[_Values, Field(description="Headings above the passage.")] = []
    languages: _Values = []
    tags: _Values = []
    states: Annotated[
        list[Literal[State.REVIEWED, State.NOT_STATED, State.OVERDUE]],
        Field(max_length=100, description="What a page's review is on the day."),
    ] = []


class AskBody(BaseModel):
    """One question; `k` is how many passages are quoted at most."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(description="At most 2,000 characters.")]
    k: Annotated[int, Field(strict=True, ge=1, le=10)] = DEFAULT_K
    history: Annotated[
        list[str], Field(max_length=20, description="The questions before it, newest last.")
    ] = []
    only: OnlyBody = OnlyBody()
    as_typed: Annotated[
        bool,
        Field(
            strict=True, description="Search for the words as they are: none repaired, none added."
        ),
    ] = False
    explain: Annotated[
        bool, Field(strict=True, description="Say what spoke for each passage, and why.")
    ] = False

    def asked(self) -> Asked:
        """Return the question with all that belongs to it."""
        only = {name: tuple(values) for name, values in self.only.model_dump().items()}
        return Asked(self.question, self.k, self.history, Filter(**only), self.as_typed)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which documents to list: at most `limit` from number `offset` on, counted from 0."""

    offset: Annotated[int, Query(ge=0)] = 0
    limit: Annotated[int, Query(ge=1, le=1000)] = 100


def api_router(shared: Shared) -> APIRouter:
    """Return the routes of the API."""
    router, holder = APIRouter(), shared.holder

    # Not async: encoding a question keeps a processor busy, so it runs in the thread pool.
    @router.post(
        "/api/v1/ask",
        dependencies=[Depends(only_json)],
        responses=answers(ReplyForm, 400, 413, 415, 422, 429, 503),
    )
    def ask(body: AskBody, request: Request) -> dict[str, Any]:
        """Answer in the words of the reviewed pages, or say that they don't (schema 1)."""
        return _reply_to(body, request, shared)

    @router.get("/api/v1/documents", responses=answers(ListingForm, 422, 503))
    def documents(listing: Annotated[Listing, Depends()]) -> dict[str, Any]:
        """List the open index's documents, in the order of its build; not those out of date.

        `total` counts the whole index, so that a client can page through it.
        """
        return _listed(listing, holder.current(), shared.languages.base)

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        """Say that the server runs."""
        return {"status": "ok"}

    @router.get("/readyz", responses=problems(503))
    def readyz() -> dict[str, str | None]:
        """Say that questions can be answered, and why a newer index isn't taken; 503 else."""
        version = holder.current().index.version
        return {"status": "ready", "index_version": version, "refused": holder.refused()}

    return router


def _reply_to(body: AskBody, request: Request, shared: Shared) -> dict[str, Any]:
    renderer = shared.languages.choose(None, request.headers.get("accept-language"))
    visitor = Visitor(address_of(request.client), renderer)
    started = shared.clock()
    asked = body.asked()
    if body.explain:
        asked = replace(asked, k=max(asked.k, CANDIDATES))
    traced = shortened(trace_within(shared.holder, shared.rate, visitor, asked), body.k)
    wire = to_wire(traced.reply, (shared.clock() - started) * 1000, shared.languages.base)
    reply_id = shared.notes.note(traced.reply, renderer.language, Surface.API)
    if reply_id is not None:
        wire |= {"reply_id": reply_id}
    assistant = shared.holder.now()
    if not body.explain or assistant is None:
        return wire
    return wire | {"explain": explain(traced, assistant.threshold)}


def _listed(listing: Listing, assistant: Assistant, base: str) -> dict[str, Any]:
    index, today = assistant.index, assistant.today()
    ids = index.document_ids
    shown = ids[listing.offset : listing.offset + listing.limit]
    found = [d for name in shown if (d := index.document(name)) and d.answers_on(today)]
    facts = {"index_version": index.version, "total": len(ids), "offset": listing.offset}
    return facts | {"documents": [_facts(document, today, base) for document in found]}


def only_json(request: Request) -> None:
    """Refuse a body that another site's form could send."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(415, "the body must be application/json")


def _facts(document: Document, today: date, base: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "document_id": document.id,
        "title": document.title,
        "source_url": base + source_url(document.id),
        "authors": list(document.authors),
        "sections": [list(section.path) for section in document.sections if section.heading],
        "sources": list(document.sources),
        "tags": list(document.tags),
        "state": state_on(document, today).value,
    }
    for name in ("url", "publisher", "licence", "language"):
        facts[name] = getattr(document, name)
    for name in DATE_FIELDS:
        stated = getattr(document, name)
        facts[name] = stated.isoformat() if stated else None
    return facts
