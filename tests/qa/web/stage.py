"""The servers and browsers in which people see the surfaces: for the checks and the pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Frame, Page, expect

from qa.settings import Settings
from qa.startup import load_assistant
from qa.web.holder import Holder
from tests.qa.web import scripted
from tests.qa.web.conftest import PATIENCE_MS, Site, serving
from tests.qa.web.desk.conftest import DeskSite, desk_site
from tests.qa.web.embedding.hosts import hosting
from tests.qa.web.embedding.hosts import page as host_page

Scheme = Literal["light", "dark"]
LOOKS: list[tuple[Scheme, int]] = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 320)]


@dataclass(frozen=True, slots=True)
class Seen:
    """A surface in one state; `parts` are looked at one by one: a page or frame, and what of it."""

    name: str
    page: Page
    parts: tuple[tuple[Page | Frame, str | None], ...]

    @classmethod
    def of(cls, name: str, page: Page) -> "Seen":
        return cls(name, page, ((page, None),))


@dataclass(frozen=True, slots=True)
class Stage:
    """The servers that all states together need."""

    chat: Site
    limited: Site
    closed: Site
    desk: DeskSite
    bare: Site
    host: str


@dataclass
class Visitor:
    """A browser with one look; `complaints` are what the pages' policies had to stop."""

    browser: Browser
    scheme: Scheme
    width: int
    complaints: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        size = {"width": self.width, "height": 800 if self.width > 640 else 740}
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme=self.scheme,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", lambda m: self._note(m.text))
        page.goto(url)
        return page

    def _note(self, text: str) -> None:
        # That a site which isn't listed may not frame the chat is one of the states.
        if "Content Security Policy" in text and "frame-ancestors" not in text:
            self.complaints.append(text)


@contextmanager
def stage(folder: Path, article_root: Path | None = None) -> Iterator[Stage]:
    """Start the servers; what they write goes into `folder`.

    `article_root` holds an index of the bundled article, where there is one already.
    """
    expect.set_options(timeout=PATIENCE_MS)
    settings = Settings(index_root=article_root or folder / "article", region="GB")
    article = load_assistant(settings, lambda *_: None, lambda: date(2026, 11, 22))
    pages: dict[str, object] = {}
    holder = scripted.scripted_holder(article)
    (folder / "desk").mkdir()
    with (
        hosting(pages) as host,  # type: ignore[arg-type]
        serving(holder, questions_per_minute=0, frame_ancestors=(host,)) as chat,
        serving(Holder(article), questions_per_minute=1) as limited,
        serving(Holder()) as closed,
        desk_site(folder / "desk") as desk,
        serving(Holder(), desk_users=folder / "desk" / "users", index_root=folder / "none") as bare,
    ):
        for path, site in (("/listed", chat), ("/unlisted", limited)):
            pages[path] = host_page(f'<script src="{site.url}widget.js" defer></script>')
        yield Stage(chat, limited, closed, desk, bare, host)
