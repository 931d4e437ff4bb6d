"""The chat inside somebody's frame: without what the frame says already, and in touch with it."""

import re
from collections.abc import Sequence

from fastapi.responses import HTMLResponse

from qa.web.chat_page import chat_page
from qa.web.embedding.colour import Colour, accents
from qa.web.languages import Languages
from qa.web.policy import chat_policy, inline_script_hashes
from qa.web.rendering import Renderer

_ORIGIN = re.compile(r"https?://[^/?#\s\"'<>]{1,255}")
_HEAD = (
    '<link rel="stylesheet" href="{base}/citewell/embedded.css">'
    '<script type="module" src="{base}/citewell/embedded.js"></script>'
)
_COLOURED = (
    "<style>@media screen{{:root{{--cw-accent:{light};"
    "--cw-accent-soft:color-mix(in srgb,var(--cw-surface),var(--cw-accent) 10%)}}"
    "@media(prefers-color-scheme:dark){{:root{{--cw-accent:{dark}}}}}}}</style>"
)


def is_origin(text: str | None) -> bool:
    """Say whether `text` can be the origin of a page that frames the chat."""
    return _ORIGIN.fullmatch(text or "") is not None


class FramedChat:
    """The chat for frames, in every language; only our own and the listed sites may show it."""

    def __init__(
        self, languages: Languages, frame_ancestors: Sequence[str], feedback: bool = False
    ) -> None:
        """Ask for `feedback` under an answer where it is kept."""
        base = languages.base
        chats = {
            r.language: chat_page(r.messages, base, feedback=feedback) for r in languages.all()
        }
        head = _HEAD.format(base=base)
        self._pages = {
            language: page.replace("</head>", f"{head}</head>") for language, page in chats.items()
        }
        hashes = inline_script_hashes(self._pages[languages.default.language])
        # Our own pages show operators what the widget looks like.
        self._policy = chat_policy(hashes, ("'self'", *frame_ancestors))

    def page(self, spoken: Renderer, colour: Colour | None) -> HTMLResponse:
        """Return the page in one language, with links and buttons in `colour` as far as legible."""
        page = self._pages[spoken.language]
        if colour is not None:
            light, dark = accents(colour)
            style = _COLOURED.format(light=light, dark=dark)
            page = page.replace("</head>", f"{style}</head>", 1)
        return HTMLResponse(page, headers={"Content-Security-Policy": self._policy})
