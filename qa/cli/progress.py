"""The progress bar on standard error: each phase with its rate and remaining time."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import click

from index.progress import Progress

CLEAR_LINE = "\r\x1b[K"
# Redrawing a line costs more than reading a small page.
_REDRAW_SECONDS = 0.1


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show progress from the first report on; without a terminal, only name the phases."""
    bars = _Bars()
    try:
        yield bars.report
    finally:
        bars.finish()


class _Bars:
    """One line for each phase; a phase of unknown length shows how much is done."""

    def __init__(self) -> None:
        self._phase = ""
        self._bar: Any = None
        self._done, self._shown, self._started, self._drawn = 0, 0, 0.0, 0.0

    def report(self, phase: str, done: int, total: int | None) -> None:
        if phase != self._phase:
            self.finish()
            self._begin(phase, total)
        self._done += done
        if monotonic() < self._drawn + _REDRAW_SECONDS:
            return
        self._drawn = monotonic()
        if self._bar is not None:
            self._draw()
        elif total is None and sys.stderr.isatty():
            click.echo(f"\r{phase}  {self._done:,}  {self._rate()}", nl=False, err=True)

    def _begin(self, phase: str, total: int | None) -> None:
        self._phase, self._done, self._shown, self._started = phase, 0, 0, monotonic()
        if total:
            self._bar = click.progressbar(
                length=total,
                label=phase,
                file=sys.stderr,
                show_pos=True,
                item_show_func=lambda rate: rate,
            )
            self._bar.render_progress()

    def finish(self) -> None:
        if self._bar is not None:
            self._draw()
            self._bar.render_finish()
        elif self._done and sys.stderr.isatty():
            click.echo(f"\r{self._phase}  {self._done:,}  {self._rate()}", err=True)
        self._bar, self._drawn = None, 0.0

    def _draw(self) -> None:
        self._bar.update(self._done - self._shown, self._rate())
        self._shown = self._done

    def _rate(self) -> str:
        return f"{self._done / max(monotonic() - self._started, 1e-3):,.0f}/s"
