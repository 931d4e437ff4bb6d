"""Enter to painted answer, ours beside a bare Gradio echo: `python -m tests.benchmarks.turns`.

The two take turns, so that whatever else the machine does befalls both. Both chats grow with each
turn; ours looks its answer up besides.
"""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import fastapi
import gradio as gr
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from qa.pipeline import Assistant
from qa.settings import Settings
from qa.startup import load_assistant
from qa.web.holder import Holder
from qa.web.server import address, listen
from tests.qa.web.conftest import CHROMIUM, FLAGS, serving

TURNS = 15
QUESTIONS = ("What is CAR T-cell therapy?", "Can physical therapy help?")
_NOTE_ENTER = """addEventListener("keydown", (event) => {
    if (event.key === "Enter") window.entered = performance.now();
}, true)"""
# Resolves after the first frame in which `selector` matches one element more than before.
_PAINTED = """([selector, before]) => new Promise((done) => {
    const look = () => document.querySelectorAll(selector).length > before
        ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - window.entered)))
        : requestAnimationFrame(look);
    look();
})"""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each turn, ours and the bare one's."""

    ours: list[float]
    bare: list[float]

    @property
    def ratio(self) -> float:
        """Return how many times the bare turn ours takes, median to median."""
        return statistics.median(self.ours) / statistics.median(self.bare)


def measure(browser: Browser, assistant: Assistant, count: int = TURNS) -> Times:
    """Let both answer `count` questions, one after the other."""
    with serving(Holder(assistant), questions_per_minute=0) as site, bare_gradio() as bare:
        ours, theirs = _opened(browser, site.url), _opened(browser, bare)
        ours.locator(".cw-welcome").wait_for()
        times = Times([], [])
        for number in range(count):
            question = QUESTIONS[number % len(QUESTIONS)]
            times.bare.append(_turn(theirs, question, "[data-testid=bot]"))
            times.ours.append(_turn(ours, question, ".cw-reply"))
        ours.context.close()
        theirs.context.close()
    return times


def _opened(browser: Browser, url: str) -> Page:
    page = browser.new_page()
    page.goto(url)
    page.locator("textarea").wait_for()
    page.evaluate(_NOTE_ENTER)
    return page


def _turn(page: Page, question: str, reply: str) -> float:
    page.bring_to_front()
    page.fill("textarea", question)
    before = page.locator(reply).count()
    page.keyboard.press("Enter")
    return float(page.evaluate(_PAINTED, [reply, before]))


@contextmanager
def bare_gradio() -> Iterator[str]:
    """Serve the smallest chat there is: it says what it was told."""

    def echo(typed: str, earlier: list[dict[str, str]]) -> tuple[str, list[dict[str, str]]]:
        told = {"role": "user", "content": typed}
        return "", [*earlier, told, {"role": "assistant", "content": typed}]

    with gr.Blocks(analytics_enabled=False) as blocks:
        log, box = gr.Chatbot(), gr.Textbox()
        box.submit(echo, [box, log], [box, log], queue=False, show_progress="hidden")
    app = gr.mount_gradio_app(fastapi.FastAPI(), blocks, "/", run_history=False)
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield address(listener)
        server.should_exit = True
        thread.join(timeout=30)


@click.command()
@click.option("--turns", default=TURNS, show_default=True)
def main(turns: int) -> None:
    """Print the medians and their ratio."""
    with TemporaryDirectory() as root, sync_playwright() as playwright:
        assistant = load_assistant(Settings(index_root=Path(root)), lambda *_: None, date.today)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        times = measure(browser, assistant, turns)
        browser.close()
    for name, found in (("bare Gradio", times.bare), ("Citewell", times.ours)):
        median, best = statistics.median(found), min(found)
        click.echo(f"{name}: median {median:.0f} ms, best {best:.0f} ms")
    click.echo(f"ratio of medians {times.ratio:.2f}")


if __name__ == "__main__":
    main()
