"""One encoder, a few servers, one browser; each page's requests and complaints are recorded."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from starlette.types import ASGIApp

from qa.pipeline import Assistant
from qa.records.recorder import Recorder
from qa.settings import Settings
from qa.startup import load_assistant
from qa.web.app import create_app
from qa.web.holder import Holder
from qa.web.proxies import BehindProxies
from qa.web.server import address, listen

CHROMIUM = shutil.which("chromium") or "chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A slow shared machine is no failure: every wait ends as soon as its condition holds.
PATIENCE_MS = 60_000
HOSTILE = Path(__file__).parent / "hostile"


@dataclass
class Site:
    """A server that is up, with what it answers from."""

    url: str
    holder: Holder

    @property
    def assistant(self) -> Assistant:
        return self.holder.current()


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(app, log_level="warning", access_log=False, proxy_headers=False)


@contextmanager
def serving(
    holder: Holder, recorder: Recorder | None = None, port: int = 0, **settings: Any
) -> Iterator[Site]:
    """Serve in a thread, on `port` or a free one, until the block ends."""
    chosen = Settings(**{key: value for key, value in settings.items() if key != "clock"})
    clock = settings.get("clock", time.perf_counter)
    app = BehindProxies(create_app(holder, chosen, clock, recorder), chosen.trusted_proxies)
    with listen("127.0.0.1", port) as listener:
        server = uvicorn.Server(_config(app))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        try:
            # Browsers and programs wait for the chat to open, but not as long as a busy machine.
            httpx.get(f"{address(listener)}config", timeout=120.0)
            yield Site(address(listener), holder)
        finally:
            server.should_exit = True
            thread.join(timeout=30)


def make_assistant(root: Path, *sources: Path) -> Assistant:
    """Build an index of `sources`, and open it."""
    settings = Settings(index_root=root, sources=sources)
    return load_assistant(settings, lambda *_: None, lambda: date(2026, 1, 15))


@pytest.fixture(scope="session")
def article(assistant: Assistant) -> Assistant:
    return replace(assistant, today=lambda: date(2026, 1, 15))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    # What is shown is tested, however sure the model is of it.
    found = make_assistant(tmp_path_factory.mktemp("hostile"), HOSTILE)
    return replace(found, threshold=0.0)


@pytest.fixture(scope="session")
def site(article: Assistant) -> Iterator[Site]:
    with serving(Holder(article), questions_per_minute=0) as site:
        yield site


@pytest.fixture(scope="session")
def hostile_site(hostile: Assistant) -> Iterator[Site]:
    with serving(Holder(hostile), questions_per_minute=0) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if shutil.which(CHROMIUM) is None and "CI" not in os.environ:
        pytest.skip("needs Debian's package `chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page with everything it complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)


OpenPage = Callable[..., Page]
# What a page can be told by itself. For anything else it takes a context of its own.
_LOOKS = {"reduced_motion", "forced_colors"}


@pytest.fixture(scope="session")
def shared_context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for many tests: the chat's many files are fetched and read once."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def open_page(browser: Browser, shared_context: BrowserContext) -> Iterator[OpenPage]:
    """Open addresses; at the end no page may have asked another host or broken its policy.

    `own` names the site that a page will go to, where it begins empty.
    """
    opened: list[tuple[str, Watched]] = []
    contexts: list[BrowserContext] = []
    # Popups, too, may ask for nothing that isn't ours.
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    def context_for(more: dict[str, Any]) -> BrowserContext:
        if more.keys() <= _LOOKS:
            return shared_context
        context = browser.new_context(**{k: v for k, v in more.items() if k not in _LOOKS})
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", note)
        contexts.append(context)
        return context

    def open_one(url: str, width: int = 1280, scheme: str = "light", **more: Any) -> Page:
        own, height = more.pop("own", url), more.pop("height", 800)
        page = context_for(more).new_page()
        page.set_viewport_size({"width": width, "height": height})
        looks = {key: more[key] for key in _LOOKS & more.keys()}
        page.emulate_media(color_scheme=scheme, **looks)  # type: ignore[arg-type]
        watched = Watched(page)
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on(
            "console",
            lambda m: watched.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        page.on("dialog", lambda dialog: watched.complaints.append(dialog.message))
        opened.append((own, watched))
        page.goto(url)
        return page

    shared_context.on("request", note)
    yield open_one
    shared_context.remove_listener("request", note)
    for page in shared_context.pages:
        page.close()
    shared_context.clear_cookies()
    for context in contexts:
        context.close()
    sites = tuple("/".join(own.split("/")[:3]) + "/" for own, _ in opened)
    assert asked or not opened
    assert [url for url in asked if not url.startswith((*sites, "data:", "about:"))] == []
    for _, watched in opened:
        policy = [c for c in watched.complaints if "Content Security Policy" in c or "CSP" in c]
        assert policy == []
        assert [c for c in watched.complaints if "status of 4" not in c] == []


def open_chat(open_page: OpenPage, site: Site, **more: Any) -> Page:
    """Open the chat and wait until it can be used."""
    page = open_page(site.url, **more)
    page.locator(".cw-welcome").wait_for()
    page.get_by_role("textbox").wait_for()
    return page


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, and wait for what comes back."""
    replies = page.locator(".cw-reply")
    before = replies.count()
    box = page.get_by_role("textbox")
    box.fill(question)
    box.press("Enter")
    replies.nth(before).wait_for()
