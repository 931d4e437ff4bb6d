"""Errors as RFC 9457 problem JSON: what went wrong, for programs and for the people behind them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from qa.errors import QuestionError
from qa.web.holder import NotReadyError

MEDIA_TYPE = "application/problem+json"
RETRY_WHEN_UNREADY = 30  # Seconds; opening an index takes about as long on a small machine.
RETRY_WHEN_TOO_MANY = 60  # Seconds; questions are counted over one minute.


class TooManyQuestionsError(Exception):
    """A client asks faster than the settings allow."""


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """Return one problem; its title is the status' own phrase."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return JSONResponse(
        body | {"detail": detail} | more, status, dict(headers or {}), media_type=MEDIA_TYPE
    )


def install(app: FastAPI) -> None:
    """Answer every error of `app`'s own routes with a problem."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(QuestionError, _question)
    app.add_exception_handler(NotReadyError, _not_ready)
    app.add_exception_handler(TooManyQuestionsError, _too_many)
    app.add_exception_handler(Exception, _bug)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    # What was sent is left out on purpose: it may hold a question.
    found = [{"pointer": _pointer(e), "detail": e["msg"]} for e in error.errors()]
    return problem(422, "the request does not have the form of /openapi.json", errors=found)


def _pointer(error: Mapping[str, Any]) -> str:
    """Return where in the body a fault is, as a JSON pointer (RFC 6901) in a fragment."""
    if error["type"] == "json_invalid":
        # Its place is a count of bytes: invalid JSON has no parts to point at.
        return "#"
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in error["loc"][1:])
    return "#" + "".join(f"/{part}" for part in parts)


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == HTTPStatus.BAD_REQUEST and error.__cause__ is not None:
        # All that FastAPI says of a body that broke its parser is that there was an error.
        found = "the body is not JSON in UTF-8, is nested too deep, or holds too long a number"
        return problem(400, found)
    return problem(error.status_code, str(error.detail), error.headers)


async def _question(_: Request, error: Exception) -> JSONResponse:
    return problem(422, str(error), errors=[{"pointer": "#/question", "detail": str(error)}])


async def _not_ready(_: Request, __: Exception) -> JSONResponse:
    headers = {"Retry-After": str(RETRY_WHEN_UNREADY)}
    return problem(503, "no index is open, so nothing can be quoted", headers)


async def _too_many(_: Request, __: Exception) -> JSONResponse:
    headers = {"Retry-After": str(RETRY_WHEN_TOO_MANY)}
    return problem(429, "too many questions in a minute; wait before asking on", headers)


async def _bug(_: Request, __: Exception) -> JSONResponse:
    return problem(500, "something went wrong on the server")
