"""Signing in and out."""

from functools import partial

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from qa.web.desk.access import (
    TOKEN,
    Access,
    TooManyAttemptsError,
    is_from_another_site,
    read_form,
    set_cookie,
)
from qa.web.desk.gate import staff_of
from qa.web.desk.parts import Parts


def signing_in_router(access: Access, parts: Parts) -> APIRouter:
    """Return the routes of the sign-in."""
    router = APIRouter()
    shown = partial(_page, access, parts)

    @router.get("/desk/sign-in")
    def form(ended: str | None = None) -> Response:
        return shown("Your session has ended. Please sign in again." if ended else "")

    @router.post("/desk/sign-in")
    async def sign_in(request: Request) -> Response:
        if is_from_another_site(request):
            raise HTTPException(403, "another site has sent this form")
        sent = await read_form(request)
        name = sent.get("name", "").strip()
        try:
            # Hashing takes a while, and must not hold up anybody's answer.
            given = sent.get("password", "")
            cookie = await run_in_threadpool(access.sign_in, request, name, given)
        except TooManyAttemptsError:
            return shown("Too many attempts. Please wait a few minutes.", name, 429)
        if cookie is None:
            return shown("Name or password is wrong.", name, 403)
        response = RedirectResponse(f"{access.base}/desk", 303)
        set_cookie(request, response, cookie, access.base)
        return response

    @router.post("/desk/sign-out")
    async def sign_out(request: Request) -> Response:
        sent = await read_form(request)
        if not access.is_token(request, staff_of(request), sent.get(TOKEN, "")):
            raise HTTPException(403, "the form has no valid token; open its page again")
        response = RedirectResponse(f"{access.base}/desk/sign-in", 303)
        access.sign_out(request, response)
        return response

    return router


def _page(
    access: Access, parts: Parts, problem: str = "", name: str = "", status: int = 200
) -> Response:
    takes = access.takes_passwords
    page = parts.fill("sign_in.html", problem=problem, name=name, takes_passwords=takes)
    return HTMLResponse(page, status)
