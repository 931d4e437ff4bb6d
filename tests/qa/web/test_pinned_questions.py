"""Pinned questions as what to ask next: one well-kept wording of each, near by, not asked yet."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from corpus.findings import refuse
from index import open_current
from index.progress import silent
from qa.messages import load_messages
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.reply import Answer
from qa.settings import Settings
from qa.startup import HowToRead, build_index
from qa.web.pinned_questions import pinned_questions, reads_as_a_question
from qa.web.rendering import Renderer
from qa.web.suggestions import OFFERED, Suggester
from tests.corpus.strategies import write
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat

CAR_T = "What is CAR T-cell therapy?"
PAGE = (
    "---\ntitle: Steroids\n---\n# Why they help\n\nSteroids calm a relapse of multiple sclerosis.\n"
    "\n# How long\n\nA course lasts five days.\n\n# Sleep\n\nSteroids can keep you awake.\n"
)
PINS = """
[[pin]]
question = "How long is a course of steroids?"
variants = ["how lng is a coarse of steroids", "For how many days are steroids taken?"]
document = "steroids"
quote = "A course lasts five days."

[[pin]]
question = "sleep"
document = "steroids"
quote = "Steroids can keep you awake."
"""


@pytest.fixture(scope="module")
def steroids(article: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("steroids")
    write(folder / "pages", "steroids.md", PAGE)
    write(folder / "pages", "pins.toml", PINS)
    reading = HowToRead(date(2026, 1, 1), refuse)
    settings = Settings(index_root=folder / "root")
    build_index(settings, [folder / "pages"], article.encoder, silent, reading)
    index = open_current(folder / "root")
    return replace(article, index=index, interpreter=Interpreter.of(index), threshold=0.0)


def suggester(assistant: Assistant) -> Suggester:
    return Suggester(assistant, Renderer(load_messages("en", None)), ())


def test_one_wording_that_reads_as_a_question_stands_for_its_place(steroids: Assistant) -> None:
    (found,) = pinned_questions(steroids.index)["steroids"]
    assert found.text in (
        "How long is a course of steroids?",
        "For how many days are steroids taken?",
    )
    assert found.section == ("How long",)
    document = steroids.index.document("steroids")
    assert document is not None
    assert found.place.of(document.text) == "A course lasts five days."


@pytest.mark.parametrize(
    "text",
    [
        "how lng is a coarse of steroids",
        "what is MS?",
        "What is MS",
        "Why?",
        "Steroids? For how long?",
        "I have been feeling tired for weeks now and I wonder what can be done?",
    ],
)
def test_a_note_a_slip_or_a_story_is_not_offered(text: str) -> None:
    assert not reads_as_a_question(text)


def test_what_was_answered_or_asked_is_not_offered_again(steroids: Assistant) -> None:
    offers = suggester(steroids)
    why = steroids.ask("Why do steroids help in a relapse?")
    assert isinstance(why, Answer)
    first = why.passages[0]
    assert first.citation.section == ("Why they help",)
    asked = "for how many days are steroids taken"
    pinned = [p.text for p in pinned_questions(steroids.index)["steroids"]]
    assert offers.following(first)[0] == pinned[0]
    assert pinned[0] not in offers.following(first, [asked])
    course = steroids.ask(asked)
    assert isinstance(course, Answer)
    assert pinned[0] not in offers.following(course.passages[0])


def test_every_pinned_question_on_the_article_is_offered_once_and_answered(
    article: Assistant,
) -> None:
    (found,) = pinned_questions(article.index).values()
    assert len({p.text for p in found}) == len(found) == len({p.place for p in found}) >= 25
    for pinned in found:
        reply = article.ask(pinned.text)
        assert isinstance(reply, Answer), pinned.text
        first = reply.passages[0]
        assert first.highlight.shifted(first.citation.span.start) == pinned.place


def test_an_index_whose_folder_is_gone_offers_its_sections(
    steroids: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = steroids.ask("Why do steroids help in a relapse?")
    assert isinstance(why, Answer)
    monkeypatch.setattr(steroids.index, "folder", Path("/nowhere"))
    assert all(not offer.endswith("?") for offer in suggester(steroids).following(why.passages[0]))


@pytest.mark.browser
def test_questions_and_sections_are_offered_after_an_answer(
    open_page: OpenPage, site: Site
) -> None:
    page = open_chat(open_page, site)
    ask(page, CAR_T)
    offered = page.locator("#cw-offer button:visible")
    expect(offered).to_have_count(OFFERED)
    texts = offered.all_inner_texts()
    questions = [text for text in texts if text.endswith("?")]
    pinned = {p.text: p for pins in pinned_questions(site.assistant.index).values() for p in pins}
    assert len(questions) == 2
    assert set(questions) <= set(pinned)
    assert pinned[questions[0]].section == ("Emerging Therapies and Approaches",)
    assert pinned[questions[1]].section != pinned[questions[0]].section
    offered.first.click()
    expect(page.locator(".cw-question [dir=auto]").last).to_have_text(questions[0])
    page.locator(".cw-answer").nth(1).wait_for()
    marked = page.locator(".cw-answer").nth(1).locator("> .cw-quote mark").text_content() or ""
    document = site.assistant.index.document(pinned[questions[0]].document_id)
    assert document is not None
    assert marked == pinned[questions[0]].place.of(document.text)
    expect(offered.first).not_to_have_text(questions[0])
    assert CAR_T not in offered.all_inner_texts()
