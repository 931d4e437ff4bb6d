"""The whole server as one ASGI application."""

from dataclasses import dataclass

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from qa.messages import load_messages
from qa.settings import Settings
from qa.web import problems
from qa.web.api import Clock, api_router
from qa.web.chat import build_chat, offer_to_programs, theme
from qa.web.chat_page import chat_page
from qa.web.guard import Guard, rules
from qa.web.holder import Holder
from qa.web.policy import chat_policy, inline_script_hashes, page_policy
from qa.web.rate import QuestionRate
from qa.web.rendering import Renderer
from qa.web.source_page import source_router
from qa.web.static_files import static_router
from qa.web.talk import Talk


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the surfaces have in common."""

    holder: Holder
    renderer: Renderer
    rate: QuestionRate
    clock: Clock


def create_app(holder: Holder, settings: Settings, clock: Clock) -> ASGIApp:
    """Put chat, source pages and API together behind the guard.

    `clock` counts seconds from anywhere; only differences of it are used.
    """
    messages = load_messages(settings.language)
    renderer = Renderer(messages)
    shared = _Shared(holder, renderer, QuestionRate(settings.questions_per_minute), clock)
    page = chat_page(messages, renderer.right_to_left)
    app = _parent(shared, page)
    _mount_chat(app, shared, settings)
    allowed = rules(
        chat_policy(inline_script_hashes(page), settings.frame_ancestors),
        page_policy(settings.frame_ancestors),
    )
    return Guard(app, allowed, settings.most_body_bytes)


def _parent(shared: _Shared, page: str) -> FastAPI:
    # No interactive documentation: its page loads scripts from a CDN.
    app = FastAPI(title="Citewell", docs_url=None, redoc_url=None)
    # Gradio would let every site read its answers; with this in place nobody else's page may.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    problems.install(app)
    app.include_router(api_router(shared.holder, shared.rate, shared.clock))
    app.include_router(source_router(shared.holder, shared.renderer))
    app.include_router(static_router())

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def home() -> HTMLResponse:
        return HTMLResponse(page)

    return app


def _mount_chat(app: FastAPI, shared: _Shared, settings: Settings) -> None:
    messages = shared.renderer.messages
    talk = Talk(shared.holder, shared.renderer, shared.rate, settings.example_questions)
    blocks = build_chat(talk, messages, shared.renderer.right_to_left)
    offer_to_programs(blocks, shared.holder, shared.rate, shared.clock, messages)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        theme=theme(),
    )
