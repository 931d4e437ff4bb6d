"""Overseeing: what to review, and what people asked that no page answers."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from corpus import CitewellError
from corpus.review.check import Checked, check_sources
from qa.desk.grouping import Group, group
from qa.records.export import csv_line
from qa.records.recorder import Recorder
from qa.settings import Settings
from qa.web.desk.access import Access, Staff
from qa.web.desk.pages import Pages
from qa.web.holder import Holder

_MOST_QUESTIONS = 2000
_MOST_GROUPS = 50
_MOST_CONCERNS = 200


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

    @router.get("/desk/asked.csv")
    def download(_: Staff = Depends(access.reader)) -> Response:
        if recorder is None:
            raise HTTPException(404, "no question is kept")
        lines = [csv_line(("asked", "for example"))]
        lines += [csv_line((found.count, found.example)) for found in _groups(recorder, holder)]
        named = {"Content-Disposition": 'attachment; filename="unanswered.csv"'}
        return Response("\n".join([*lines, ""]), media_type="text/csv", headers=named)

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


def _groups(recorder: Recorder, holder: Holder) -> list[Group]:
    questions, assistant = recorder.store.unanswered(_MOST_QUESTIONS), holder.now()
    return group(questions, assistant.encoder) if assistant else []


def _asked(recorder: Recorder, holder: Holder) -> dict[str, Any]:
    store, groups = recorder.store, _groups(recorder, holder)
    return {
        "kept": store.count(),
        "kinds": store.kinds(),
        "urgent": store.urgent(),
        "told": store.told(),
        "groups": groups[:_MOST_GROUPS],
        "left_out": max(0, len(groups) - _MOST_GROUPS),
        "dropped": recorder.dropped,
    }
