"""The script that other sites load: one file, put together from its parts at start-up."""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from qa.messages import Messages
from qa.web.languages import Languages

_COMMENTS_AND_INDENTS = re.compile(r"^[ ]*(?://.*)?\n?", re.MULTILINE)
_CSS_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_SPACES = re.compile(r"\s*([{};,])\s*|\s+")


@dataclass(frozen=True)
class Widget:
    """The script as it is served; the same texts always give the same bytes."""

    code: bytes

    @cached_property
    def version(self) -> str:
        """Return the name of these bytes in the address that never changes its content."""
        return hashlib.sha256(self.code).hexdigest()[:16]

    @cached_property
    def integrity(self) -> str:
        """Return the hash that a browser compares with what it loaded."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.code).digest()).decode()}"

    @cached_property
    def compressed(self) -> bytes:
        """Return the script as nearly every browser takes it."""
        return gzip.compress(self.code, 9, mtime=0)


def make_widget(languages: Languages) -> Widget:
    """Fill the script with its style sheet and the texts of all languages."""
    texts = {r.language: _texts(r.messages) for r in languages.all()}
    code = _COMMENTS_AND_INDENTS.sub("", _part("widget.js"))
    filled = {"texts = {}": texts, 'fallback = ""': languages.default.language}
    filled['css = ""'] = _compact(_part("widget.css"))
    for place, value in filled.items():
        name = place.partition(" ")[0]
        code = code.replace(place, f"{name} = {json.dumps(value, ensure_ascii=False)}", 1)
    return Widget(code.encode())


def _texts(messages: Messages) -> dict[str, str]:
    return {
        "dir": messages.direction,
        "title": messages.text("chat_title"),
        "open": messages.text("widget_open"),
        "close": messages.text("widget_close"),
        "loading": messages.text("widget_loading"),
        "blocked": messages.text("widget_blocked"),
        "tab": messages.text("widget_new_tab"),
    }


def _compact(css: str) -> str:
    return _CSS_SPACES.sub(lambda m: m[1] or " ", _CSS_COMMENTS.sub("", css)).strip()


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
