"""The page that loads the chat: Gradio's own, without what differs between requests.

What is left is the same for everyone, so its inline scripts can be hashed once, at start-up.
"""

import re
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from markupsafe import escape

from corpus import CitewellError
from qa.messages import Messages

_DYNAMIC = "{{"
_SCRIPT = re.compile(r"<script[^>]*>.*?</script>", re.DOTALL)
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
# Cards for social networks that name Gradio and its picture.
_CARD = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>')
_BASE = re.compile(r'<base href="[^"]*"\s*/?>')
_LANGUAGE = re.compile(r'(<html[^>]*?)\blang="[^"]*"', re.DOTALL)

_FEEDBACK = (
    '<link rel="stylesheet" href="/citewell/feedback.css">'
    '<script src="/citewell/feedback.js" defer></script>'
)
_SCRIPT_TEXTS = (
    "chat_you",
    "chat_reply",
    "chat_log",
    "chat_larger",
    "answer_copy",
    "answer_copied",
    "answer_print",
    "answer_source",
    "answer_helped_thanks",
    "chat_offline",
    "chat_failed",
    "chat_looking",
)


class ChatPageError(CitewellError):
    """The installed Gradio's page is not of the form that we know how to make safe."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(
            f"the page of Gradio {version('gradio')} {found}; install the version that "
            f"pyproject.toml names"
        )


def chat_page(messages: Messages, *, feedback: bool = False) -> str:
    """Return the page; raises ChatPageError where a part that varies can't be taken out."""
    page = _template().read_text(encoding="utf-8")
    page = _SCRIPT.sub(lambda m: "" if _DYNAMIC in m[0] else m[0], page)
    page = _STYLE.sub(lambda m: "" if _DYNAMIC in m[0] else m[0], page)
    page = _BASE.sub("", _CARD.sub("", page))
    if _DYNAMIC in page:
        raise ChatPageError("varies in a place that is not known")
    if "<gradio-app" not in page or page.count("</head>") != 1:
        raise ChatPageError("has no place for the chat")
    page = _LANGUAGE.sub(
        rf'\1lang="{escape(messages.language)}" dir="{messages.direction}"', page, count=1
    )
    page = page.replace("</body>", _without_script(messages) + "</body>")
    return page.replace("</head>", _head(messages) + _FEEDBACK * feedback + "</head>").replace(
        "<body", f"<body {_script_texts(messages)}", 1
    )


def _template() -> Path:
    # Found and not imported: that would take seconds, for one file.
    spec = find_spec("gradio")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("gradio is not installed", name="gradio")
    return Path(spec.origin).parent / "templates" / "frontend" / "index.html"


def _head(messages: Messages) -> str:
    title = escape(messages.text("chat_title"))
    return (
        f"<title>{title}</title>"
        f'<meta name="description" content="{escape(messages.text("chat_tagline"))}">'
        '<meta name="color-scheme" content="light dark">'
        '<link rel="stylesheet" href="/citewell/tokens.css">'
        '<link rel="stylesheet" href="/citewell/chat.css">'
        '<noscript><link rel="stylesheet" href="/citewell/noscript.css"></noscript>'
        '<script src="/citewell/trouble.js" defer></script>'
        '<script src="/citewell/chat.js" defer></script>'
    )


def _without_script(messages: Messages) -> str:
    t = {
        key: escape(messages.text(key))
        for key in ("chat_title", "chat_script_off", "pages_heading", "chat_footnote")
    }
    return (
        f'<noscript><main class="cw-no-script"><h1>{t["chat_title"]}</h1>'
        f"<p>{t['chat_script_off']}</p>"
        f'<p><a href="/source?lang={escape(messages.language)}">{t["pages_heading"]}</a></p>'
        f'<p class="cw-quiet">{t["chat_footnote"]}</p></main></noscript>'
    )


def _script_texts(messages: Messages) -> str:
    """Hand the texts that the script shows to it, as attributes of the body."""
    return " ".join(
        f'data-{key.replace("_", "-")}="{escape(messages.text(key))}"' for key in _SCRIPT_TEXTS
    )
