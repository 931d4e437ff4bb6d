"""The guide to a server: its settings load, its proxy's headers do what it says, its lines work."""

import configparser
import html
import re
import shlex
import tomllib
from pathlib import Path
from time import perf_counter

import click
import pytest
from fastapi.testclient import TestClient

from index import Encoder
from index.progress import silent
from qa.cli import commands
from qa.settings import Settings
from qa.startup import load_assistant
from qa.web.app import create_app
from qa.web.holder import Holder
from qa.web.proxies import BehindProxies
from tests.guides import PAGES, ROOT, SERVER, Then, blocks, files_of, pattern_of

SITE = "/etc/nginx/conf.d/citewell.conf"
VISIT = {"$http_host": "ask.heart.example", "$scheme": "https", "$remote_addr": "203.0.113.9"}


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> tuple[TestClient, Settings]:
    """Serve the pages of one guide with the settings of the other, as if through its proxy."""
    folder = tmp_path_factory.mktemp("server")
    for shown in blocks(PAGES)[:2]:
        shown.write(folder)
    stated = tomllib.loads(files_of(SERVER)["citewell.toml"])
    stated |= {"sources": (folder / "leaflets",), "index_root": folder / "indexes"}
    settings = Settings.model_validate(stated)
    assistant = load_assistant(settings, silent, Then.today, lambda: encoder)
    app = BehindProxies(
        create_app(Holder(assistant), settings, perf_counter), settings.trusted_proxies
    )
    # Not as a context: nobody here waits for the chat itself, which takes a while to open.
    return TestClient(app, "http://ask.heart.example", client=("127.0.0.1", 1)), settings


def passed_on(location: str, request: dict[str, str]) -> dict[str, str]:
    """Return the headers that the guide's nginx sets in `location`, for the variables given."""
    shown = files_of(SERVER)[SITE]
    body = shown.partition(f"location {location} {{")[2].partition("}")[0]
    found = re.findall(r"proxy_set_header (\S+) (\S+);", body)
    return {name: request.get(value, value.strip('"')) for name, value in found}


def test_the_proxy_asks_where_the_server_listens_and_passes_the_same_in_every_location() -> None:
    shown = files_of(SERVER)[SITE]
    defaults = Settings()
    assert shown.count("location ") == 2
    asked = re.findall(r"proxy_pass (\S+);", shown)
    assert asked == [f"http://{defaults.host}:{defaults.port}"] * 2
    assert passed_on("/", VISIT).keys() == passed_on("/desk", VISIT).keys()


def test_behind_the_proxy_the_widgets_lines_are_those_of_the_guide(
    server: tuple[TestClient, Settings],
) -> None:
    client, settings = server
    made = html.unescape(client.get("/embed", headers=passed_on("/", VISIT)).text)
    (lines,) = (shown.body for shown in blocks(SERVER) if shown.language == "html")
    assert lines.rstrip() in made
    framed = client.get("/", headers=passed_on("/", VISIT)).headers["content-security-policy"]
    assert f"frame-ancestors 'self' {settings.frame_ancestors[0]}" in framed


def test_behind_the_proxy_staff_get_to_the_desk_and_nobody_else(
    server: tuple[TestClient, Settings],
) -> None:
    client, settings = server
    signed_in = passed_on("/desk", VISIT | {"$remote_user": "ines"})
    assert signed_in[settings.desk_user_header or ""] == "ines"
    assert "ines" in client.get("/desk", headers=signed_in).text
    nobody = passed_on("/", VISIT | {"$remote_user": "mallory"})
    assert client.get("/desk", headers=nobody, follow_redirects=False).status_code == 303


def test_each_line_for_programs_gets_what_the_guide_says(
    server: tuple[TestClient, Settings],
) -> None:
    client, _ = server
    (shown,) = (shown for shown in blocks(SERVER) if shown.language == "console")
    steps = list(shown.steps())
    assert len(steps) == 5
    for (program, *arguments), printed in steps:
        assert program == "curl"
        given = dict(zip(arguments[2::2], arguments[3::2], strict=True))
        headers = dict([given["-H"].split(": ")]) if "-H" in given else {}
        method = "POST" if "-d" in given else "GET"
        answer = client.request(method, arguments[1], content=given.get("-d"), headers=headers)
        found = pattern_of(printed).fullmatch(f"{answer.text}\n")
        assert found, f"{shlex.join(arguments)}\n{answer.text}"


def test_the_service_may_write_where_the_settings_say_and_runs_what_there_is() -> None:
    unit = configparser.ConfigParser()
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(files_of(SERVER)["/etc/systemd/system/citewell.service"])
    service = unit["Service"]
    folder = Path(service["WorkingDirectory"])
    program, *command = shlex.split(service["ExecStart"])
    assert Path(program) == folder / ".venv" / "bin" / "citewell"
    assert command == ["serve"]
    defaults = Settings()
    records = Path(defaults.records_url.removeprefix("sqlite:///"))
    for written in (defaults.index_root, defaults.encoder_cache, records):
        assert (folder / written).is_relative_to(service["ReadWritePaths"])
    (lines,) = (shown.body for shown in blocks(SERVER) if shown.language == "sh")
    typed = re.findall(r"\.venv/bin/citewell (\w+)", lines)
    assert typed == ["build", "doctor"]
    assert set(typed) <= set(commands.list_commands(click.Context(commands)))


@pytest.mark.parametrize("page", ["README.md", "corpus/README.md", "qa/web/README.md"])
def test_links_lead_somewhere_and_settings_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert links
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_the_guides_are_short_and_name_settings_that_there_are() -> None:
    assert max(len(page.splitlines()) for page in (PAGES, SERVER)) < 170
    named = re.findall(r"`((?:desk|records|record|trusted|questions|frame)_\w+)`", SERVER)
    assert len(set(named)) >= 6
    assert set(named) <= set(Settings.model_fields)
