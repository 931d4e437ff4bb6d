"""What Gradio serves, opened while all else is served already: to import Gradio takes seconds."""

import asyncio
import re
from collections.abc import Callable
from contextlib import AsyncExitStack

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

# What Gradio answers, for the chat and for the desk; the pages that load it are ours.
_OF_GRADIO = re.compile(
    r"/(?:(?:assets|static|(?:desk/)?gradio_api)/.+"
    r"|(?:desk/)?(?:theme\.css|config)|manifest\.json|favicon\.ico|robots\.txt)"
)


class Opening:
    """Serves `rest` at once and the chat once `make` has made it; until then its requests wait."""

    def __init__(self, rest: ASGIApp, make: Callable[[], FastAPI]) -> None:
        self._rest, self._make = rest, make
        self._stack = AsyncExitStack()
        self._chat: asyncio.Task[FastAPI] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live from the start of the server to its end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif _OF_GRADIO.fullmatch(scope["path"]):
            await (await self._opened())(scope, receive, send)
        else:
            await self._rest(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._chat = asyncio.create_task(self._open())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._chat
        await self._stack.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self) -> FastAPI:
        # In a thread: questions are answered meanwhile.
        chat = await asyncio.to_thread(self._make)
        await self._stack.enter_async_context(chat.router.lifespan_context(chat))
        return chat

    async def _opened(self) -> FastAPI:
        if self._chat is None:
            raise RuntimeError("the server began without a `lifespan`, which opens the chat")
        # One visitor who leaves must not end the wait of all others.
        return await asyncio.shield(self._chat)
