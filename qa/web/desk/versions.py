"""The versions of the index: which one answers, and back to another."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from corpus import CitewellError
from index.asking import check_answers
from index.errors import ReturningPagesError
from index.manifest import read_manifest
from index.returning import refuse_returning
from index.versions import Version, roll_back, versions
from qa.settings import Settings
from qa.web.desk.access import Access, Staff
from qa.web.desk.pages import Pages
from qa.web.holder import Holder


@dataclass(frozen=True, slots=True)
class Row:
    """One version as it is listed; `problem` says what keeps it from answering."""

    name: str
    made_at: datetime
    current: bool
    answers: bool
    facts: str
    problem: str


def versions_router(access: Access, pages: Pages, holder: Holder, settings: Settings) -> APIRouter:
    """Return the routes; a version is verified and asked before it is made current."""
    router = APIRouter()

    def shown(staff: Staff, status: int = 200, **said: object) -> Response:
        open_now = holder.now()
        answering = open_now.index.version if open_now else ""
        rows = [_row(version, answering) for version in versions(settings.index_root)]
        refused = holder.refused()
        return pages.page(
            "versions.html",
            staff,
            status,
            rows=rows,
            refused=refused,
            root=settings.index_root,
            **said,
        )

    @router.get("/desk/indexes")
    def listed(staff: Staff = Depends(access.reader)) -> Response:
        return shown(staff)

    @router.post("/desk/indexes")
    def go_back(staff: Staff = Depends(access.writer)) -> Response:
        assistant = holder.now()
        if assistant is None:
            return shown(staff, 503, problem="No encoder is loaded, so no index can be asked.")
        chosen = staff.form.get("version", "")
        agreed = staff.form.get("returning") == "may answer"
        try:
            made = roll_back(
                settings.index_root,
                chosen,
                lambda index: check_answers(index, assistant.encoder),
                None if agreed else refuse_returning(settings.index_root, assistant.today()),
            )
        except ReturningPagesError as error:
            return shown(staff, 422, version=chosen, returning=error.pages)
        except CitewellError as error:
            return shown(staff, 422, problem=str(error))
        return shown(staff, done=made.name)

    return router


def _row(version: Version, answering: str) -> Row:
    made_at = datetime.fromtimestamp(version.made_at, UTC)
    facts, problem = "", ""
    try:
        counts = read_manifest(version.folder).counts
        facts = f"Documents: {counts.documents:,}, passages: {counts.passages:,}"
    except CitewellError as error:
        problem = str(error)
    return Row(version.name, made_at, version.current, version.name == answering, facts, problem)
