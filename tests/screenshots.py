"""Take pictures of what people see.

`python -m tests.screenshots` takes those that the README shows, `--all DIR` every state at 1280 and
360 pixels, light and dark.
"""

import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.qa.web.conftest import CHROMIUM, FLAGS, ask
from tests.qa.web.desk.conftest import look_up
from tests.qa.web.stage import Scheme, Stage, Visitor, stage
from tests.qa.web.states import CAR_T, WALKS, sign_in_at_the_desk

PICTURES = Path(__file__).parent / "pictures"
LOOKS: list[tuple[Scheme, int]] = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]
# A chat is as long as its window; the other pages are as long as what they hold.
FULL = ("source", "embed", "demo", "desk")


@click.command()
@click.option("--all", "folder", type=click.Path(path_type=Path), help="Every state, into DIR.")
@click.option("--walk", type=click.Choice(list(WALKS)), multiple=True, help="Only these surfaces.")
def main(folder: Path | None, walk: tuple[str, ...]) -> None:
    """Write the pictures."""
    with TemporaryDirectory() as root, sync_playwright() as playwright, stage(Path(root)) as on:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if folder is None:
            take_for_readme(browser, on)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            for scheme, width in LOOKS:
                for name in walk or WALKS:
                    take(Visitor(browser, scheme, width), on, name, folder)
        browser.close()


def take(visitor: Visitor, on: Stage, walk: str, folder: Path) -> None:
    """Take every state of one surface in one look."""
    for number, seen in enumerate(WALKS[walk](visitor, on)):
        state = re.sub(r"\W+", "-", seen.name)
        look = f"{visitor.width}-{visitor.scheme}"
        full = seen.name.startswith(FULL)
        shoot(seen.page, folder / f"{walk}-{number:02}-{state}-{look}.png", full=full)


def take_for_readme(browser: Browser, on: Stage) -> None:
    """Take the chat with an answer, the widget open on a clinic's page, and the desk."""
    visitor = Visitor(browser, "light", 1280)
    page = visitor.open(on.chat.url)
    page.set_viewport_size({"width": 1000, "height": 740})
    page.locator(".cw-welcome").wait_for()
    ask(page, CAR_T)
    expect(page.locator(".cw-answer > .cw-quote mark")).to_be_visible()
    shoot(page, PICTURES / "chat.png")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{on.chat.url}demo")
    page.locator(".launcher").click()
    box = page.frame_locator("iframe").get_by_role("textbox")
    expect(box).to_be_focused()
    box.fill(CAR_T)
    box.press("Enter")
    page.frame_locator("iframe").locator(".cw-answer").wait_for()
    shoot(page, PICTURES / "widget.png")
    page.goto(on.desk.url)
    sign_in_at_the_desk(page)
    look_up(page, "What is a relapse?")
    page.get_by_text("Why it stands here").first.click()
    shoot(page, PICTURES / "desk.png", full=True)
    page.context.close()


def shoot(page: Page, file: Path, *, full: bool = False) -> None:
    """Take one picture once the page is at rest."""
    page.wait_for_load_state("networkidle")
    time.sleep(0.4)
    page.screenshot(path=file, full_page=full)


if __name__ == "__main__":
    main()
