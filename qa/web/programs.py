"""The chat's endpoint for programs that speak Gradio's protocol, such as `gradio_client`."""

from typing import Any

import gradio as gr
from gradio import events

from qa.errors import QuestionError
from qa.records import Surface
from qa.web.api import Clock, address_of
from qa.web.asking import ask_within
from qa.web.holder import Asked, Holder, NotReadyError
from qa.web.languages import Languages, Visitor
from qa.web.noting import UNNOTED, Notes
from qa.web.problems import TooManyQuestionsError
from qa.web.rate import QuestionRate
from qa.wire import to_wire

_MOST_WAITING = 64


def offer_to_programs(
    blocks: gr.Blocks,
    holder: Holder,
    languages: Languages,
    rate: QuestionRate,
    clock: Clock,
    notes: Notes = UNNOTED,
) -> None:
    """Let programs ask as well: the endpoint `/ask` returns the wire reply."""

    def ask(question: str, request: gr.Request, k: int = 3) -> dict[str, Any]:
        """Answer in the words of the reviewed pages, or say that they don't (schema 1)."""
        renderer = languages.choose(None, request.headers.get("accept-language"))
        visitor = Visitor(address_of(request.client), renderer)
        try:
            started = clock()
            reply = ask_within(holder, rate, visitor, Asked(question, min(max(int(k), 1), 10)))
        except NotReadyError as error:
            raise _said(renderer.messages.text("chat_unavailable")) from error
        except TooManyQuestionsError as error:
            raise _said(renderer.messages.text("chat_too_many")) from error
        except QuestionError as error:
            raise _said(renderer.messages.text("chat_too_long")) from error
        wire = to_wire(reply, (clock() - started) * 1000)
        reply_id = notes.note(reply, renderer.language, Surface.PROGRAM)
        return wire if reply_id is None else wire | {"reply_id": reply_id}

    with blocks:
        events.api(ask, api_name="ask", queue=False)
    blocks.queue(max_size=_MOST_WAITING)


def _said(text: str) -> gr.Error:
    return gr.Error(text, print_exception=False)
