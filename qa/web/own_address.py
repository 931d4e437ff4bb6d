"""Gradio's configuration, without the address that Gradio takes for ours.

It puts that together from the headers of a request, and the page would ask for everything there.
Behind a proxy that names itself otherwise than Gradio expects, the chat would never open. Without
it the page asks wherever it came from.
"""

import gzip
import json
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CONFIGURATION = re.compile(r"(?:/desk)?/config")


class NoAddress:
    """Leaves the address out of each configuration that `app` gives."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http" or not _CONFIGURATION.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        await self._app(scope, receive, hold)
        start, *parts = held
        body = b"".join(part.get("body", b"") for part in parts)
        if start["status"] == 200:
            # Empty, not absent: then Gradio's page takes the address that it was opened with.
            body = json.dumps(json.loads(body) | {"root": ""}).encode()
            headers = MutableHeaders(scope=start)
            headers.add_vary_header("Accept-Encoding")
            if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
                # The one large part of the chat that Gradio doesn't compress.
                body = gzip.compress(body, mtime=0)
                headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})
