"""Take pictures of the chat, the source page and the widget: `tests/screenshots.py OUTDIR`."""

import argparse
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from qa.settings import Settings
from qa.startup import load_assistant
from qa.web.holder import Holder
from tests.qa.web.conftest import CHROMIUM, FLAGS, PATIENCE_MS, Site, ask, serving
from tests.qa.web.embedding.hosts import hosting
from tests.qa.web.embedding.hosts import page as host_page
from tests.qa.web.scripted import scripted_holder

LOOKS = {"desktop": (1280, 800), "phone": (360, 740)}
STATES = {
    "answer": "What is CAR T-cell therapy?",
    "followup": "How does it work?",
    "abstention": "How do I bake sourdough bread?",
    "emergency": "emergency",
    "crisis": "crisis",
    "personal_advice": "personal_advice",
}


def main() -> None:
    """Write one picture for each state, width and colour scheme."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--only", default="", help="take only pictures whose name begins so")
    given = parser.parse_args()
    given.outdir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as root, sync_playwright() as playwright:
        settings = Settings(index_root=Path(root))
        assistant = load_assistant(settings, lambda *_: None, date.today)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with serving(scripted_holder(assistant), questions_per_minute=0) as site:
            for look in LOOKS:
                for scheme in ("light", "dark"):
                    if f"{look}-{scheme}".startswith(given.only):
                        take(browser, site, given.outdir, look, scheme)
                        take_widget(browser, site, given.outdir, look, scheme)
        with serving(Holder()) as site:
            page = browser.new_page(viewport={"width": 360, "height": 740})
            page.goto(site.url)
            page.locator(".cw-note").wait_for()
            shoot(page, given.outdir / "phone-light-unavailable.png")
        browser.close()


def take(browser: Browser, site: Site, outdir: Path, look: str, scheme: str) -> None:
    """Take every state in one look."""
    width, height = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(site.url)
    page.locator(".cw-welcome").wait_for()
    shoot(page, outdir / f"{look}-{scheme}-empty.png")
    for state, question in STATES.items():
        ask(page, question)
        shoot(page, outdir / f"{look}-{scheme}-{state}.png")
    with context.expect_page() as opened:
        page.locator(".cw-answer .cw-source").first.click()
    opened.value.locator("#cited").wait_for()
    shoot(opened.value, outdir / f"{look}-{scheme}-source.png")
    context.close()


def take_widget(browser: Browser, site: Site, outdir: Path, look: str, scheme: str) -> None:
    """Take the widget closed, open, with an answer, and where it may not open; the configurator."""
    width, height = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{site.url}demo")
    shoot(page, outdir / f"{look}-{scheme}-widget-closed.png")
    page.locator(".launcher").click()
    chat = page.frame_locator("iframe")
    chat.locator(".cw-welcome").wait_for()
    shoot(page, outdir / f"{look}-{scheme}-widget-open.png")
    chat.get_by_role("textbox").fill(STATES["answer"])
    chat.get_by_role("textbox").press("Enter")
    chat.locator(".cw-answer").wait_for()
    shoot(page, outdir / f"{look}-{scheme}-widget-answer.png")
    with hosting({"/": host_page(f'<script src="{site.url}widget.js" defer></script>')}) as host:
        page.goto(host)
        page.locator(".launcher").click()
        page.locator(".stage a").wait_for()
        shoot(page, outdir / f"{look}-{scheme}-widget-blocked.png")
    page.goto(f"{site.url}embed")
    page.frame_locator("#preview").locator(".launcher").wait_for()
    page.screenshot(path=outdir / f"{look}-{scheme}-embed.png", full_page=True)
    context.close()


def shoot(page: Page, file: Path) -> None:
    """Take one picture once the page is at rest."""
    page.wait_for_load_state("networkidle")
    time.sleep(0.4)
    page.screenshot(path=file)


if __name__ == "__main__":
    main()
