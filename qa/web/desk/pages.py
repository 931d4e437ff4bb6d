"""The desk's pages out of their templates; everything that is filled in is escaped."""

from datetime import date
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from qa.records import FeedbackReason
from qa.web.desk.access import TOKEN, Staff

AREAS = (
    ("/desk", "Look up"),
    ("/desk/review", "Review"),
    ("/desk/asked", "Questions"),
    ("/desk/indexes", "Versions"),
    ("/desk/quality", "Quality"),
)
_REASONS = {
    FeedbackReason.OTHER_SUBJECT: "It was about something else",
    FeedbackReason.TOO_LITTLE: "It left out what they needed",
    FeedbackReason.TOO_HARD: "It was hard to understand",
    FeedbackReason.OUT_OF_DATE: "It seemed out of date",
}


class Pages:
    """Fills in the templates under `desk/`."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("qa.web", "templates/desk"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "areas": AREAS,
            "reasons": {reason.value: text for reason, text in _REASONS.items()},
        }
        self._templates.filters |= {"day": _day, "percent": _percent, "ticked": _ticked}

    def page(
        self, template: str, staff: Staff | None = None, status: int = 200, /, **values: Any
    ) -> HTMLResponse:
        """Return one page; `staff` is None before the sign-in."""
        text = self._templates.get_template(template).render(
            staff=staff, token=_token_field(staff), **values
        )
        return HTMLResponse(text, status)


def _token_field(staff: Staff | None) -> Markup:
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return field.format(TOKEN, staff.token) if staff else Markup("")


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "not stated"


def _ticked(text: str) -> Markup:
    """Show what stands in `backticks` as code, as a terminal's reader knows it."""
    parts = escape(text).split("`")
    odd = (
        Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts)
    )
    return Markup("").join(odd)


def _percent(share: float) -> str:
    return f"{share:.0%}"
