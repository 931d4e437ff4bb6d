"""The chat as an application of its own; with this module Gradio is imported."""

from functools import cache
from threading import Lock

import gradio as gr
from fastapi import FastAPI

from qa.settings import Settings
from qa.web import problems
from qa.web.chat import build_chat, theme
from qa.web.only_words import OnlyWords
from qa.web.programs import offer_to_programs
from qa.web.shared import Shared, only_our_own
from qa.web.talk import Talk


def make_chat(shared: Shared, settings: Settings) -> FastAPI:
    """Return Gradio's own routes, of which the guard lets few through."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    only_our_own(app)
    problems.install(app)
    with _one_at_a_time():
        blocks = _mount(app, shared, settings)
    inputs = {
        number: [isinstance(part, gr.Chatbot) for part in event.inputs]
        for number, event in blocks.fns.items()
    }
    app.add_middleware(OnlyWords, inputs=inputs)
    return app


@cache
def _one_at_a_time() -> Lock:
    # Gradio notes what is being built in one place for the whole process.
    return Lock()


def _mount(app: FastAPI, shared: Shared, settings: Settings) -> gr.Blocks:
    talk = Talk(shared.holder, shared.rate, settings.example_questions, shared.notes)
    blocks = build_chat(talk, shared.languages)
    offer_to_programs(
        blocks, shared.holder, shared.languages, shared.rate, shared.clock, shared.notes
    )
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
    return blocks
