"""The chat in Gradio: a small Blocks without state, queue or any script of its own."""

from typing import Any

import gradio as gr
from gradio import events

from qa.messages import Messages
from qa.question import MOST_CHARACTERS
from qa.web.api import Clock, address_of
from qa.web.asking import ask_within
from qa.web.holder import Holder, NotReadyError
from qa.web.problems import TooManyQuestionsError
from qa.web.rate import QuestionRate
from qa.web.suggestions import OFFERED
from qa.web.talk import ChatMessage, Talk, Turn
from qa.wire import to_wire

_MOST_WAITING = 64
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
# Answers come at once, in one piece: a queue, a spinner and a listed endpoint would only slow
# and clutter them.
_DIRECT: dict[str, Any] = {
    "queue": False,
    "show_progress": "hidden",
    "api_visibility": "private",
}


def theme() -> gr.themes.Base:
    """Return a plain theme; its fonts are the system's, so that none is fetched."""
    return gr.themes.Base(font=list(_FONTS), font_mono=["ui-monospace", "monospace"])


def build_chat(talk: Talk, messages: Messages, right_to_left: bool) -> gr.Blocks:
    """Lay out the chat and connect it to `talk`."""
    t = messages.text
    blocks: gr.Blocks
    with gr.Blocks(
        analytics_enabled=False, title=t("chat_title"), fill_height=True, fill_width=True
    ) as blocks:
        with gr.Row(elem_id="cw-top"):
            gr.Markdown(f"# {t('chat_title')}\n\n{t('chat_tagline')}", elem_id="cw-head")
            with gr.Row(elem_id="cw-tools"):
                # Its click is the page's own business: see static/chat.js.
                gr.Button(t("chat_larger"), size="sm", elem_id="cw-larger")
                clear = gr.Button(t("chat_clear"), size="sm", elem_id="cw-clear")
        log = gr.Chatbot(
            label=t("chat_log"),
            show_label=False,
            container=False,
            render_markdown=False,
            latex_delimiters=[],
            allow_tags=False,
            buttons=[],
            feedback_options=None,
            group_consecutive_messages=False,
            rtl=right_to_left,
            autoscroll=False,
            height=None,
            elem_id="cw-log",
        )
        with gr.Column(elem_id="cw-offers"):
            gr.Markdown(t("chat_examples"), elem_id="cw-offer-label")
            with gr.Row(elem_id="cw-offer"):
                offers = [gr.Button(visible=False, size="sm") for _ in range(OFFERED)]
        with gr.Column(elem_id="cw-ask"):
            box = gr.Textbox(
                label=t("chat_question"),
                placeholder=t("chat_placeholder"),
                lines=1,
                max_lines=6,
                max_length=MOST_CHARACTERS,
                autofocus=True,
                submit_btn=t("chat_send"),
                rtl=right_to_left,
                elem_id="cw-question",
            )
            gr.Markdown(t("chat_footnote"), elem_id="cw-footnote")
        _connect(blocks, talk, (log, box, clear, offers))
    # Gradio would keep the last chat of ten thousand visitors in memory.
    blocks.state_session_capacity = 1
    return blocks


def _connect(
    blocks: gr.Blocks,
    talk: Talk,
    parts: tuple[gr.Chatbot, gr.Textbox, gr.Button, list[gr.Button]],
) -> None:
    log, box, clear, offers = parts
    shown = [box, log, *offers]

    def opening(request: gr.Request) -> list[Any]:
        return _show(talk.opening(request.query_params.get("about")))

    def answer_typed(typed: str, earlier: list[ChatMessage], request: gr.Request) -> list[Any]:
        return _show(talk.ask(typed or "", earlier, address_of(request.client)))

    def answer_offered(offered: str, earlier: list[ChatMessage], request: gr.Request) -> list[Any]:
        question = talk.offered_question(offered or "")
        return _show(talk.ask(question, earlier, address_of(request.client)))

    blocks.load(opening, None, shown, **_DIRECT)
    clear.click(opening, None, shown, **_DIRECT)
    box.submit(answer_typed, [box, log], shown, **_DIRECT)
    for offer in offers:
        offer.click(answer_offered, [offer, log], shown, **_DIRECT)


def _show(turn: Turn) -> list[Any]:
    padded = [*turn.offered, *[""] * OFFERED][:OFFERED]
    return ["", turn.messages, *[gr.Button(text, visible=bool(text)) for text in padded]]


def offer_to_programs(
    blocks: gr.Blocks, holder: Holder, rate: QuestionRate, clock: Clock, messages: Messages
) -> None:
    """Let `gradio_client` ask too: `/ask` returns the wire reply."""

    def ask(question: str, request: gr.Request, k: int = 3) -> dict[str, Any]:
        """Answer in the words of the reviewed pages, or say that they don't (schema 1)."""
        try:
            started = clock()
            most = min(max(int(k), 1), 10)
            reply = ask_within(holder, rate, address_of(request.client), question, most)
        except NotReadyError as error:
            raise gr.Error(messages.text("chat_unavailable"), print_exception=False) from error
        except TooManyQuestionsError as error:
            raise gr.Error(messages.text("chat_too_many"), print_exception=False) from error
        return to_wire(reply, (clock() - started) * 1000)

    with blocks:
        events.api(ask, api_name="ask", queue=False)
    blocks.queue(max_size=_MOST_WAITING)
