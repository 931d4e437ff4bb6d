"""Without JavaScript there is no chat, but every page can be read: the list of them says which."""

import re
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from qa.messages import load_messages
from qa.settings import Settings
from qa.web import source_page
from qa.web.app import create_app
from qa.web.holder import Holder
from tests.corpus.strategies import write
from tests.qa.web.axe import violations
from tests.qa.web.conftest import OpenPage, Site, make_assistant

TITLE = "Immune therapy for multiple sclerosis"


@pytest.mark.browser
def test_the_chats_address_leads_to_the_pages(open_page: OpenPage, site: Site) -> None:
    page = open_page(f"{site.url}?lang=de", width=360, java_script_enabled=False)
    texts = load_messages("de")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(texts.text("chat_title"))
    # At the top of what is seen, not below an empty chat.
    assert (heading.bounding_box() or {"y": 999})["y"] < 100
    told = page.locator(".cw-no-script").inner_text()
    assert texts.text("chat_script_off") in told
    assert texts.text("chat_footnote") in told
    page.get_by_role("link", name=texts.text("pages_heading")).click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("html")).to_have_attribute("lang", "de")


@pytest.mark.browser
def test_the_list_of_pages_is_a_page_like_the_others(open_page: OpenPage, site: Site) -> None:
    page = open_page(f"{site.url}source", width=320)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_long_list_is_read_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_page, "_LISTED", 2)
    for name in "abcde":
        write(tmp_path / "pages", f"{name} & {name}.md", f"# {name}\n\nRest helps.\n")
    many = make_assistant(tmp_path / "indexes", tmp_path / "pages")
    seen: list[str] = []
    path: str | None = "/source"
    with TestClient(create_app(Holder(many), Settings(), time.perf_counter)) as client:
        while path:
            page = client.get(path, headers={"accept-language": "en"}).text
            seen += re.findall(r'<li><a href="([^"]*)"', page)
            found = re.search(r'href="(/source\?[^"]*)"', page)
            path = found[1].replace("&amp;", "&") if found else None
        for address in seen:
            assert client.get(address).status_code == 200
    assert [unquote(address) for address in seen] == [f"/source/{n} & {n}" for n in "abcde"]


def test_there_is_no_list_while_no_index_can_be_opened() -> None:
    with TestClient(create_app(Holder(), Settings(), time.perf_counter)) as client:
        assert client.get("/source").status_code == 503
