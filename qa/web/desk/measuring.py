"""How good the answers are: figures and plots of the last evaluation, and the calibration."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup
from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser, LexborNode

from qa.calibration import Fitted
from qa.settings import Settings
from qa.web.desk.access import Access, Staff
from qa.web.desk.pages import Pages
from qa.web.holder import Holder

# The report is read as the page it is: whatever judges answers is never loaded to give them.
_REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class SetShown:
    """What the report shows of one set of questions, in its own markup."""

    name: str
    figures: Markup
    plots: tuple[Markup, ...]


def measuring_router(access: Access, pages: Pages, holder: Holder, settings: Settings) -> APIRouter:
    """Return the routes; the report is read anew each time, so a newer one shows at once."""
    router = APIRouter()

    @router.get("/desk/quality")
    def quality(staff: Staff = Depends(access.reader)) -> Response:
        return pages.page("quality.html", staff, **_quality(settings, holder))

    @router.get("/desk/report")
    def report(_: Staff = Depends(access.reader)) -> Response:
        text = _report(settings)
        if text is None:
            raise HTTPException(404, "there is no report")
        return HTMLResponse(text)

    return router


def sets_of(report: str) -> tuple[SetShown, ...]:
    """Take each set's figures and plots out of a report that `citewell evaluate` wrote."""
    return tuple(_shown(section) for section in LexborHTMLParser(report).css("main > section"))


def _shown(section: LexborNode) -> SetShown:
    name, figures = section.css_first("h2"), section.css_first(".meanings")
    return SetShown(
        name.text() if name else "",
        _markup(figures) if figures else Markup(),
        tuple(_markup(plot) for plot in section.css("figure")),
    )


def _markup(node: LexborNode) -> Markup:
    # Escaped when the report was written; what it might still hold, the page's policy won't run.
    return Markup(node.html or "")  # noqa: S704


def _report(settings: Settings) -> str | None:
    if settings.desk_report is None:
        return None
    try:
        return (settings.desk_report / _REPORT).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _quality(settings: Settings, holder: Holder) -> dict[str, Any]:
    assistant, report = holder.now(), _report(settings)
    fitted, problem = _fitted(settings.calibration)
    return {
        "threshold": settings.threshold,
        "fitted": fitted,
        "problem": problem,
        "index_version": assistant.index.version if assistant else None,
        "sets": None if report is None else sets_of(report),
        "report_folder": settings.desk_report,
    }


def _fitted(file: Path | None) -> tuple[Fitted | None, str]:
    if file is None:
        return None, ""
    try:
        return Fitted.model_validate_json(file.read_bytes()), ""
    except (OSError, ValidationError):
        return None, f"{file} can't be read; write it again with `citewell calibrate`"
