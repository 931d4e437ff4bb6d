"""The desk's texts out of their templates; everything that is filled in is escaped."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from qa.messages.days import OF_STAFF, written_out
from qa.records import FeedbackReason

_REASONS = {
    FeedbackReason.OTHER_SUBJECT: "It was about something else",
    FeedbackReason.TOO_LITTLE: "It left out what they needed",
    FeedbackReason.TOO_HARD: "It was hard to understand",
    FeedbackReason.OUT_OF_DATE: "It seemed out of date",
}
# Markdown would end our block at an empty line and expand tabs; Gradio puts other text in the
# place of this run of signs.
_READ_BY_MARKDOWN = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", "%%%": "%&#37;%"}


class Parts:
    """Fills in the templates under `desk/`."""

    def __init__(self, region: str | None = None, base: str = "") -> None:
        """`region` says how dates are written, `base` below which path we stand."""
        self._region, self.base = region, base
        self._templates = Environment(
            loader=PackageLoader("qa.web", "templates/desk"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "base": base,
            "reasons": {reason.value: text for reason, text in _REASONS.items()},
        }
        self._templates.filters |= {"day": self.day, "percent": _percent, "ticked": _ticked}
        self._numbers: Iterator[int] = count(1)

    def day(self, day: date | None) -> str:
        """Write out a date, or say that it isn't stated."""
        return written_out(day, OF_STAFF, self._region) if day else "not stated"

    def fill(self, template: str, **values: Any) -> str:
        """Return one template, filled in."""
        return self._templates.get_template(template).render(**values)

    def block(self, template: str, **values: Any) -> str:
        """Return one template for a `gr.Markdown` that shows it as it is, not one sign changed.

        No two are alike, so that what is said twice is shown, and read out, twice.
        """
        html = self.fill(template, **values).strip()
        for read, written in _READ_BY_MARKDOWN.items():
            html = html.replace(read, written)
        return f'<div class="part" id="part-{next(self._numbers)}">{html}</div>'


def _ticked(text: str) -> Markup:
    """Show what stands in `backticks` as code, as a terminal's reader knows it."""
    parts = escape(text).split("`")
    odd = (
        Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts)
    )
    return Markup("").join(odd)


def _percent(share: float) -> str:
    return f"{share:.0%}"
