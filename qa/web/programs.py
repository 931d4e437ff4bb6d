"""The chat's endpoint for programs that speak Gradio's protocol, such as `gradio_client`."""

from typing import Any

import gradio as gr
from gradio import events

from qa.errors import QuestionError
from qa.question import DEFAULT_K
from qa.records import Surface
from qa.web.asking import ask_within
from qa.web.holder import Asked, NotReadyError
from qa.web.languages import Visitor
from qa.web.problems import TooManyQuestionsError
from qa.web.rate import address_of
from qa.web.shared import Shared
from qa.wire import to_wire

_MOST_WAITING = 64


def offer_to_programs(blocks: gr.Blocks, shared: Shared) -> None:
    """Let programs ask as well: the endpoint `/ask` returns the wire reply."""

    def ask(question: str, request: gr.Request, k: int = DEFAULT_K) -> dict[str, Any]:
        """Answer in the words of the reviewed pages, or say that they don't (schema 1)."""
        renderer = shared.languages.choose(None, request.headers.get("accept-language"))
        visitor = Visitor(address_of(request.client), renderer)
        try:
            started = shared.clock()
            asked = Asked(question, min(max(int(k), 1), 10))
            reply = ask_within(shared.holder, shared.rate, visitor, asked)
        except NotReadyError as error:
            raise _said(renderer.messages.text("chat_unavailable")) from error
        except TooManyQuestionsError as error:
            raise _said(renderer.messages.text("chat_too_many")) from error
        except QuestionError as error:
            raise _said(renderer.messages.text("chat_too_long")) from error
        took_ms = (shared.clock() - started) * 1000
        wire = to_wire(reply, took_ms, shared.languages.base)
        reply_id = shared.notes.note(reply, renderer.language, Surface.PROGRAM)
        return wire if reply_id is None else wire | {"reply_id": reply_id}

    with blocks:
        events.api(ask, api_name="ask", queue=False)
    blocks.queue(max_size=_MOST_WAITING)


def _said(text: str) -> gr.Error:
    return gr.Error(text, print_exception=False)
