"""Our own style sheets, scripts and drawings, read once."""

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

_MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def static_router() -> APIRouter:
    """Return the route of the files under static/."""
    router = APIRouter(include_in_schema=False)
    held = {
        file.name: file.read_bytes()
        for file in files("qa.web").joinpath("static").iterdir()
        if file.name.rpartition(".")[2] in _MEDIA_TYPES
    }

    @router.get("/citewell/{name}")
    async def static(name: str) -> Response:
        content = held.get(name)
        if content is None:
            return Response("there is nothing at this address", 404, media_type="text/plain")
        media_type = _MEDIA_TYPES[name.rpartition(".")[2]]
        headers = {"Cache-Control": "public, max-age=300"}
        return Response(content, media_type=media_type, headers=headers)

    return router
