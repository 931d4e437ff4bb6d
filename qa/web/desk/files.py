"""What staff take along: the list of unanswered questions, and the report as a page of its own."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from qa.desk.faults import REPORT
from qa.desk.grouping import Group, group
from qa.records.export import csv_line
from qa.records.recorder import Recorder
from qa.settings import Settings
from qa.web.holder import Holder

_MOST_QUESTIONS = 2000


def files_router(settings: Settings, holder: Holder, recorder: Recorder | None) -> APIRouter:
    """Return the routes; both files are read anew each time."""
    router = APIRouter()

    @router.get("/desk/report")
    def report() -> Response:
        text = read_report(settings)
        if text is None:
            raise HTTPException(404, "there is no report")
        return HTMLResponse(text)

    @router.get("/desk/asked.csv")
    def download() -> Response:
        if recorder is None:
            raise HTTPException(404, "no question is kept")
        lines = [csv_line(("asked", "for example"))]
        lines += [csv_line((found.count, found.example)) for found in groups_of(recorder, holder)]
        named = {"Content-Disposition": 'attachment; filename="unanswered.csv"'}
        return Response("\n".join([*lines, ""]), media_type="text/csv", headers=named)

    return router


def groups_of(recorder: Recorder, holder: Holder) -> list[Group]:
    """Return what no page answers, grouped by meaning; the largest group comes first."""
    questions, assistant = recorder.store.unanswered(_MOST_QUESTIONS), holder.now()
    return group(questions, assistant.encoder) if assistant else []


def read_report(settings: Settings) -> str | None:
    """Return the report's page, or None where there is none that can be read."""
    if settings.desk_report is None:
        return None
    try:
        return (settings.desk_report / REPORT).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
