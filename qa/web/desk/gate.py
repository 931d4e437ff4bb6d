"""The gate of the desk: every request below /desk passes it, Gradio's own as well."""

import re

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.desk.access import COOKIE, Access, Staff, is_from_another_site
from qa.web.problems import problem

SIGN_IN = "/desk/sign-in"
TOKEN_HEADER = "X-Desk-Token"  # noqa: S105 - the name of a header, no secret.
_DESK = re.compile(r"/desk(/.*)?", re.DOTALL)
# A form carries its token among its fields; the route that takes the form checks it.
_FORMS = frozenset({"/desk/sign-out"})
# Requested by scripts: they get an error in words, not a redirect to the sign-in.
_OF_GRADIO = re.compile(r"/desk/(gradio_api/.+|config|theme\.css)", re.DOTALL)
_STAFF = "citewell.staff"


class Gate:
    """Lets below /desk only what staff send from our own pages; the sign-in stands outside."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on with who has sent it."""
        path = scope.get("path", "")
        if scope["type"] == "lifespan" or not _DESK.fullmatch(path) or path == SIGN_IN:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        staff = self._access.staff(request)
        refusal = self._nobody(request) if staff is None else self._refusal(request, staff)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._app({**scope, _STAFF: staff}, receive, send)

    def _nobody(self, request: Request) -> Response:
        if _OF_GRADIO.fullmatch(request.url.path):
            return problem(401, "sign in first")
        ended = "?ended=1" if COOKIE in request.cookies else ""
        return RedirectResponse(f"{self._access.base}{SIGN_IN}{ended}", 303)

    def _refusal(self, request: Request, staff: Staff) -> Response | None:
        if request.method in ("GET", "HEAD"):
            return None
        if is_from_another_site(request):
            return problem(403, "another site has sent this")
        if request.url.path in _FORMS:
            return None
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            return problem(415, "the body must be JSON")
        if not self._access.is_token(request, staff, request.headers.get(TOKEN_HEADER, "")):
            return problem(403, "there is no valid token; open the page again")
        return None


def staff_of(request: Request) -> Staff:
    """Return who has sent a request that came through the gate."""
    staff = request.scope.get(_STAFF)
    if not isinstance(staff, Staff):
        raise PermissionError(f"{request.url.path} was reached past the gate of the desk")
    return staff
