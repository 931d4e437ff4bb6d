"""Below a path of another site: behind a proxy that takes the path off, or leaves it on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from qa.errors import SettingsError
from qa.settings import load_settings
from tests.guides import SERVER, blocks
from tests.qa.web.conftest import PATIENCE_MS, OpenPage, Site, ask, open_chat
from tests.qa.web.desk.conftest import DeskSite, desk_site, go_to, look_up, sign_in
from tests.qa.web.embedding import hosts
from tests.qa.web.embedding.conftest import until
from tests.qa.web.proxies import proxied

BASE = "/help"
QUESTION = "What is a relapse?"
ANSWER = "A relapse is a time when symptoms come back"
# As nginx does: the longest location that a path begins with, and what takes its place.
TAKEN_OFF = dict(re.findall(r"location (/help\S*) \{\n\s*proxy_pass http://[^/]+(\S*);", SERVER))
LEFT_ON = {BASE: BASE}


@dataclass
class Clinic:
    """A site that has the chat below /help, and nothing anywhere else."""

    url: str
    desk: DeskSite
    pages: dict[str, hosts.Page]
    host: str
    astray: list[str] = field(default_factory=list)

    @property
    def site(self) -> Site:
        return Site(f"{self.url}{BASE}/", self.desk.site.holder)


@pytest.fixture(autouse=True)
def patience() -> None:
    """Let no assertion on a page fail because the machine is slow."""
    expect.set_options(timeout=PATIENCE_MS)


def test_the_guide_shows_locations_of_both_kinds() -> None:
    assert TAKEN_OFF == {"/help/": "/", "/help/desk": "/desk"}
    assert f'base_path = "{BASE}"' in SERVER
    assert [b for b in blocks(SERVER) if f"location {BASE}/" in b.body]


def below(places: dict[str, str], astray: list[str]) -> Callable[[str], str | None]:
    """Pass on what is asked for below `places`, as they say; note in `astray` what else is."""

    def passed_on(path: str) -> str | None:
        place = max((p for p in places if path.startswith(p)), key=len, default=None)
        if place is not None:
            return places[place] + path.removeprefix(place)
        if urlsplit(path).path == BASE:
            return path
        astray.append(path)
        return None

    return passed_on


@pytest.fixture(scope="module", params=[TAKEN_OFF, LEFT_ON], ids=["taken off", "left on"])
def clinic(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clinic]:
    pages: dict[str, hosts.Page] = {}
    astray: list[str] = []
    with (
        hosts.hosting(pages) as host,
        desk_site(
            tmp_path_factory.mktemp("below"), base_path=BASE, frame_ancestors=(host,)
        ) as desk,
        proxied(desk.site.url, below(request.param, astray)) as url,
    ):
        yield Clinic(url, desk, pages, host, astray)
    # Whatever a page, a script or a frame asked for, it asked for below the path.
    assert [path for path in astray if path != "/favicon.ico"] == []


def expect_dressed(page: Page) -> None:
    """Every style sheet has come, ours and Gradio's, and nothing is wider than the screen."""
    sheets = "[...document.querySelectorAll('link[rel=stylesheet]')]"
    assert page.evaluate(f"{sheets}.length") > 0
    # Gradio asks for some of them late.
    until(page, f"{sheets}.every(link => link.sheet)")
    root = "getComputedStyle(document.documentElement)"
    assert page.evaluate(f"{root}.getPropertyValue('--cw-accent').trim()") != ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_the_chat_looks_and_works_as_anywhere(
    clinic: Clinic, open_page: OpenPage, width: int
) -> None:
    page = open_chat(open_page, clinic.site, width=width)
    expect_dressed(page)
    ask(page, QUESTION)
    reply = page.locator(".cw-reply").last
    expect(reply.locator("mark")).to_contain_text(ANSWER)
    assert reply.locator("mark").evaluate("m => getComputedStyle(m).backgroundColor") not in (
        "rgb(255, 255, 0)",
        "rgba(0, 0, 0, 0)",
    )
    expect_dressed(page)
    reply.get_by_role("button", name="Yes").click()
    expect(page.locator(".cw-thanks")).to_have_text("Thank you for telling us.")

    with page.expect_popup() as opened:
        reply.locator(".cw-source").click()
    source = opened.value
    expect(source.locator("#cited")).to_contain_text(ANSWER)
    assert urlsplit(source.url).path.startswith(f"{BASE}/source/")
    expect_dressed(source)
    source.get_by_role("link", name="Ask about this page").click()
    source.locator(".cw-welcome").wait_for()
    assert urlsplit(source.url).path == f"{BASE}/"


@pytest.mark.browser
def test_without_its_slash_and_in_another_language_it_is_found(
    clinic: Clinic, open_page: OpenPage
) -> None:
    page = open_page(f"{clinic.url}{BASE}?lang=es", own=clinic.url)
    expect(page.locator(".cw-welcome")).to_contain_text("Haga una pregunta")
    page.goto(f"{clinic.url}{BASE}/source?lang=es")
    page.locator(".cw-pages a").first.click()
    expect(page.get_by_role("link", name="Preguntar sobre esta página")).to_be_visible()
    page.goto(f"{clinic.url}{BASE}/nothing/here")
    expect_dressed(page)
    page.get_by_role("link", name="Ask a question instead").click()
    page.locator(".cw-welcome").wait_for()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "pinned"), [(1280, ""), (360, "?pinned=on")])
def test_the_lines_for_the_widget_open_it_on_another_site(
    clinic: Clinic, browser: Browser, pinned: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{clinic.url}{BASE}/embed{pinned}")
    expect_dressed(page)
    page.get_by_label("Title").fill("Ask us")
    expect(page.locator("#snippet")).to_have_value(re.compile("Ask us"))
    lines = page.locator("#snippet").input_value()
    assert f'src="{clinic.url}{BASE}/widget' in lines
    clinic.pages["/page"] = hosts.page(lines)
    page.goto(f"{clinic.host}/page")
    page.locator("citewell-widget .launcher").click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("textbox").fill(QUESTION)
    frame.get_by_role("textbox").press("Enter")
    expect(frame.locator(".cw-reply mark").last).to_contain_text(ANSWER)
    (chat,) = [f for f in page.frames if "embedded=" in f.url]
    assert chat.evaluate("[...document.styleSheets].length") > 3
    assert chat.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.browser
def test_staff_sign_in_look_up_go_on_and_sign_out(clinic: Clinic, open_page: OpenPage) -> None:
    desk = replace(clinic.desk, site=clinic.site)
    page = sign_in(open_page, desk)
    assert urlsplit(page.url).path == f"{BASE}/desk"
    expect_dressed(page)
    look_up(page, QUESTION)
    expect(page.locator(".card").first).to_contain_text(ANSWER)
    assert f"{clinic.url}{BASE}/source/" in page.locator(".card .copy-text").first.inner_text()
    go_to(page, "Versions")
    assert urlsplit(page.url).path == f"{BASE}/desk/indexes"
    expect_dressed(page)
    (cookie,) = page.context.cookies()
    assert cookie["path"] == f"{BASE}/desk"
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Password").wait_for()
    assert page.context.cookies() == []


def test_the_api_names_addresses_that_are_there(clinic: Clinic) -> None:
    with httpx.Client(base_url=f"{clinic.url}{BASE}/", timeout=120) as client:
        reply = client.post("api/v1/ask", json={"question": QUESTION}).json()
        (listed,) = client.get("api/v1/documents").json()["documents"]
        assert client.get("openapi.json").json()["servers"] == [{"url": BASE}]
        for address in (reply["passages"][0]["citation"]["source_url"], listed["source_url"]):
            assert address.startswith(f"{BASE}/source/")
            assert client.get(f"{clinic.url}{address}").status_code == 200
        assert client.get("readyz").json()["status"] == "ready"


@pytest.mark.parametrize("path", ["/help/", "/help", "/a/b-c/d.e"])
def test_a_path_is_taken_with_or_without_its_last_slash(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("CITEWELL_BASE_PATH", path)
    assert load_settings().base_path == path.rstrip("/")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("help", "'help' is no path; write /help"),
        ("https://clinic.example/help", "is no path"),
        ("/a//b", "is no path"),
        ("/a/../b", "is no path"),
        ('/"><script>', "is no path"),
        ("/source", "begins as addresses of ours do"),
        ("/desk/help", "begins as addresses of ours do"),
    ],
)
def test_what_is_no_path_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    monkeypatch.setenv("CITEWELL_BASE_PATH", path)
    with pytest.raises(SettingsError, match=re.escape(said)):
        load_settings()
