"""Signing in and out."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from qa.web.desk.access import (
    Access,
    Staff,
    TooManyAttemptsError,
    read_form,
    refuse_other_sites,
    set_cookie,
)
from qa.web.desk.pages import Pages


def signing_in_router(access: Access, pages: Pages) -> APIRouter:
    """Return the routes of the sign-in."""
    router = APIRouter()

    def shown(problem: str = "", name: str = "", status: int = 200) -> Response:
        takes = access.takes_passwords
        return pages.page(
            "sign_in.html", None, status, problem=problem, name=name, takes_passwords=takes
        )

    @router.get("/desk/sign-in")
    def form(ended: str | None = None) -> Response:
        return shown("Your session has ended. Please sign in again." if ended else "")

    @router.post("/desk/sign-in")
    async def sign_in(request: Request) -> Response:
        refuse_other_sites(request)
        sent = await read_form(request)
        name = sent.get("name", "").strip()
        try:
            # Hashing takes a while, and must not hold up anybody's answer.
            cookie = await run_in_threadpool(
                access.sign_in, request, name, sent.get("password", "")
            )
        except TooManyAttemptsError:
            return shown("Too many attempts. Please wait a few minutes.", name, 429)
        if cookie is None:
            return shown("Name or password is wrong.", name, 403)
        response = RedirectResponse("/desk", 303)
        set_cookie(request, response, cookie)
        return response

    @router.post("/desk/sign-out")
    async def sign_out(request: Request, _: Staff = Depends(access.writer)) -> Response:
        response = RedirectResponse("/desk/sign-in", 303)
        access.sign_out(request, response)
        return response

    return router
