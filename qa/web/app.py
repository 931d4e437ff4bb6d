"""The whole server as one ASGI application."""

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response
from starlette.types import ASGIApp

from qa.settings import Settings
from qa.web import problems
from qa.web.api import api_router
from qa.web.below_path import BelowPath
from qa.web.chat_page import chat_page
from qa.web.embedding.colour import read_colour
from qa.web.embedding.framed_chat import FramedChat, is_origin
from qa.web.embedding.routes import embedding_router
from qa.web.feedback import feedback_router
from qa.web.guard import Guard, desk_rules, rules
from qa.web.holder import Holder
from qa.web.languages import Languages
from qa.web.noting import Notes
from qa.web.opening import Opening
from qa.web.policy import chat_policy, inline_script_hashes, page_policy
from qa.web.rate import QuestionRate
from qa.web.shared import Clock, Shared, only_our_own
from qa.web.source_page import missing_page, source_router
from qa.web.static_files import static_router

if TYPE_CHECKING:
    from qa.records.recorder import Recorder


def create_app(
    holder: Holder, settings: Settings, clock: Clock, recorder: "Recorder | None" = None
) -> ASGIApp:
    """Put chat, source pages and API together behind the guard; the chat opens last.

    A `recorder` gets every reply, and people are then asked whether it helped.
    """
    languages = Languages(
        settings.language, settings.messages, settings.region_of_dates, settings.base_path
    )
    rate, notes = QuestionRate(settings.questions_per_minute), Notes(recorder)
    shared = Shared(holder, languages, rate, clock, notes)
    app = _parent(shared, settings.frame_ancestors)
    framing = settings.frame_ancestors
    hashes = inline_script_hashes(chat_page(languages.default.messages, languages.base))
    allowed = rules(chat_policy(hashes, framing), page_policy(framing))
    desk = None
    if settings.has_desk:
        # Imported late: it brings along what reads databases and hashes passwords.
        from qa.web.desk import Desk, add_desk

        desk = Desk.of(settings, holder, languages, clock, recorder)
        allowed += desk_rules(add_desk(app, desk))

    def gradio() -> FastAPI:
        # Imported when the server listens already: it takes seconds.
        from qa.web.gradio_app import make_gradio_app

        return make_gradio_app(shared, settings, desk)

    opening: ASGIApp = Opening(app, gradio)
    inside = opening if desk is None else desk.gate(opening)

    def missing(accept_language: str | None) -> Response:
        page = missing_page(languages.choose(None, accept_language))
        page.headers["Content-Security-Policy"] = page_policy(())
        return page

    guard = Guard(inside, allowed, settings.most_body_bytes, missing)
    return BelowPath(guard, settings.base_path) if settings.base_path else guard


def _parent(shared: Shared, frame_ancestors: tuple[str, ...]) -> FastAPI:
    # No interactive documentation: its page loads scripts from a CDN.
    base = shared.languages.base
    servers = [{"url": base}] if base else None
    app = FastAPI(title="Citewell", docs_url=None, redoc_url=None, servers=servers)
    only_our_own(app)
    problems.install(app)
    app.include_router(api_router(shared))
    app.include_router(feedback_router(shared.notes, shared.rate))
    app.include_router(source_router(shared.holder, shared.languages))
    app.include_router(static_router())
    app.include_router(embedding_router(shared.languages, frame_ancestors))
    feedback = shared.notes.are_taken
    framed = FramedChat(shared.languages, frame_ancestors, feedback)
    _add_chat_pages(app, shared.languages, framed, feedback)
    return app


def _add_chat_pages(app: FastAPI, languages: Languages, framed: FramedChat, feedback: bool) -> None:
    base = languages.base
    pages = {r.language: chat_page(r.messages, base, feedback=feedback) for r in languages.all()}

    @app.get("/", include_in_schema=False)
    async def home(
        request: Request,
        lang: str | None = None,
        embedded: str | None = None,
        color: str | None = None,
    ) -> HTMLResponse:
        spoken = languages.choose(lang, request.headers.get("accept-language"))
        if is_origin(embedded):
            return framed.page(spoken, read_colour(color))
        return HTMLResponse(pages[spoken.language])
