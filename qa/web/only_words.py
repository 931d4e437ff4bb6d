"""The gate in front of Gradio's events: words pass, and messages that are made of words.

Gradio takes whatever looks like a file for one: it fetches the address that it names, or copies
the server's own file. Where a request has another form than its events expect, it writes what was
sent into the log. The chat sends neither.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Strict
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.guard import replay
from qa.web.problems import problem

_Word = Annotated[str, Strict()]


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
    """What the chat's page and `gradio_client` send."""

    fn_index: int
    data: list[_Word | int | float | list[_Message] | None]
    session_hash: _Word | None = None
    trigger_id: int | None = None
    event_data: None = None


class OnlyWords:
    """Passes events on to `app` that give their inputs and no others, each in words."""

    def __init__(self, app: ASGIApp, inputs: Mapping[int, Sequence[bool]]) -> None:
        """`inputs` says by the number of an event which of its inputs are messages."""
        self._app, self._inputs = app, inputs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        body = await Request(scope, receive).body()
        if not self._takes(body):
            refusal = problem(
                422, "the chat takes words, in the form its page sends; load it again"
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, replay(body, receive), send)

    def _takes(self, body: bytes) -> bool:
        try:
            # Not by pydantic, which reads no lone surrogate: keyboards of phones leave some behind.
            event = _Event.model_validate(json.loads(body))
        except (ValueError, RecursionError):
            return False
        given = [(value is None, isinstance(value, list)) for value in event.data]
        wanted = self._inputs.get(event.fn_index)
        if wanted is None or len(given) != len(wanted):
            return False
        return all(
            absent or messages == wants
            for (absent, messages), wants in zip(given, wanted, strict=True)
        )
