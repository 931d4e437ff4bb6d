"""Behind a reverse proxy that passes on neither the name nor the scheme that was asked for."""

import gzip
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.holder import Holder
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat
from tests.qa.web.desk.conftest import desk_site, look_up, sign_in
from tests.qa.web.proxies import proxied

pytestmark = pytest.mark.browser

FORGOTTEN = ("host",)


def test_the_chat_opens_and_answers_all_the_same(site: Site, open_page: OpenPage) -> None:
    with proxied(site.url, forgets=FORGOTTEN) as url:
        page = open_chat(open_page, Site(f"{url}/", site.holder))
        ask(page, "What is CAR T-cell therapy?")
        expect(page.locator(".cw-reply").last).to_contain_text("CAR T-cell therapy, show potential")
        page.goto("about:blank")


def test_so_does_the_desk(tmp_path: Path, open_page: OpenPage) -> None:
    with desk_site(tmp_path) as desk, proxied(desk.site.url, forgets=FORGOTTEN) as url:
        page = sign_in(open_page, replace(desk, site=Site(f"{url}/", desk.site.holder)))
        look_up(page, "What helps fatigue?")
        expect(page.get_by_text("Rest between tasks").first).to_be_visible()
        page.goto("about:blank")


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("Host", "elsewhere.example"),
        ("X-Forwarded-Host", "elsewhere.example"),
        ("X-Gradio-Server", "https://elsewhere.example"),
    ],
)
def test_no_header_of_a_client_says_where_the_chat_is(
    article: Assistant, header: str, named: str
) -> None:
    app = create_app(Holder(article), Settings(), time.perf_counter)
    with TestClient(app) as client:
        configuration = client.get("/config", headers={header: named})
    assert configuration.json()["root"] == ""
    assert "elsewhere" not in configuration.text


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "identity"])
def test_a_browser_gets_the_configuration_as_small_as_it_can_take_it(
    article: Assistant, accepted: str
) -> None:
    app = create_app(Holder(article), Settings(), time.perf_counter)
    with (
        TestClient(app) as client,
        client.stream("GET", "/config", headers={"Accept-Encoding": accepted}) as answer,
    ):
        raw = b"".join(answer.iter_raw())
    assert int(answer.headers["content-length"]) == len(raw)
    plain = gzip.decompress(raw) if "gzip" in accepted else raw
    assert json.loads(plain)["title"] == "Ask the reviewed pages"
    assert (len(raw) < len(plain) / 4) == ("gzip" in accepted)
