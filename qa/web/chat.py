"""The chat in Gradio: a small Blocks without state, queue or any script of its own."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.web.gradio_ways import direct
from qa.web.languages import Languages, Visitor
from qa.web.rate import address_of
from qa.web.rendering import Renderer
from qa.web.suggestions import OFFERED
from qa.web.talk import Talk, Turn
from qa.web.transcript import ChatMessage


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that events read and write."""

    head: gr.Markdown
    larger: gr.Button
    clear: gr.Button
    as_typed: gr.Button
    log: gr.Chatbot
    offer_label: gr.Markdown
    offers: tuple[gr.Button, ...]
    box: gr.Textbox
    footnote: gr.Markdown

    def of_a_turn(self) -> list[gr.components.Component]:
        """Return what each turn changes."""
        return [self.box, self.log, *self.offers]

    def spoken(self) -> list[gr.components.Component]:
        """Return what is written in the visitor's language, in the order of `_wording`."""
        return [
            self.head,
            self.larger,
            self.clear,
            self.log,
            self.offer_label,
            self.box,
            self.footnote,
        ]


def _wording(renderer: Renderer) -> list[dict[str, Any]]:
    t = renderer.messages.text
    return [
        {"value": f"# {t('chat_title')}\n\n{t('chat_tagline')}", "rtl": renderer.right_to_left},
        {"value": t("chat_larger")},
        {"value": t("chat_clear")},
        {"label": t("chat_log"), "rtl": renderer.right_to_left},
        {"value": t("chat_examples"), "rtl": renderer.right_to_left},
        {
            "label": t("chat_question"),
            "placeholder": t("chat_placeholder"),
            "submit_btn": t("chat_send"),
            "rtl": renderer.right_to_left,
        },
        {"value": t("chat_footnote"), "rtl": renderer.right_to_left},
    ]


def build_chat(talk: Talk, languages: Languages) -> gr.Blocks:
    """Lay out the chat in the default language and connect it to `talk`."""
    blocks: gr.Blocks
    title = languages.default.messages.text("chat_title")
    with gr.Blocks(
        analytics_enabled=False, title=title, fill_height=True, fill_width=True
    ) as blocks:
        _connect(blocks, _lay_out(_wording(languages.default)), talk, languages)
    return blocks


def _lay_out(wording: list[dict[str, Any]]) -> _Parts:
    head, larger, clear, log, offer_label, box, footnote = wording
    with gr.Row(elem_id="cw-top"):
        head_part = gr.Markdown(**head, elem_id="cw-head")
        with gr.Row(elem_id="cw-tools"):
            # Its click is the page's own business: see static/chat.js.
            larger_part = gr.Button(**larger, size="sm", elem_id="cw-larger")
            clear_part = gr.Button(**clear, size="sm", elem_id="cw-clear")
            # Never seen: the button in a reply presses it, see static/chat.js.
            as_typed_part = gr.Button("", elem_id="cw-ask-as-typed")
    log_part = _lay_out_log(log)
    with gr.Column(elem_id="cw-offers"):
        offer_label_part = gr.Markdown(**offer_label, elem_id="cw-offer-label")
        with gr.Row(elem_id="cw-offer"):
            offers = tuple(gr.Button(visible=False, size="sm") for _ in range(OFFERED))
    with gr.Column(elem_id="cw-ask"):
        # No `max_length`: a browser would cut a story's end off, and what it asks, without a word.
        box_part = gr.Textbox(
            **box,
            lines=1,
            max_lines=6,
            autofocus=True,
            elem_id="cw-question",
        )
        footnote_part = gr.Markdown(**footnote, elem_id="cw-footnote")
    return _Parts(
        head_part,
        larger_part,
        clear_part,
        as_typed_part,
        log_part,
        offer_label_part,
        offers,
        box_part,
        footnote_part,
    )


def _lay_out_log(wording: dict[str, Any]) -> gr.Chatbot:
    return gr.Chatbot(
        **wording,
        show_label=False,
        container=False,
        # Markdown would change what is quoted: everything comes as escaped HTML instead.
        render_markdown=False,
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        feedback_options=None,
        group_consecutive_messages=False,
        autoscroll=False,
        height=None,
        elem_id="cw-log",
    )


def _connect(blocks: gr.Blocks, parts: _Parts, talk: Talk, languages: Languages) -> None:
    turn = parts.of_a_turn()

    def visitor(request: gr.Request) -> Visitor:
        asked, accepted = request.query_params.get("lang"), request.headers.get("accept-language")
        return Visitor(address_of(request.client), languages.choose(asked, accepted))

    def opening(request: gr.Request) -> list[Any]:
        return _show(talk.opening(visitor(request), request.query_params.get("about")))

    def speak(request: gr.Request) -> list[Any]:
        renderer = visitor(request).renderer
        if renderer is languages.default:
            return [gr.skip() for _ in parts.spoken()]
        return [gr.update(**words) for words in _wording(renderer)]

    def answer_typed(typed: str, earlier: list[ChatMessage], request: gr.Request) -> list[Any]:
        return _show(talk.ask(typed or "", earlier, visitor(request)))

    def answer_offered(offered: str, earlier: list[ChatMessage], request: gr.Request) -> list[Any]:
        return _show(talk.ask_offered(offered or "", earlier, visitor(request)))

    def answer_as_typed(earlier: list[ChatMessage], request: gr.Request) -> list[Any]:
        return _show(talk.ask_as_typed(earlier, visitor(request)))

    blocks.load(speak, None, parts.spoken(), **direct())
    blocks.load(opening, None, turn, **direct())
    parts.clear.click(opening, None, turn, **direct())
    parts.box.submit(answer_typed, [parts.box, parts.log], turn, **direct())
    parts.as_typed.click(answer_as_typed, [parts.log], turn, **direct())
    for offer in parts.offers:
        offer.click(answer_offered, [offer, parts.log], turn, **direct())


def _show(turn: Turn) -> list[Any]:
    padded = [*turn.offered, *[""] * OFFERED][:OFFERED]
    return [turn.left, turn.messages, *[gr.Button(text, visible=bool(text)) for text in padded]]
