"""The page that loads the chat: Gradio's own, with our texts, style sheets and scripts."""

import re

from markupsafe import escape

from qa.messages import Messages
from qa.web.gradio_page import gradio_page

_LANGUAGE = re.compile(r'(<html[^>]*?)\blang="[^"]*"', re.DOTALL)

_SCRIPT_TEXTS = (
    "chat_you",
    "chat_reply",
    "chat_log",
    "chat_question",
    "chat_larger",
    "answer_copy",
    "answer_copied",
    "answer_print",
    "answer_source",
    "answer_helped_thanks",
    "chat_offline",
    "chat_failed",
    "chat_renewed",
    "chat_too_long",
    "chat_looking",
)


def chat_page(messages: Messages, base: str = "", *, feedback: bool = False) -> str:
    """Return the page; raises GradioPageError where Gradio's own can't be made safe.

    `base` is the path that we stand below.
    """
    page = gradio_page()
    page = _LANGUAGE.sub(
        rf'\1lang="{escape(messages.language)}" dir="{messages.direction}"', page, count=1
    )
    page = page.replace("<gradio-app", f"{_opening(messages, base)}<gradio-app", 1)
    page = page.replace("</body>", _without_script(messages, base) + "</body>")
    return page.replace(
        "</head>", _head(messages, f"{base}/citewell", feedback) + "</head>"
    ).replace("<body", f"<body {_script_texts(messages)}", 1)


def _head(messages: Messages, files: str, feedback: bool) -> str:
    title = escape(messages.text("chat_title"))
    asked = (
        f'<link rel="stylesheet" href="{files}/feedback.css">'
        f'<script src="{files}/feedback.js" defer></script>'
    )
    return (
        f"<title>{title}</title>"
        f'<meta name="description" content="{escape(messages.text("chat_tagline"))}">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="{files}/icon.svg" type="image/svg+xml">'
        f'<link rel="stylesheet" href="{files}/tokens.css">'
        f'<link rel="stylesheet" href="{files}/gradio.css">'
        f'<link rel="stylesheet" href="{files}/chat.css">'
        f'<noscript><link rel="stylesheet" href="{files}/noscript.css"></noscript>'
        # The order matters: a request is only reported once every way to send it has been tried.
        f'<script src="{files}/sending.js" defer></script>'
        f'<script src="{files}/trouble.js" defer></script>'
        f'<script src="{files}/chat.js" defer></script>'
    ) + asked * feedback


def _opening(messages: Messages, base: str) -> str:
    """Return what is read until the chat is there: on a slow network that takes many seconds."""
    said = f'<p role="status">{escape(messages.text("widget_loading"))}</p>'
    return f'<main id="cw-opening">{_readable(messages, said, base)}</main>'


def _without_script(messages: Messages, base: str) -> str:
    said = f"<p>{escape(messages.text('chat_script_off'))}</p>"
    return (
        f'<noscript><main class="cw-no-script">{_readable(messages, said, base)}</main></noscript>'
    )


def _readable(messages: Messages, said: str, base: str) -> str:
    """Return what can be read without the chat, and where."""
    t = {
        key: escape(messages.text(key))
        for key in ("chat_title", "chat_tagline", "pages_heading", "chat_footnote")
    }
    return (
        f'<h1>{t["chat_title"]}</h1><p class="cw-quiet">{t["chat_tagline"]}</p>{said}'
        f'<p><a href="{base}/source?lang={escape(messages.language)}">{t["pages_heading"]}</a></p>'
        f'<p class="cw-quiet">{t["chat_footnote"]}</p>'
    )


def _script_texts(messages: Messages) -> str:
    """Hand the texts that the script shows to it, as attributes of the body."""
    return " ".join(
        f'data-{key.replace("_", "-")}="{escape(messages.text(key))}"' for key in _SCRIPT_TEXTS
    )
