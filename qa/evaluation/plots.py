"""Plots as SVG that stands inside a page: no script, no font of its own, colours by the page.

matplotlib draws in stand-in colours that are replaced by the page's CSS variables, so that a
plot follows dark mode and print like the text around it.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qa.evaluation.confidence import Bin
from qa.evaluation.intervals import Numbers

_INK, _ACCENT, _MUTED = "#010203", "#010204", "#010205"
_VARIABLES = {_INK: "var(--ink)", _ACCENT: "var(--accent)", _MUTED: "var(--muted)"}
_STYLE = {
    # Text stays text: it can be read aloud, searched and enlarged.
    "svg.fonttype": "none",
    # The same numbers give the same bytes.
    "svg.hashsalt": "citewell",
    "font.family": "sans-serif",
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "grid.color": _MUTED,
    "grid.alpha": 0.35,
    "axes.grid": True,
}
_SIZE = (5.2, 3.6)


@dataclass(frozen=True, slots=True)
class Caption:
    """What a plot is called and shows, for whoever can't see it; `key` is its own on the page."""

    key: str
    title: str
    description: str


def reliability_plot(bins: Sequence[Bin], caption: Caption) -> str:
    """Draw the share right over the confidence; on the diagonal the confidence is a probability."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], linestyle="--", color=_MUTED, label="perfectly calibrated")
        confidence, right = [b.confidence for b in bins], [b.right for b in bins]
        axes.plot(confidence, right, marker="o", color=_ACCENT, label="measured")
        axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(-0.02, 1.02))
        axes.legend(frameon=False, loc="upper left")

    return _svg(draw, caption)


def risk_coverage_plot(
    coverage: Numbers, risk: Numbers, now: tuple[float, float], caption: Caption
) -> str:
    """Draw the share wrong over the share answered; `now` is where the threshold puts it."""

    def draw(axes: Axes) -> None:
        axes.plot(coverage, risk, color=_ACCENT, drawstyle="steps-post", label="any threshold")
        axes.plot(*now, marker="D", linestyle="", color=_INK, label="this threshold")
        axes.set(xlabel="share answered", ylabel="share wrong, of the answered", xlim=(0, 1.02))
        axes.set_ylim(bottom=-0.02)
        axes.legend(frameon=False, loc="upper left")

    return _svg(draw, caption)


def latency_plot(times_ms: Numbers, caption: Caption) -> str:
    """Draw how many questions took how long."""

    def draw(axes: Axes) -> None:
        axes.hist(times_ms, bins=30, color=_ACCENT)
        axes.set(xlabel="milliseconds a question", ylabel="questions")

    return _svg(draw, caption)


def _svg(draw: Callable[[Axes], None], caption: Caption) -> str:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=_SIZE, layout="constrained")
        draw(figure.subplots())
        buffer = io.StringIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(buffer, format="svg", transparent=True, metadata=nothing)
    return _inlined(buffer.getvalue(), caption)


def _inlined(svg: str, caption: Caption) -> str:
    """Make a stand-alone SVG a part of a page: no namespaces, ids of its own, a name."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r' xmlns(:\w+)?="[^"]*"', "", body).replace("xlink:href", "href")
    body = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{caption.key}-", body)
    body = re.sub(r"font-family: [^;\"]*", "font-family: inherit", body)
    for stand_in, variable in _VARIABLES.items():
        body = body.replace(stand_in, variable)
    size = re.search(r'width="[^"]*" height="[^"]*"', body)
    named = f'role="img" aria-labelledby="{caption.key}-title {caption.key}-desc"'
    body = body.replace(size.group() if size else "", named, 1)
    words = (
        f'<title id="{caption.key}-title">{escape(caption.title)}</title>'
        f'<desc id="{caption.key}-desc">{escape(caption.description)}</desc>'
    )
    return body.replace(">", f">{words}", 1)
