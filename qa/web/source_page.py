"""The source page: a whole document, plain and printable, with the cited place marked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from corpus import Document, Section, Span
from qa.pipeline import Assistant
from qa.web.holder import Holder, NotReadyError
from qa.web.languages import Languages
from qa.web.rendering import Renderer

_LISTED = 100
_MARK = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of a passage, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage with the id that citations point to."""

    anchor: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading of `level` 2 to 6 with its id, and the passages below it."""

    heading: str | None
    level: int
    anchor: str
    passages: tuple[PassageView, ...]

    @property
    def marked(self) -> bool:
        """Say whether some of it is marked."""
        return any(piece.marked for passage in self.passages for piece in passage.pieces)


def view(document: Document, passages: Iterable[Span], mark: Span | None) -> list[SectionView]:
    """Cut the whole text into sections, passages and pieces: nothing is left out or added."""
    spans = sorted(passages)
    return [_section(document, section, spans, mark) for section in document.sections]


def _section(
    document: Document, section: Section, spans: list[Span], mark: Span | None
) -> SectionView:
    heading = section.heading.of(document.text) if section.heading else None
    inside = [s for s in spans if section.body and section.body.contains(s)]
    if section.body and not inside:
        inside = [section.body]
    return SectionView(
        heading,
        min(6, len(section.path) + 1),
        _anchor(section),
        tuple(
            PassageView(f"p{s.start}-{s.end}", tuple(_pieces(document.text, s, mark)))
            for s in inside
        ),
    )


def _anchor(section: Section) -> str:
    if section.heading:
        return f"h{section.heading.start}"
    # Text without a heading opens the page, or goes on after a fold-out.
    return f"s{section.body.start}" if section.body and section.body.start else "summary"


def _pieces(text: str, span: Span, mark: Span | None) -> Iterator[Piece]:
    start, end = (mark.start, mark.end) if mark else (span.end, span.end)
    cuts = [span.start, min(max(start, span.start), span.end), max(min(end, span.end), span.start)]
    cuts.append(span.end)
    for number, (begin, stop) in enumerate(pairwise(cuts)):
        if begin < stop:
            yield Piece(text[begin:stop], marked=number == 1)


def read_mark(mark: str | None) -> Span | None:
    """Read `start-end`, or None for anything else."""
    found = _MARK.fullmatch(mark or "")
    if found is None or int(found[1]) >= int(found[2]):
        return None
    return Span(int(found[1]), int(found[2]))


def source_router(holder: Holder, languages: Languages) -> APIRouter:
    """Return the routes of the source pages, and of their list."""
    router = APIRouter(include_in_schema=False)

    @router.get("/source", response_class=HTMLResponse)
    def listed(request: Request, after: str = "", lang: str | None = None) -> HTMLResponse:
        renderer = languages.choose(lang, request.headers.get("accept-language"))
        try:
            assistant = holder.current()
        except NotReadyError:
            return _missing(renderer, "page_unavailable_heading", "chat_unavailable", 503)
        return HTMLResponse(_list(renderer, assistant, after))

    @router.get("/source/{document_id:path}", response_class=HTMLResponse)
    def source(
        document_id: str, request: Request, mark: str | None = None, lang: str | None = None
    ) -> HTMLResponse:
        renderer = languages.choose(lang, request.headers.get("accept-language"))
        try:
            assistant = holder.current()
        except NotReadyError:
            return _missing(renderer, "page_unavailable_heading", "chat_unavailable", 503)
        index, today = assistant.index, assistant.today()
        document = index.document(document_id)
        # A draft, or a page past its date, is not there for readers, though it is in the index.
        if document is None or not document.answers_on(today):
            return missing_page(renderer)
        passages = index.passages_of(document.id)
        sections = view(document, [p.span for p in passages], read_mark(mark))
        return HTMLResponse(_page(renderer, document, sections, today))

    return router


def _list(renderer: Renderer, assistant: Assistant, after: str) -> str:
    """List the pages that may be read today, from the one behind `after` on."""
    ids = assistant.index.document_ids
    start = ids.index(after) + 1 if after in ids else 0
    found = [assistant.index.document(name) for name in ids[start : start + _LISTED]]
    return renderer.template(
        "pages.html",
        documents=[d for d in found if d is not None and d.answers_on(assistant.today())],
        last=ids[start + _LISTED - 1] if len(ids) > start + _LISTED else None,
        language=renderer.messages.language,
        direction="rtl" if renderer.right_to_left else "ltr",
    )


def _page(renderer: Renderer, document: Document, sections: list[SectionView], today: date) -> str:
    due = document.review_due_on
    return renderer.template(
        "source.html",
        document=document,
        sections=sections,
        overdue=due is not None and due < today,
        unlisted_sources=[source for source in document.sources if source not in document.text],
        language=renderer.messages.language,
        direction="rtl" if renderer.right_to_left else "ltr",
    )


def missing_page(renderer: Renderer) -> HTMLResponse:
    """Return what stands where there is no page."""
    return _missing(renderer, "page_missing_heading", "page_missing", 404)


def _missing(renderer: Renderer, heading: str, text: str, status: int) -> HTMLResponse:
    page = renderer.template(
        "missing.html",
        heading=renderer.messages.text(heading),
        text=renderer.messages.text(text),
        language=renderer.messages.language,
        direction="rtl" if renderer.right_to_left else "ltr",
    )
    return HTMLResponse(page, status)
