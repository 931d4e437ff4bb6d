"""How good the answers are: figures and plots of the last evaluation, and the calibration."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from qa.calibration import FittedCalibration, read_calibration
from qa.errors import CalibrationError
from qa.web.desk.desk import Desk
from qa.web.desk.files import read_report
from qa.web.desk.showing import shown, title
from qa.web.gradio_ways import direct


@dataclass(frozen=True, slots=True)
class SetShown:
    """What the report shows of one set of questions, in its own markup."""

    name: str
    figures: Markup
    plots: tuple[Markup, ...]


def add_quality(blocks: gr.Blocks, desk: Desk) -> None:
    """Lay out the area; the report is read anew each time, so a newer one shows at once."""
    title("Quality")
    # Gradio's sanitiser would take the scale off the drawings. All text in our template and in
    # the report is escaped where it is written, and the page's policy runs no script of theirs.
    measured = shown(sanitize_html=False, elem_classes="wide")
    blocks.load(
        lambda: desk.parts.block("quality.html", **_quality(desk)), None, measured, **direct()
    )


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


def _quality(desk: Desk) -> dict[str, Any]:
    settings, assistant = desk.settings, desk.holder.now()
    report = read_report(settings)
    fitted, problem = _fitted(settings.calibration)
    return {
        "threshold": settings.threshold,
        "fitted": fitted,
        "problem": problem,
        "index_version": assistant.index.version if assistant else None,
        "sets": None if report is None else sets_of(report),
        "report_folder": settings.desk_report,
    }


def _fitted(file: Path | None) -> tuple[FittedCalibration | None, str]:
    if file is None:
        return None, ""
    try:
        return read_calibration(file), ""
    except CalibrationError as error:
        return None, str(error)
