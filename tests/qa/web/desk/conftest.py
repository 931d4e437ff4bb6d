"""A desk over pages of its own, with two staff, records and a calibration."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from index.versions import versions
from qa.desk.users import Users
from qa.encoding import load_encoder
from qa.evaluation.judging import FALSE_ANSWER, RIGHT_FIRST
from qa.evaluation.page import write_page
from qa.evaluation.report import Row
from qa.pipeline import Assistant
from qa.records import Feedback, FeedbackReason, Surface
from qa.records.opening import open_recorder
from qa.records.recorder import Recorder
from qa.settings import Settings
from qa.startup import HowToRead, build_index, load_assistant
from qa.web import problems
from qa.web.desk import Desk, add_desk
from qa.web.guard import Guard, desk_rules
from qa.web.holder import Holder
from qa.web.languages import Languages
from qa.web.proxies import BehindProxies
from tests.qa.evaluation.fakes import report as quality_report
from tests.qa.evaluation.fakes import set_report
from tests.qa.web.conftest import OpenPage, Site, serving

NAME, PASSWORD = "ada", "correct horse battery"
# Where all that staff do is sent.
ACT = "/desk/gradio_api/run/predict"
Make = Callable[..., TestClient]
QUESTION = "A question, as people ask it"
PAGE = """---
title: Living with MS
publisher: Example Trust
language: en
reviewed_on: 2024-01-10
review_due_on: 2025-01-10
---

## What helps fatigue

Rest between tasks helps many people with fatigue. *Pacing* means to plan pauses before
you need them.

## Relapses

A relapse is a time when symptoms come back or get worse for more than a day.
Steroids can shorten a relapse.

## Driving

You must tell the licensing office that you have MS before you drive again.
"""
ASKED = [
    "Can I travel by plane?",
    "is it safe to fly with ms",
    "Can I take a plane with MS?",
    "How do I bake sourdough bread?",
]


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class DeskSite:
    """A server with a desk, and all that stands behind it."""

    site: Site
    sources: Path
    root: Path
    recorder: Recorder
    clock: Clock = field(default_factory=Clock)

    @property
    def url(self) -> str:
        return f"{self.site.url}desk"


def write_pages(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "living.md").write_text(PAGE, encoding="utf-8")
    return folder


def settings_for(folder: Path) -> Settings:
    calibration = folder / "calibration.json"
    calibration.write_text(
        json.dumps(
            {
                "slope": 1.1,
                "intercept": -0.2,
                "questions": "ours.jsonl",
                "questions_sha256": "0" * 64,
                "index_version": "another",
                "answerable": 80,
                "unanswerable": 40,
                "right": 70,
                "ece_before": 0.12,
                "ece_after": 0.05,
            }
        )
    )
    report = folder / "report"
    report.mkdir()
    write_page(quality_report(set_report("questions/ours", judged(), measured=True)), report)
    users = Users(folder / "users")
    users.add(NAME, PASSWORD)
    users.add("grace", "another long password")
    return Settings(
        sources=(folder / "pages",),
        index_root=folder / "indexes",
        calibration=calibration,
        desk_users=folder / "users",
        desk_user_header="X-Staff",
        desk_report=report,
        record_questions=True,
        records_url=f"sqlite:///{folder / 'records.sqlite'}",
        questions_per_minute=0,
    )


def judged() -> list[Row]:
    """Return questions with all that a report draws from them."""
    return [
        Row(
            id=f"q{number}",
            question=ASKED[number % len(ASKED)],
            outcome="answer" if number > 20 else "not_in_corpus",
            took_ms=5.0 + number % 7,
            confidence=number / 60,
            answerable=number % 4 > 0,
            answers=number % 4 > 0 and number > 15,
            values={RIGHT_FIRST: float(number > 15)}
            if number % 4
            else {FALSE_ANSWER: float(number > 20)},
        )
        for number in range(60)
    ]


def load(settings: Settings) -> Assistant:
    return load_assistant(settings, lambda *_: None, lambda: datetime(2026, 11, 22).date())


def fill(recorder: Recorder, assistant: Assistant) -> None:
    for question in ASKED:
        recorder.note(assistant.ask(question), "en", Surface.CHAT)
    for feedback in (Feedback(True), Feedback(False, FeedbackReason.TOO_HARD)):
        noted = recorder.note(assistant.ask("What is a relapse?"), "en", Surface.CHAT)
        recorder.give_feedback(noted, feedback)
    recorder.note(assistant.ask("I want to kill myself"), "en", Surface.CHAT)
    recorder.write_waiting()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(article: Assistant, tmp_path: Path, clock: Clock) -> Make:
    Users(tmp_path / "users").add(NAME, PASSWORD)

    def make_one(peer: str = "testclient", scheme: str = "http", **more: object) -> TestClient:
        given: dict[str, object] = {"desk_users": tmp_path / "users"}
        chosen = Settings.model_validate(given | more)
        app = FastAPI()
        problems.install(app)
        desk = Desk.of(chosen, Holder(article), Languages("en"), clock, None)
        rules = desk_rules(add_desk(app, desk))
        # In the place of Gradio: what comes this far has passed the gate.
        app.post(ACT)(lambda: {"data": []})
        guarded = Guard(desk.gate(app), rules, chosen.most_body_bytes, lambda _: Response())
        return TestClient(
            BehindProxies(guarded, chosen.trusted_proxies),
            f"{scheme}://desk.example",
            follow_redirects=False,
            client=(peer, 50000),
        )

    return make_one


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    with desk_site(tmp_path_factory.mktemp("desk")) as site:
        yield site


@contextmanager
def desk_site(folder: Path, **more: object) -> Iterator[DeskSite]:
    """Serve a desk out of `folder`, with `more` settings, until the block ends."""
    pages = write_pages(folder / "pages")
    settings = settings_for(folder)
    load(settings)
    # A second version, to go back from.
    (pages / "living.md").write_text(PAGE + "\nAsk your nurse first.\n", encoding="utf-8")
    build_pages(settings)
    assistant = load(settings)
    assert len(versions(settings.index_root)) == 2
    recorder = open_recorder(settings, lambda: assistant, lambda: datetime.now(UTC))
    assert recorder is not None
    fill(recorder, assistant)
    clock = Clock()
    given = settings.model_dump(exclude_defaults=True) | more
    with serving(Holder(assistant), recorder, clock=clock, **given) as site:
        yield DeskSite(site, pages, settings.index_root, recorder, clock)


def build_pages(settings: Settings) -> None:
    """Build what the settings' sources hold now."""
    reading = HowToRead(datetime(2026, 11, 22).date(), lambda _: None)
    build_index(settings, (), load_encoder(settings), lambda *_: None, reading)


def sign_in(open_page: OpenPage, desk: DeskSite, **more: object) -> Page:
    """Sign in with the keyboard, as staff do."""
    page = open_page(desk.url, **more)
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label(QUESTION).wait_for()
    return page


def look_up(page: Page, question: str) -> None:
    """Look a question up, and wait for what is found."""
    before = page.locator("#desk-outcome .part").get_attribute("id") if found(page) else ""
    page.get_by_label(QUESTION).fill(question)
    page.keyboard.press("Enter")
    page.locator(f"#desk-outcome .part:not(#{before or 'none'})").wait_for()


def found(page: Page) -> bool:
    """Say whether something was looked up before."""
    return page.locator("#desk-outcome .part").count() > 0


def go_to(page: Page, area: str) -> None:
    """Follow one of the links between the areas, and wait for what stands there."""
    page.get_by_role("link", name=area, exact=True).click()
    page.locator(".part:visible").first.wait_for()


def pin(page: Page, words: str) -> None:
    """Say which words are to be pinned, and have them checked."""
    panel = page.locator("#desk-pin")
    panel.get_by_label("Words of the page").fill(words)
    panel.get_by_role("button", name="Pin", exact=True).click()
