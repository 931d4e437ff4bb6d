"""The gate in front of Gradio's events: words pass, and messages that are made of words.

Gradio takes whatever looks like a file for one: it fetches the address that it names, or copies
the server's own file. Where a request has another form than its events expect, it writes what was
sent into the log. The chat and the desk send neither.
"""

import json
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Strict
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.guard import replay
from qa.web.problems import problem

_Word = Annotated[str, Strict()]


class Takes(Enum):
    """What an input of an event takes."""

    WORD = auto()
    """A text or a number."""
    CHOICES = auto()
    """Some of the words that are offered."""
    MESSAGES = auto()
    """A chat as the browser holds it."""


Inputs = Mapping[int, Sequence[Takes]]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Text(_Form):
    type: Literal["text"]
    text: _Word


class _Message(_Form):
    role: Literal["user", "assistant"]
    content: _Word | list[_Text]
    metadata: None = None
    options: None = None


class _Event(_Form):
    """What our pages and `gradio_client` send."""

    fn_index: int
    data: list[_Word | int | float | list[_Message] | list[_Word] | None]
    session_hash: _Word | None = None
    trigger_id: int | None = None
    event_data: None = None


class OnlyWords:
    """Passes events on to `app` that give their inputs and no others, each in words."""

    def __init__(self, app: ASGIApp, inputs: Mapping[str, Inputs]) -> None:
        """`inputs` says below which path what each event's inputs take; "" is for the rest."""
        self._app, self._inputs = app, inputs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        body = await Request(scope, receive).body()
        paths = (path for path in self._inputs if path and scope["path"].startswith(f"{path}/"))
        below = next(paths, "")
        if not _fits(body, self._inputs[below]):
            refusal = problem(422, "words are taken, in the form our page sends; load it again")
            await refusal(scope, receive, send)
            return
        await self._app(scope, replay(body, receive), send)


def _fits(body: bytes, inputs: Inputs) -> bool:
    try:
        # Not by pydantic, which reads no lone surrogate: keyboards of phones leave some behind.
        event = _Event.model_validate(json.loads(body))
    except (ValueError, RecursionError):
        return False
    wanted = inputs.get(event.fn_index)
    if wanted is None or len(event.data) != len(wanted):
        return False
    return all(_is(value, takes) for value, takes in zip(event.data, wanted, strict=True))


def _is(value: object, takes: Takes) -> bool:
    if value is None:
        return True
    if not isinstance(value, list):
        return takes is Takes.WORD
    kind = str if takes is Takes.CHOICES else _Message
    return takes is not Takes.WORD and all(isinstance(item, kind) for item in value)
