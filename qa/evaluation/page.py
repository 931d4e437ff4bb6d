"""report.html: one file that needs nothing else, with a table beside every plot."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from corpus.counting import counted
from qa.evaluation.asking import ANSWER
from qa.evaluation.confidence import reliability, risk_coverage
from qa.evaluation.intervals import Numbers
from qa.evaluation.measures import ECE, MEANINGS, MEANS, columns_of
from qa.evaluation.plots import Caption, latency_plot, reliability_plot, risk_coverage_plot
from qa.evaluation.report import Report, Row, SetReport
from qa.evaluation.text import amount, group_cells, interval

HTML_NAME = "report.html"
_MOST_LISTED = 200
_COVERAGES = np.arange(0.1, 1.01, 0.1)
# Where a value of 0 means that the question went well, and 1 that it didn't.
_FAULTS = {name for name, (unit, better) in MEANS.items() if unit == "share" and better == "lower"}
_HITS = {name for name, (unit, better) in MEANS.items() if unit == "share" and better == "higher"}

Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class PlotView:
    """A plot and the numbers in it; the first row of `table` is its header."""

    caption: Caption
    svg: str
    table: Table


@dataclass(frozen=True, slots=True)
class SetView:
    """One set as the page shows it."""

    found: SetReport
    measures: Table
    groups: Table
    plots: tuple[PlotView, ...]
    faults: Table
    fault_count: int


def write_page(report: Report, folder: Path) -> Path:
    """Write report.html into `folder` and return its path."""
    views = [_view(f"plot{number}", found) for number, found in enumerate(report.sets)]
    environment = Environment(
        loader=PackageLoader("qa.evaluation", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["counted"] = counted
    page = environment.get_template("report_template.html").render(report=report, views=views)
    path = folder / HTML_NAME
    path.write_text(page, encoding="utf-8")
    return path


def _view(key: str, found: SetReport) -> SetView:
    measures = [["Measure", "Value", "95 % interval", "Questions", "Better is", "What it says"]]
    measures += [
        [m.name, amount(m.value, m.unit), interval(m), str(m.n), m.better, MEANINGS[m.name]]
        for m in found.measures
    ]
    faults = [row for row in found.rows if _went_wrong(row)]
    return SetView(
        found=found,
        measures=measures,
        groups=group_cells(found) if found.groups else [],
        plots=tuple(_plots(key, found)),
        faults=[_fault_cells(row) for row in faults[:_MOST_LISTED]],
        fault_count=len(faults),
    )


def _plots(key: str, found: SetReport) -> list[PlotView]:
    plots: list[PlotView] = []
    if any(m.name == ECE for m in found.measures):
        confidence, right = columns_of(found.rows, ECE)
        plots += [
            _reliability(f"{key}-reliability", found.name, confidence, right),
            _risk(f"{key}-risk", found, confidence, right),
        ]
    return [*plots, _latency(f"{key}-latency", found)]


def _reliability(key: str, name: str, confidence: Numbers, right: Numbers) -> PlotView:
    bins = reliability(confidence, right)
    worst = max(bins, key=lambda b: abs(b.confidence - b.right))
    caption = Caption(
        key,
        f"Reliability of the confidence on {name}",
        f"Share of questions whose first passage answers, over their confidence, in {len(bins)} "
        f"groups of equal size. Furthest apart: confidence {worst.confidence:.2f}, "
        f"right {worst.right:.2f}.",
    )
    table = [["Confidence", "Share right", "Questions"]]
    table += [[f"{b.confidence:.3f}", f"{b.right:.3f}", str(b.n)] for b in bins]
    return PlotView(caption, reliability_plot(bins, caption), table)


def _risk(key: str, found: SetReport, confidence: Numbers, right: Numbers) -> PlotView:
    coverage, risk = risk_coverage(confidence, right)
    rows = [row for row in found.rows if row.confidence is not None and row.answers is not None]
    shown = [row for row in rows if row.outcome == ANSWER]
    now = len(shown) / len(rows), sum(not row.answers for row in shown) / max(1, len(shown))
    caption = Caption(
        key,
        f"Risk against coverage on {found.name}",
        f"Share of answers that are wrong, over the share of questions answered when the surest "
        f"are answered first. This run answered {now[0]:.1%} and was wrong in {now[1]:.1%}.",
    )
    table = [["Share answered", "Share wrong, of the answered"]]
    for aim in _COVERAGES:
        place = min(int(np.searchsorted(coverage, aim - 1e-9)), len(coverage) - 1)
        table.append([f"{coverage[place]:.2f}", f"{risk[place]:.3f}"])
    return PlotView(caption, risk_coverage_plot(coverage, risk, now, caption), table)


def _latency(key: str, found: SetReport) -> PlotView:
    times = np.array([row.took_ms for row in found.rows])
    levels = (0.5, 0.9, 0.95, 0.99, 1.0)
    quantiles = np.quantile(times, levels)
    caption = Caption(
        key,
        f"Time a question took on {found.name}",
        f"How many questions took how many milliseconds. Half took {quantiles[0]:.1f} or less.",
    )
    table = [["Share of questions", "Took at most"]]
    table += [[f"{q:.0%}", f"{ms:.1f} ms"] for q, ms in zip(levels, quantiles, strict=True)]
    return PlotView(caption, latency_plot(times, caption), table)


def _went_wrong(row: Row) -> bool:
    return any(
        (value == 1 and name in _FAULTS) or (value == 0 and name in _HITS)
        for name, value in row.values.items()
    )


def _fault_cells(row: Row) -> list[str]:
    wrong = [
        name if name in _FAULTS else f"not: {name}"
        for name, value in row.values.items()
        if (value == 1 and name in _FAULTS) or (value == 0 and name in _HITS)
    ]
    confidence = "" if row.confidence is None else f"{row.confidence:.2f}"
    return [row.id, row.question, "; ".join(wrong), row.outcome, confidence, row.highlight or ""]
