"""Overseeing: what to review, what people asked, and how good the answers are."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from corpus import CitewellError
from corpus.review.check import Checked, check_sources
from qa.calibration import Fitted
from qa.desk.grouping import group
from qa.records.recorder import Recorder
from qa.settings import Settings
from qa.web.desk.access import Access, Staff
from qa.web.desk.pages import Pages
from qa.web.holder import Holder

_MOST_QUESTIONS = 2000
_MOST_GROUPS = 50
_MOST_CONCERNS = 200
_REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class _Review:
    """What the last check found, or why it could not."""

    checked: Checked | None
    problem: str = ""


def overseeing_router(
    access: Access, pages: Pages, holder: Holder, settings: Settings, recorder: Recorder | None
) -> APIRouter:
    """Return the routes; the pages are checked when the review queue is first opened."""
    router = APIRouter()
    check = _Checking(settings, holder)

    @router.get("/desk/review")
    def review(staff: Staff = Depends(access.reader)) -> Response:
        return pages.page("review.html", staff, review=check.last(), most=_MOST_CONCERNS)

    @router.post("/desk/review")
    def check_again(_: Staff = Depends(access.writer)) -> Response:
        check.run()
        return RedirectResponse("/desk/review", 303)

    @router.get("/desk/asked")
    def asked(staff: Staff = Depends(access.reader)) -> Response:
        if recorder is None:
            return pages.page("asked.html", staff, wanted=settings.record_questions)
        try:
            return pages.page("asked.html", staff, **_asked(recorder, holder))
        except SQLAlchemyError:
            problem = "The database can't be read at the moment; `citewell doctor` says why."
            return pages.page("asked.html", staff, 503, problem=problem)

    @router.get("/desk/quality")
    def quality(staff: Staff = Depends(access.reader)) -> Response:
        return pages.page("quality.html", staff, **_quality(settings, holder))

    @router.get("/desk/report")
    def report(_: Staff = Depends(access.reader)) -> Response:
        file = _report(settings)
        if file is None:
            raise HTTPException(404, "there is no report")
        return HTMLResponse(file.read_text(encoding="utf-8"))

    return router


class _Checking:
    """Checks the pages when told to, and remembers what was found."""

    def __init__(self, settings: Settings, holder: Holder) -> None:
        self._settings, self._holder, self._lock = settings, holder, Lock()
        self._last: _Review | None = None

    def last(self) -> _Review:
        """Return what the last check found; the first time, check."""
        return self._last or self.run()

    def run(self) -> _Review:
        """Check the pages now, one check at a time."""
        assistant = self._holder.now()
        if assistant is None:
            return _Review(None, "No index is open; the pages are checked once there is one.")
        with self._lock:
            try:
                found = _Review(check_sources(self._settings.sources, assistant.today()))
            except CitewellError as error:
                found = _Review(None, str(error))
        self._last = found
        return found


def _asked(recorder: Recorder, holder: Holder) -> dict[str, Any]:
    store, assistant = recorder.store, holder.now()
    questions = store.unanswered(_MOST_QUESTIONS)
    groups = group(questions, assistant.encoder) if assistant else []
    return {
        "kept": store.count(),
        "kinds": store.kinds(),
        "urgent": store.urgent(),
        "told": store.told(),
        "groups": groups[:_MOST_GROUPS],
        "left_out": max(0, len(groups) - _MOST_GROUPS),
        "dropped": recorder.dropped,
    }


def _report(settings: Settings) -> Path | None:
    file = settings.desk_report / _REPORT if settings.desk_report else None
    return file if file is not None and file.is_file() else None


def _quality(settings: Settings, holder: Holder) -> dict[str, Any]:
    assistant = holder.now()
    fitted, problem = _fitted(settings.calibration)
    return {
        "threshold": settings.threshold,
        "fitted": fitted,
        "problem": problem,
        "index_version": assistant.index.version if assistant else None,
        "report": _report(settings),
        "report_folder": settings.desk_report,
    }


def _fitted(file: Path | None) -> tuple[Fitted | None, str]:
    if file is None:
        return None, ""
    try:
        return Fitted.model_validate_json(file.read_bytes()), ""
    except (OSError, ValidationError):
        return None, f"{file} can't be read; write it again with `citewell calibrate`"
