"""What is made of Gradio, as one application: the chat, and the desk where there is one."""

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI

from qa.settings import Settings
from qa.web import problems
from qa.web.chat import build_chat
from qa.web.gradio_ways import mount
from qa.web.only_words import Inputs, OnlyWords, Takes
from qa.web.own_address import NoAddress
from qa.web.programs import offer_to_programs
from qa.web.shared import Shared, only_our_own
from qa.web.talk import Talk

if TYPE_CHECKING:
    from qa.web.desk import Desk


def make_gradio_app(shared: Shared, settings: Settings, desk: "Desk | None") -> FastAPI:
    """Return Gradio's own routes; the guard lets only a few of them through."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    only_our_own(app)
    problems.install(app)
    inputs: dict[str, Inputs] = {}
    with _one_at_a_time():
        if desk is not None:
            inputs["/desk"] = _inputs(_mount_desk(app, desk))
        inputs[""] = _inputs(_mount_chat(app, shared, settings))
    app.add_middleware(OnlyWords, inputs=inputs)
    app.add_middleware(NoAddress)
    return app


@cache
def _one_at_a_time() -> Lock:
    # Gradio notes what is being built in one place for the whole process.
    return Lock()


def _inputs(blocks: gr.Blocks) -> Inputs:
    """Return by the number of each event what its inputs take."""
    return {number: [_takes(p) for p in event.inputs] for number, event in blocks.fns.items()}


def _takes(part: gr.components.Component) -> Takes:
    if isinstance(part, gr.Chatbot):
        return Takes.MESSAGES
    return Takes.CHOICES if isinstance(part, gr.CheckboxGroup) else Takes.WORD


def _mount_desk(app: FastAPI, desk: "Desk") -> gr.Blocks:
    # Imported late: without a desk, none of it is loaded.
    from qa.web.desk.areas import build_desk

    blocks = build_desk(desk)
    mount(app, blocks, "/desk")
    return blocks


def _mount_chat(app: FastAPI, shared: Shared, settings: Settings) -> gr.Blocks:
    talk = Talk(shared.holder, shared.rate, settings.example_questions, shared.notes)
    blocks = build_chat(talk, shared.languages)
    offer_to_programs(blocks, shared)
    mount(app, blocks, "/")
    return blocks
