"""Standing below a path of another site: https://clinic.example/help/, with no host of our own."""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class BelowPath:
    """Takes the path `base` (/help) off each request for `app`, where the proxy has left it on.

    Links, cookies and redirects that `app` hands out begin with `base` by themselves.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app, self._base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        path = scope.get("path", "")
        if path == self._base and scope["type"] == "http":
            # Gradio's page looks for its files beside itself: it needs the slash.
            query = scope.get("query_string", b"").decode("latin-1")
            there = f"{self._base}/?{query}" if query else f"{self._base}/"
            await RedirectResponse(there, 307)(scope, receive, send)
            return
        if path.startswith(f"{self._base}/"):
            raw = scope.get("raw_path") or b""
            taken = self._base.encode()
            scope = {**scope, "path": path.removeprefix(self._base)}
            scope["raw_path"] = raw.removeprefix(taken)
        await self._app(scope, receive, send)
