"""Time Enter to painted answer, ours beside a bare Gradio echo: `python tests/turn_times.py`."""

import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import fastapi
import gradio as gr
import uvicorn
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qa.settings import Settings
from qa.startup import load_assistant
from qa.web.holder import Holder
from tests.qa.web.conftest import CHROMIUM, FLAGS, serving

TURNS = 15
QUESTIONS = ["What is CAR T-cell therapy?", "Can physical therapy help?"]
# Resolves in the first frame after `selector` matches one element more than before.
PAINTED = """([selector, before]) => new Promise(done => {
    const look = () => document.querySelectorAll(selector).length > before
        ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - window.entered)))
        : requestAnimationFrame(look);
    look();
})"""


def turns(page: Page, selector: str) -> list[float]:
    """Return the milliseconds of each turn, Enter to painted."""
    page.evaluate(
        "addEventListener('keydown', e => { if (e.key === 'Enter') entered = performance.now() },"
        " true)"
    )
    found = []
    for turn in range(TURNS):
        page.fill("textarea", QUESTIONS[turn % len(QUESTIONS)])
        before = page.locator(selector).count()
        page.keyboard.press("Enter")
        found.append(page.evaluate(PAINTED, [selector, before]))
    return found


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
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = True
        thread.join(timeout=30)


def main() -> None:
    """Print the medians and their ratio."""
    report: Callable[[str], int] = sys.stdout.write
    with TemporaryDirectory() as root, sync_playwright() as playwright:
        settings = Settings(index_root=Path(root))
        holder = Holder(load_assistant(settings, lambda *_: None, date.today))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with serving(holder, questions_per_minute=0) as site, bare_gradio() as bare:
            ours, theirs = browser.new_page(), browser.new_page()
            ours.goto(site.url)
            ours.locator(".cw-welcome").wait_for()
            theirs.goto(bare)
            theirs.locator("textarea").wait_for()
            medians = []
            for name, page, selector in (
                ("bare Gradio", theirs, "[data-testid=bot]"),
                ("Citewell", ours, ".cw-reply"),
            ):
                page.bring_to_front()
                found = turns(page, selector)
                medians.append(statistics.median(found))
                report(f"{name}: median {medians[-1]:.0f} ms, best {min(found):.0f} ms\n")
        report(f"ratio of medians {medians[1] / medians[0]:.2f}\n")
        browser.close()


if __name__ == "__main__":
    main()
