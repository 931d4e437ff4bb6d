"""The addresses that show the chat on other sites: the widget, its configurator and a demo."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from qa.web.embedding.configurator import Configurator
from qa.web.embedding.look import read_look
from qa.web.embedding.widget import Widget, make_widget
from qa.web.languages import Languages

_BRIEFLY = "public, max-age=300"
_FOR_EVER = "public, max-age=31536000, immutable"
# Integrity is only checked of a script that its server lets every site read.
_FOR_EVERY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}


def embedding_router(languages: Languages, sites: Sequence[str]) -> APIRouter:
    """Return the routes; `sites` are those that may show the chat."""
    router = APIRouter(include_in_schema=False)
    widget = make_widget(languages)
    pages = Configurator(languages, sites, widget)

    @router.get("/widget.js")
    async def newest(request: Request) -> Response:
        return _script(widget, request, _BRIEFLY)

    @router.get("/widget/{version}.js")
    async def pinned(version: str, request: Request) -> Response:
        if version != widget.version:
            return Response("this version is no longer served", 404, media_type="text/plain")
        return _script(widget, request, _FOR_EVER)

    @router.get("/embed")
    async def embed(request: Request) -> HTMLResponse:
        return HTMLResponse(
            pages.page(read_look(request.query_params), _address(request, languages.base))
        )

    @router.get("/demo")
    async def demo(request: Request) -> HTMLResponse:
        return HTMLResponse(
            pages.demo(read_look(request.query_params), _address(request, languages.base))
        )

    return router


def _script(widget: Widget, request: Request, caching: str) -> Response:
    tag = f'"{widget.version}"'
    headers = _FOR_EVERY_SITE | {"Cache-Control": caching, "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(None, 304, headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers |= {"Content-Encoding": "gzip"}
        return Response(widget.compressed, headers=headers, media_type="text/javascript")
    return Response(widget.code, headers=headers, media_type="text/javascript")


def _address(request: Request, base: str) -> str:
    return str(request.base_url).rstrip("/") + base
