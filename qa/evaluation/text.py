"""Figures as aligned plain text for a terminal, and as Markdown for the README."""

from collections.abc import Sequence

from corpus.counting import counted
from qa.evaluation.comparing import Comparison
from qa.evaluation.report import Measure, Report, SetReport, Unit

Cells = Sequence[Sequence[str]]
_SCALES: dict[Unit, tuple[int, int]] = {"share": (100, 1), "ms": (1, 1), "score": (1, 3)}


def amount(value: float, unit: Unit) -> str:
    """Write one figure: a share as a percentage, a score with three places, a time in ms."""
    match unit:
        case "share":
            return f"{100 * value:.1f} %"
        case "ms":
            return f"{value:.1f} ms"
        case "score":
            return f"{value:.3f}"


def interval(measure: Measure) -> str:
    """Write the 95 % interval of a figure; its unit stands beside the figure already."""
    scale, places = _SCALES[measure.unit]
    return f"{measure.low * scale:.{places}f} to {measure.high * scale:.{places}f}"


def render_report(report: Report) -> str:
    """Return every set's figures, and those of its groups, as a person reads them."""
    return "\n\n".join(_render_set(found) for found in report.sets)


def _render_set(found: SetReport) -> str:
    asked = counted(len(found.rows), "question")
    title = f"{found.name}: {asked}, {found.kind}, index {found.index_version}"
    header = ["measure", "value", "95 % interval", "n"]
    lines = [title, align([header, *(_cells(m) for m in found.measures)])]
    if found.groups:
        lines += ["", group_table(found)]
    return "\n".join(lines)


def _cells(measure: Measure) -> list[str]:
    return [measure.name, amount(measure.value, measure.unit), interval(measure), str(measure.n)]


def group_cells(found: SetReport) -> list[list[str]]:
    """Return a header and one row a group, with the figures that the groups share."""
    names = list(dict.fromkeys(m.name for g in found.groups for m in g.measures))
    rows = [["", *names]]
    for group in found.groups:
        by_name = {m.name: m for m in group.measures}
        rows.append(
            [
                f"{group.field} {group.value}",
                *(_with_n(by_name[name]) if name in by_name else "" for name in names),
            ]
        )
    return rows


def group_table(found: SetReport) -> str:
    """Return the figures of each group, turned where they are too many for a line."""
    cells = group_cells(found)
    turned = [list(column) for column in zip(*cells, strict=True)]
    return align(turned if len(cells) <= len(cells[0]) else cells)


def _with_n(measure: Measure) -> str:
    return f"{amount(measure.value, measure.unit)} of {measure.n}"


def render_comparison(compared: Sequence[Comparison]) -> str:
    """Return what differs between two runs, set by set."""
    return "\n\n".join(_render_differences(found) for found in compared)


def _render_differences(found: Comparison) -> str:
    header = ["measure", "first", "second", "difference", "95 % interval", "p", "n", ""]
    rows = [
        [
            d.measure,
            amount(d.test.first, d.unit),
            amount(d.test.second, d.unit),
            signed(d.test.second - d.test.first, d.unit),
            f"{signed(d.test.low, d.unit)} to {signed(d.test.high, d.unit)}",
            f"{d.test.p:.4f}",
            str(d.n),
            d.verdict,
        ]
        for d in found.differences
    ]
    changed = " (the set was changed between the runs)" if found.changed else ""
    return f"{found.name}{changed}\n{align([header, *rows])}"


def signed(value: float, unit: Unit) -> str:
    """Write a difference with its sign, without its unit."""
    scale, places = _SCALES[unit]
    return f"{value * scale:+.{places}f}"


def align(cells: Cells) -> str:
    """Return `cells` with the first column flush left and the others flush right."""
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]
    return "\n".join(f"  {line}".rstrip() for line in lines)


def markdown(cells: Cells) -> str:
    """Return `cells`, the first row being the header, as a Markdown table."""
    header, *rows = [[cell.replace("|", "\\|") for cell in row] for row in cells]
    rule = ["---", *("---:" for _ in header[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in [header, rule, *rows])
