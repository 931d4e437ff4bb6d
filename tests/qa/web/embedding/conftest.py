"""A site that carries the widget, and somebody who visits it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from qa.pipeline import Assistant
from qa.web.embedding.look import Look, snippet
from qa.web.embedding.widget import Widget, make_widget
from qa.web.holder import Holder
from qa.web.languages import Languages
from tests.qa.web.conftest import PATIENCE_MS, Site, serving
from tests.qa.web.embedding import hosts

CAR_T = "What is CAR T-cell therapy?"
# Records what the host page is told, and everything that is posted to it.
LISTEN = """
window.told = []; window.posted = [];
for (const type of ["open", "close", "answered"])
  document.addEventListener(`citewell:${type}`, (e) => told.push([type, e.detail]));
addEventListener("message", (e) => posted.push([e.origin, JSON.stringify(e.data)]));
"""


@dataclass
class Hosts:
    """A site that may show the chat, and the chat's server; pages are added by path."""

    url: str
    chat: Site
    pages: dict[str, hosts.Page]
    widget: Widget = field(default_factory=lambda: make_widget(Languages("en")))

    @property
    def origin(self) -> str:
        return self.chat.url.rstrip("/")

    def lines(self, **chosen: Any) -> str:
        nothing = {"title": None, "language": None, "colour": None, "position": None}
        look = Look(**nothing | {"inline": False, "pinned": False} | chosen)
        return str(snippet(look, self.origin, self.widget, "Ask a question"))


@pytest.fixture(scope="session")
def site_with_widget(article: Assistant) -> Iterator[Hosts]:
    pages: dict[str, hosts.Page] = {}
    with (
        hosts.hosting(pages) as url,
        serving(Holder(article), questions_per_minute=0, frame_ancestors=(url,)) as chat,
    ):
        yield Hosts(url, chat, pages)


@pytest.fixture(scope="session")
def unlisted_site(article: Assistant) -> Iterator[Hosts]:
    pages: dict[str, hosts.Page] = {}
    with hosts.hosting(pages) as url, serving(Holder(article)) as chat:
        yield Hosts(url, chat, pages)


@dataclass
class Visit:
    """One look at a host page."""

    page: Page
    requests: list[str]
    complaints: list[str]

    @property
    def launcher(self) -> Locator:
        return self.page.locator("citewell-widget .launcher")

    @property
    def dialog(self) -> Locator:
        return self.page.locator("citewell-widget dialog")

    @property
    def box(self) -> Locator:
        return self.page.frame_locator("iframe").get_by_role("textbox")

    @property
    def chat(self) -> Frame:
        (frame,) = [f for f in self.page.frames if "embedded=" in f.url]
        return frame

    def open(self) -> None:
        self.launcher.click()
        expect(self.box).to_be_focused()

    def expect_closed(self) -> None:
        """Wait for the end of closing: the browser tells of it after it has hidden the dialog."""
        expect(self.dialog).to_be_hidden()
        until(self.page, "told.at(-1)[0] === 'close'")

    def told(self) -> list[list[Any]]:
        return list(self.page.evaluate("told"))

    def focused(self) -> str | None:
        """Return the class of what has the focus inside the widget, or None outside of it."""
        script = "document.querySelector('citewell-widget').shadowRoot.activeElement?.className"
        found = self.page.evaluate(script)
        return None if found is None else str(found)


OpenHost = Callable[..., Visit]


@pytest.fixture(autouse=True)
def patience() -> None:
    """Let no assertion on a page fail because the machine is slow."""
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def visit(browser: Browser) -> Iterator[OpenHost]:
    """Open pages of a host; at the end nothing may have broken a policy or thrown an error."""
    visits: list[Visit] = []

    def open_one(url: str, width: int = 1280, scheme: str = "light", **more: Any) -> Visit:
        size = {"width": width, "height": more.pop("height", 800)}
        context = browser.new_context(viewport=size, color_scheme=scheme, **more)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(LISTEN)
        visited = Visit(context.new_page(), [], [])
        visits.append(visited)
        context.on("request", lambda request: visited.requests.append(request.url))
        visited.page.on("pageerror", lambda error: visited.complaints.append(str(error)))
        visited.page.on(
            "console", lambda m: visited.complaints.append(m.text) if m.type == "error" else None
        )
        visited.page.goto(url)
        return visited

    yield open_one
    for visited in visits:
        visited.page.context.close()
    # The chat asks for the focus of its own accord, and a browser keeps it out of frames.
    told = [c for v in visits for c in v.complaints if "Blocked autofocusing" not in c]
    assert told == []


def ask(visited: Visit, question: str) -> None:
    visited.box.fill(question)
    visited.box.press("Enter")
    until(visited.page, "told.some(([type]) => type === 'answered')")


def until(page: Page, condition: str) -> None:
    """Wait for a condition, without the `eval` that a strict policy refuses."""
    for _ in range(PATIENCE_MS // 50):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{condition} never came true")


@pytest.fixture
def plain(visit: OpenHost, site_with_widget: Hosts) -> Visit:
    site_with_widget.pages["/plain"] = hosts.page(site_with_widget.lines())
    return visit(f"{site_with_widget.url}/plain")
