"""A running server neither quotes nor shows a page once its date has passed."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.findings import refuse
from index import open_current
from index.progress import silent
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.settings import Settings
from qa.startup import HowToRead, build_index
from qa.web.app import create_app
from qa.web.holder import Holder
from qa.web.languages import Languages
from qa.web.suggestions import Suggester
from tests.corpus.strategies import write

LAST_DAY, DAY_AFTER = date(2026, 5, 1), date(2026, 5, 2)
PINNED = "How do I sleep?"
QUESTION = "Can a steroid keep me awake at night?"
SLEEP = (
    "---\ntitle: Sleep and steroids\nexpires_on: 2026-05-01\n---\n"
    "A steroid can keep you awake at night.\n\n## Sleeping well on steroids\n\n"
    "Sleeping well on steroids is hard. Take it in the morning.\n"
)
RELAPSE = "# Relapses\n\nA steroid can shorten a relapse. It is taken for five days.\n"
PIN = f'[[pin]]\nquestion = "{PINNED}"\ndocument = "sleep"\nquote = "Take it in the morning."\n'


@dataclass
class Calendar:
    """A clock that a test turns on."""

    day: date

    def today(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(LAST_DAY)


@pytest.fixture
def running(article: Assistant, calendar: Calendar, tmp_path: Path) -> Assistant:
    for name, text in (("sleep.md", SLEEP), ("relapse.md", RELAPSE), ("pins.toml", PIN)):
        write(tmp_path / "pages", name, text)
    root = tmp_path / "root"
    settings, reading = Settings(index_root=root), HowToRead(LAST_DAY, refuse)
    build_index(settings, [tmp_path / "pages"], article.encoder, silent, reading)
    index = open_current(root)
    interpreter = Interpreter.of(index)
    return replace(article, index=index, interpreter=interpreter, today=calendar.today)


@pytest.fixture
def client(running: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(Holder(running), Settings(), time.perf_counter)) as client:
        yield client


def cited(client: TestClient, question: str) -> set[str]:
    """Return every document that anything in the reply names, the explanation included."""
    body = {"question": question, "k": 10, "explain": True}
    wire: dict[str, Any] = client.post("/api/v1/ask", json=body).json()
    quoted = [passage["citation"] for passage in wire["passages"]]
    named = [*quoted, *wire.get("closest", [])]
    candidates = {row["passage_id"].partition(":")[0] for row in wire["explain"]["candidates"]}
    return {citation["document_id"] for citation in named} | candidates


def listed(client: TestClient) -> list[str]:
    return [row["document_id"] for row in client.get("/api/v1/documents").json()["documents"]]


def test_a_page_is_gone_for_readers_the_day_after_its_last(
    client: TestClient, calendar: Calendar
) -> None:
    assert "sleep" in cited(client, QUESTION)
    assert "sleep" in cited(client, PINNED)
    assert client.get("/source/sleep").status_code == 200
    assert listed(client) == ["relapse", "sleep"]
    calendar.day = DAY_AFTER
    assert "sleep" not in cited(client, QUESTION)
    assert "sleep" not in cited(client, PINNED)
    missing = client.get("/source/sleep")
    assert missing.status_code == 404
    assert "awake" not in missing.text
    assert listed(client) == ["relapse"]
    calendar.day = LAST_DAY
    assert client.get("/source/sleep").status_code == 200


def test_nothing_of_an_expired_page_is_offered(running: Assistant, calendar: Calendar) -> None:
    renderer = Languages("en").choose("en", None)
    suggester = Suggester(running, renderer, ())
    assert "Sleep and steroids" in [name for name, _ in suggester.covered().places]
    assert suggester.opening("sleep") == ("Sleeping well on steroids",)
    calendar.day = DAY_AFTER
    assert "Sleep and steroids" not in [name for name, _ in suggester.covered().places]
    assert "Sleeping well on steroids" not in suggester.opening("sleep")
