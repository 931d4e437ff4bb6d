"""Reverse proxies: whose word is taken on a client's address, and on who has signed in."""

from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

_TRUSTED = "citewell.from_trusted_proxy"


class BehindProxies:
    """Takes what `trusted` proxies say of a client, and remembers that it was they who said it.

    uvicorn puts the client's address over the proxy's, after which nobody can tell any more who
    has sent a header. So this stands in front.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[str]) -> None:
        # uvicorn and Starlette write the same types differently.
        untyped: Any = app
        self._proxied: Any = ProxyHeadersMiddleware(untyped, trusted_hosts=list(trusted))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        client = scope.get("client")
        trusted = client is not None and client[0] in self._proxied.trusted_hosts
        await self._proxied({**scope, _TRUSTED: trusted}, receive, send)


def is_from_trusted_proxy(scope: Scope) -> bool:
    """Say whether a request's headers were written, or let through, by a trusted proxy."""
    return bool(scope.get(_TRUSTED, False))
