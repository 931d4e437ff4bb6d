"""No index opens, and a person in danger is still sent to people: by the API and in the chat."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from index import Encoder
from qa.cli.serving import load_or_wait
from qa.messages import load_messages
from qa.reply import Referral
from qa.settings import Settings
from qa.signpost import load_referrer
from qa.web.app import create_app
from qa.web.holder import Asked, Holder
from tests.qa.web.conftest import OpenPage, Site, serving

EMERGENCY = "my throat is closing up after the infusion and I can't breathe"
CRISIS = "I want to kill myself"


@pytest.fixture(scope="module")
def without_index(tmp_path_factory: pytest.TempPathFactory) -> Holder:
    """Return what `serve` holds when no index can be opened."""
    holder = Holder()
    root: Path = tmp_path_factory.mktemp("nothing")
    holder.refer_with(load_referrer(Settings(index_root=root)))
    return holder


@pytest.fixture(scope="module")
def broken_site(without_index: Holder) -> Iterator[Site]:
    with serving(without_index, questions_per_minute=0) as site:
        yield site


@pytest.mark.parametrize(("question", "kind"), [(EMERGENCY, "emergency"), (CRISIS, "crisis")])
def test_the_api_gives_the_signpost_and_nothing_else(
    without_index: Holder, question: str, kind: str
) -> None:
    settings = Settings(questions_per_minute=0)
    with TestClient(create_app(without_index, settings, time.perf_counter)) as client:
        wire = client.post("/api/v1/ask", json={"question": question}).json()
        assert (wire["kind"], wire["referral"], wire["passages"]) == ("referral", kind, [])
        assert wire["contacts"]
        assert wire["index_version"] is None
        other = client.post("/api/v1/ask", json={"question": "What is MS?"})
        assert (other.status_code, client.get("/readyz").status_code) == (503, 503)


@pytest.mark.parametrize(("root", "source"), [("indexes", "lost"), ("slip/indexes", "page.md")])
def test_a_server_without_its_sources_or_behind_a_slip_of_the_path_refers_all_the_same(
    tmp_path: Path, encoder: Encoder, root: str, source: str
) -> None:
    (tmp_path / "page.md").write_text("# A page\n\nRest helps.\n")
    settings = Settings(index_root=tmp_path / root, sources=(tmp_path / source,))
    holder = Holder()
    live = load_or_wait(holder, settings, lambda: encoder, tmp_path / root)
    assert live.now is None
    reply = holder.speaking(load_messages("en")).trace(Asked(CRISIS)).reply
    assert isinstance(reply, Referral)
    assert not (tmp_path / "slip").exists()


@pytest.mark.browser
def test_the_chat_shows_the_card(open_page: OpenPage, broken_site: Site) -> None:
    page = open_page(broken_site.url)
    box = page.get_by_role("textbox")
    box.fill(EMERGENCY)
    box.press("Enter")
    expect(page.get_by_text("This may be an emergency.")).to_be_visible()
    expect(page.locator("blockquote")).to_have_count(0)
