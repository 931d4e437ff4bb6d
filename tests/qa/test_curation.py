"""Pins come first, expired pages never, and a citation names its printed page."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus import CorpusError, SourceError
from corpus.findings import Finding, refuse
from index import Encoder, open_current
from index.progress import silent
from qa.cli import commands
from qa.cli.terminal import render
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.reply import Abstention, Answer, Reason
from qa.settings import Settings
from qa.startup import HowToRead, build_index
from qa.wire import to_wire
from tests.corpus.golden import FILES
from tests.corpus.strategies import write

DAY = date(2026, 5, 1)
STEROID = "---\ntitle: Steroids for a relapse\nreview_due_on: 2026-04-30\n---\n{}\n"
TEXT = "A steroid can shorten a relapse of multiple sclerosis. It is taken for five days."
SLEEP = "---\ntitle: Sleep\nexpires_on: 2026-05-01\n---\nA steroid can keep you awake at night.\n"


def asking(assistant: Assistant, sources: Path, root: Path, day: date = DAY) -> Assistant:
    reading = HowToRead(day, refuse)
    build_index(Settings(index_root=root), [sources], assistant.encoder, silent, reading)
    index = open_current(root)
    interpreter = Interpreter.of(index)
    return replace(assistant, index=index, interpreter=interpreter, today=lambda: day)


def pages(folder: Path) -> Path:
    write(folder, "steroids.md", STEROID.format(TEXT))
    write(folder, "sleep.md", SLEEP)
    write(folder, "draft.md", "---\ntitle: D\nstatus: draft\n---\nSteroids are sweets.\n")
    write(
        folder,
        "pins.toml",
        '[[pin]]\nquestion = "How long does the cure last?"\ndocument = "steroids"\n'
        'quote = "It is taken for five days."\n',
    )
    return folder


def test_a_pinned_question_is_answered_by_its_words(assistant: Assistant, tmp_path: Path) -> None:
    asked = asking(assistant, pages(tmp_path / "p"), tmp_path / "r")
    reply = asked.ask("how long does the cure last")
    assert isinstance(reply, Answer)
    first = reply.passages[0]
    assert (first.rank, first.highlighted) == (1, "It is taken for five days.")
    assert first.citation.review_overdue
    assert "The review of this page is overdue." in render(reply, assistant.messages)
    ids = [passage.citation.passage_id for passage in reply.passages]
    assert len(ids) == len(set(ids))


def test_a_question_noted_as_unanswered_is_not_answered(
    assistant: Assistant, tmp_path: Path
) -> None:
    question = "Can a steroid shorten a relapse?"
    folder = pages(tmp_path / "p")
    assert isinstance(asking(assistant, folder, tmp_path / "a").ask(question), Answer)
    (folder / "pins.toml").write_text(f'unanswered = ["{question}"]\n')
    reply = asking(assistant, folder, tmp_path / "b").ask(question.lower())
    assert isinstance(reply, Abstention)
    assert reply.reason == Reason.NOT_IN_CORPUS


def test_questions_like_those_noted_move_the_confidence(
    assistant: Assistant, tmp_path: Path
) -> None:
    folder = pages(tmp_path / "p")
    question = "Do steroids make a relapse shorter?"

    def confidence(name: str, text: str) -> float:
        (folder / "pins.toml").write_text(text)
        return asking(assistant, folder, tmp_path / name).search(question, 1)[0].confidence

    pin = '[[pin]]\nquestion = "{}"\ndocument = "steroids"\nquote = "It is taken for five days."\n'
    bare = confidence("a", "")
    assert confidence("b", pin.format("Will steroids make my relapse shorter?")) > bare
    assert confidence("c", 'unanswered = ["Will steroids make my relapse shorter?"]\n') < bare


def test_a_page_that_expired_after_the_build_is_not_quoted(
    assistant: Assistant, tmp_path: Path
) -> None:
    asked = asking(assistant, pages(tmp_path / "p"), tmp_path / "r")
    question = "Can a steroid keep me awake at night?"
    first = asked.search(question, 1)
    assert [hit.passage.document_id for hit in first] == ["sleep"]
    later = replace(asked, today=lambda: date(2026, 5, 2))
    assert [(h.rank, h.passage.document_id) for h in later.search(question, 5)] == [(1, "steroids")]
    reply = later.ask(question)
    match reply:
        case Answer():
            cited = [passage.citation for passage in reply.passages]
        case Abstention():
            cited = list(reply.closest)
        case _:
            cited = []
    assert "sleep" not in [citation.document_id for citation in cited]


def test_a_build_leaves_out_drafts_and_what_has_expired(
    assistant: Assistant, tmp_path: Path
) -> None:
    folder = pages(tmp_path / "p")
    assert asking(assistant, folder, tmp_path / "a").index.document_ids == ["sleep", "steroids"]
    later = asking(assistant, folder, tmp_path / "b", date(2026, 5, 2))
    assert later.index.document_ids == ["steroids"]


def test_a_pin_whose_words_changed_stops_the_build(assistant: Assistant, tmp_path: Path) -> None:
    folder = pages(tmp_path / "p")
    write(folder, "steroids.md", STEROID.format(TEXT.replace("five", "three")))
    with pytest.raises(CorpusError, match="no longer stands in 'steroids'"):
        asking(assistant, folder, tmp_path / "r")


def test_a_citation_names_the_printed_page(assistant: Assistant, tmp_path: Path) -> None:
    asked = asking(assistant, FILES / "leaflet.pdf", tmp_path / "r")
    reply = asked.ask("Which number is there to call in case of fever?")
    assert isinstance(reply, Answer)
    assert reply.passages[0].highlighted == "Call 01234 567890 if you have a fever of 38 °C."
    assert to_wire(reply, 1.0)["passages"][0]["citation"]["page"] == 3
    assert "[1] Your infusion, On the day > Call us, page 3\n" in render(reply, asked.messages)


def test_a_strict_build_refuses_what_it_can_not_read(encoder: Encoder, tmp_path: Path) -> None:
    write(tmp_path, "p/a.md", "# A\n\nText.\n")
    write(tmp_path, "p/b.txt", b"\xff")
    told: list[Finding] = []
    settings = Settings(index_root=tmp_path / "r")
    built = build_index(settings, [tmp_path / "p"], encoder, silent, HowToRead(DAY, told.append))
    assert (built.manifest.counts.documents, len(told)) == (1, 1)
    with pytest.raises(SourceError, match=r"b\.txt"):
        build_index(settings, [tmp_path / "p"], encoder, silent, HowToRead(DAY, refuse))


@pytest.mark.parametrize(
    ("dose", "options", "code"),
    [("50 mg", [], 1), ("500 mg", [], 0), ("500 mg", ["--strict"], 1)],
)
def test_check_exits_1_for_errors_and_strictly_for_warnings(
    tmp_path: Path, dose: str, options: list[str], code: int
) -> None:
    words = "Take {} of it by mouth each morning with food for five days and then stop it at once."
    write(tmp_path, "a.md", f"# A\n\n{words.format('500 mg')}\n")
    write(tmp_path, "b.md", f"# B\n\n{words.format(dose)}\n")
    result = CliRunner().invoke(commands, ["check", str(tmp_path), *options])
    assert result.exit_code == code
    assert "2 pages: 2 review not stated" in result.output
    as_json = CliRunner().invoke(commands, ["check", str(tmp_path), "--json", *options])
    assert as_json.exit_code == code
    assert f'"ok": {"false" if code else "true"}' in as_json.output
