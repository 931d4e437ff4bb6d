from dataclasses import replace
from pathlib import Path

import pytest

from corpus import read_sources
from index import Analyzer, Options, build, open_current
from index.encoder import Encoder
from index.progress import silent
from qa.explaining import explain, explanation_lines
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.query.own_words import OwnWords, with_repairs
from qa.query.spelling import Repair
from qa.reply import Answer
from tests.fakes import HashingEncoder

GROUPS = [("heart monitor", "Holter", "24-hour tape"), ("tape", "plaster"), ("passing out", "PO")]
PAGE = """---
title: Wearing a heart monitor
---
A heart monitor records each beat of the heart for a day and a night. A nurse fits it.

## Before it is fitted

Have a shower on the morning of your visit, because the monitor must stay dry.
"""


def said(expression: list[str]) -> int:
    held = {"heart": 9, "monitor": 5, "pass": 4, "plaster": 2}
    return min(held.get(term, 0) for term in Analyzer().terms(" ".join(expression)))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("What is a Holter?", "What is a heart monitor?"),
        ("Are HOLTERS safe, and who fits a holter?", "Are {} safe, and who fits a {}?"),
        ("Does the 24-hour tape itch?", "Does the {} itch?"),
        ("Is a heart monitor heavy?", "Is a heart monitor heavy?"),
        ("Is the tape red?", "Is the plaster red?"),
        # The pages hold "pass", which says nothing of whether they speak of passing out.
        ("What is PO?", "What is PO?"),
        ("non-Holter, Holter-like, Holterish", "non-Holter, Holter-like, Holterish"),
    ],
)
def test_a_word_that_no_page_holds_is_read_as_the_pages_say_it(text: str, read: str) -> None:
    repairs = OwnWords(GROUPS, Analyzer()).repair(text, said)
    assert with_repairs(text, repairs) == read.replace("{}", "heart monitor")
    assert bool(repairs) is (text != read)


def test_a_word_that_means_several_things_stays_as_it_is() -> None:
    groups = [("Holter", "heart monitor"), ("Holter", "plaster")]
    assert OwnWords(groups, Analyzer()).repair("What is a Holter?", said) == ()


def test_of_several_words_that_pages_hold_the_commonest_is_read() -> None:
    groups = [("Holter", "plaster", "heart monitor")]
    found = OwnWords(groups, Analyzer()).repair("What is a Holter?", said)
    assert found == (Repair("Holter", "heart monitor"),)


def sealed(folder: Path, encoder: Encoder) -> Path:
    (folder / "monitor.md").write_text(PAGE, encoding="utf-8")
    options = Options(glossary=(("heart monitor", "Holter"),))
    build(read_sources([folder / "monitor.md"]), encoder, folder / "index", silent, options)
    return folder / "index"


def test_decisions_are_looked_up_by_the_question_as_people_ask_it(tmp_path: Path) -> None:
    interpreter = Interpreter.of(open_current(sealed(tmp_path, HashingEncoder())))
    read = interpreter.interpret("What is a Holter?")
    assert read.changed == read.query.searched == "What is a heart monitor?"
    assert read.query.text == read.query.asking == "What is a Holter?"
    as_typed = interpreter.interpret("What is a Holter?", as_typed=True)
    assert as_typed.changed is None
    assert as_typed.query.searched == "What is a Holter?"


def test_a_publishers_word_is_answered_like_the_pages_own(
    assistant: Assistant, tmp_path: Path
) -> None:
    index = open_current(sealed(tmp_path, assistant.encoder))
    own = replace(assistant, index=index, interpreter=Interpreter.of(index))
    by_theirs, by_the_pages = (own.trace(f"What is a {w}?") for w in ("Holter", "heart monitor"))
    assert isinstance(by_theirs.reply, Answer)
    assert isinstance(by_the_pages.reply, Answer)
    assert by_theirs.reply.confidence == pytest.approx(by_the_pages.reply.confidence, abs=0.05)
    assert by_theirs.reply.read_as == "What is a heart monitor?"
    told = explanation_lines(explain(by_theirs, own.threshold))
    assert 'Read "Holter" as "heart monitor".' in told
