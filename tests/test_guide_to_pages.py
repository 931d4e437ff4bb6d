"""The guide to pages of one's own: its files are written, its commands typed, and compared."""

import json
import re
import shlex
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from corpus.facts import PageFacts
from corpus.pins import Pin
from corpus.review.check import check_sources
from qa.cli import main
from qa.evaluation.reading import read_labelled
from tests.corpus.test_review import GOOD, LEAFLET
from tests.guides import PAGES, Then, blocks, files_of, pattern_of

# The clocks of the commands that the guide types.
CLOCKS = ("answering", "building", "checking", "doctor", "evaluating", "indexes")
PHASES = {"Checking", "Reading", "Splitting", "Embedding"}


def typed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Type a command, and return what it prints: its output, or else its complaint."""
    assert arguments[0] == "citewell"
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", arguments)
        with pytest.raises(SystemExit):
            main()
    out, err = capsys.readouterr()
    return out or "".join(f"{line}\n" for line in err.splitlines() if line not in PHASES)


def enough_questions() -> str:
    """Return forty questions of each kind, each of five asked in eight ways."""
    told = (
        "What is a heart monitor?|How long is it worn?|When is the result sent?|How is it fitted?"
    )
    asked = f"{told}|How long does the result take?".split("|")
    silent = "What does it cost?|Who was Holter?|Is tea allowed?|What is a stent?|Who sells it?"
    ways = "{}|Please: {}|Hello. {}|I ask: {}|{} Thanks|So, {}|{} Anyone?|One question: {}"
    answerable = {"answerable": True, "document_id": "heart-monitor"}
    rows = [
        {"question": way.format(question)} | (answerable if question in asked else {})
        for question in (*asked, *silent.split("|"))
        for way in ways.split("|")
    ]
    return "".join(json.dumps({"answerable": False} | row) + "\n" for row in rows)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoders: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("CITEWELL_ENCODER_CACHE", str(encoders))
    for name in CLOCKS:
        monkeypatch.setattr(import_module(f"qa.cli.{name}"), "date", Then)
    return tmp_path


@pytest.fixture(scope="module")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoders")


def test_each_step_with_pages_of_ones_own_prints_what_the_guide_says(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "more.jsonl").write_text(enough_questions(), encoding="utf-8")
    for shown in blocks(PAGES):
        if shown.write(here):
            continue
        assert shown.language == "console"
        for arguments, printed in shown.steps():
            found = typed(arguments, capsys)
            assert pattern_of(printed).fullmatch(found), f"{shlex.join(arguments)}\n{found}"
    assert (here / "var" / "report" / "report.html").is_file()


def test_every_field_of_a_page_a_pin_and_a_label_is_shown(tmp_path: Path) -> None:
    files = files_of(PAGES)
    front = files["leaflets/heart-monitor.md"].split("---\n")[1]
    assert re.findall(r"^(\w+):", front, flags=re.MULTILINE) == list(PageFacts.model_fields)
    (pin,) = tomllib.loads(files["leaflets/pins.toml"])["pin"]
    assert set(pin) == set(Pin.model_fields)
    path = tmp_path / "questions.jsonl"
    path.write_text(files["questions.jsonl"], encoding="utf-8")
    shown = [json.loads(line) for line in files["questions.jsonl"].splitlines()]
    fields = {name for record in shown for name in record}
    told = {name for name in re.findall(r"`(\w+)`", PAGES) if name in fields}
    assert fields - told == {"id", "question"}
    groups = {name for question in read_labelled(path).questions for name in question.groups}
    assert fields - groups == {
        *("id", "question", "answerable", "document_id", "section", "also", "answer")
    }


def test_whatever_check_finds_stands_in_the_table(tmp_path: Path) -> None:
    leaflet = LEAFLET.format("500 mg")
    pages = {
        "a": GOOD.format("A", "", leaflet),
        "twin": GOOD.format("Twin", "", leaflet),
        "near": GOOD.format("Near", "", f"{leaflet} Bring it along."),
        "wrong": GOOD.format("Wrong", "", LEAFLET.format("50 mg")),
        "versions": GOOD.format("A", "", "Other words altogether, of the same title."),
        "dates": GOOD.format("Dates", "review_due_on: 2024-01-01\n", "Words about dates."),
        "bare": "# Bare\n\nNothing is stated.\n\n## Nothing\n",
        "loud": GOOD.format("Loud", "", "NOBODY READS A LINE THAT IS ALL IN CAPITAL LETTERS"),
        "unread": "",
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    pin = '[[pin]]\nquestion = "Q"\ndocument = "gone"\nquote = "x"\n'
    (tmp_path / "pins.toml").write_text(pin, encoding="utf-8")
    found = {concern.check for concern in check_sources([tmp_path], Then.today()).concerns}
    rows = re.findall(r"^\| ([a-z][\w, -]*?)(?: \(error\))? \|", PAGES, flags=re.MULTILINE)
    assert {name for row in rows for name in row.split(", ")} == found
