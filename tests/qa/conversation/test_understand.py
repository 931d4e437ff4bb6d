"""Follow-ups: what is carried over, what is left alone, and what has nothing to follow."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from qa.conversation import Understood, understand
from qa.conversation.language import is_mashed, plain, words
from qa.evaluation.conversations import recall_of_missing, stems
from tests.qa.conversation.cast import TURNS, read_held

QUESTIONS = Path(__file__).parents[2] / "questions" / "conversations.jsonl"


@pytest.mark.parametrize(
    ("history", "question", "read"),
    [
        (["what is CAR T-cell therapy"], "how does it work?", "how does CAR T-cell therapy work?"),
        (
            ["what is ocrelizumab"],
            "what are its side effects?",
            "what are ocrelizumab's side effects?",
        ),
        (
            ["what is CAR T-cell therapy"],
            "what about its side effects?",
            "what are CAR T-cell therapy's side effects?",
        ),
        (["what is CAR T"], "and what about its cost", "what is CAR T's cost"),
        (["does massage help with MS"], "and acupuncture?", "and acupuncture (MS, massage)?"),
        (["what is CAR T", "thanks"], "is it safe?", "is CAR T safe?"),
        (["what is interferon"], "side effects?", "side effects (interferon)?"),
    ],
)
def test_terms_are_carried_over(history: list[str], question: str, read: str) -> None:
    assert understand(question, history) == Understood(read, read)


@pytest.mark.parametrize(
    "question",
    [
        "What is ocrelizumab?",
        "Is it true that CAR T cells enter the brain?",
        "If a person with MS can't walk far, which therapy helps them?",
        "Are there clinical trials of CAR T-cell therapy?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert understand(question, ["what is acupuncture good for"]) == Understood(question)


@pytest.mark.parametrize("question", ["asdfghjklqwertz", "sdfghjkl dfgdfgdfg?"])
def test_keys_pressed_at_random_follow_nothing_and_are_no_subject(question: str) -> None:
    assert understand(question, ["what is acupuncture good for"]) == Understood(question)
    read = "how does CAR T-cell therapy work?"
    assert understand("how does it work?", ["what is CAR T-cell therapy", question]) == Understood(
        read, read
    )


BREAD = "How do I bake sourdough bread?"


@pytest.mark.parametrize(
    ("history", "question", "read"),
    [
        ([BREAD], "Does physical therapy help?", "Does physical therapy help?"),
        # What goes on from what is left out is left out with it.
        (
            ["what is CAR T", BREAD, "is rye better?"],
            "Does physical therapy help?",
            "Does physical therapy help (CAR T)?",
        ),
        # It is the bread that is asked about: nothing else may answer.
        ([BREAD], "does it hurt?", "does bake sourdough bread hurt?"),
        ([BREAD], "side effects?", "side effects (bake sourdough bread)?"),
    ],
)
def test_what_is_not_on_the_pages_is_carried_only_where_it_is_meant(
    history: list[str], question: str, read: str
) -> None:
    assert understand(question, history, lambda asked: asked != BREAD).question == read


def test_names_of_drugs_are_words() -> None:
    lines = (files("qa.query") / "drugs.txt").read_text(encoding="utf-8").splitlines()
    names = [name for name in lines if name and not name.startswith("#")]
    mashed = [name for name in names if is_mashed(name)]
    assert len(names) > 7000
    # ahprbp and its like: then no earlier subject is carried over to them.
    assert len(mashed) <= 6
    assert not any(map(is_mashed, ["ocrelizumab", "natalizumab", "alzheimer", "amygdala"]))


def test_an_announced_new_subject_drops_the_thread() -> None:
    read = "does acupuncture hurt?"
    assert understand(f"New question: {read}", ["what is CAR T", "is it safe"]).question == read


@pytest.mark.parametrize("question", ["how does it work?", "and the other one?", "why is that"])
def test_a_follow_up_with_nothing_to_follow_needs_context(question: str) -> None:
    assert understand(question) == Understood(question, needs_context=True)
    assert understand(question, ["hello", "thanks"]).needs_context


def test_no_question_of_the_bundled_set_needs_context_by_itself() -> None:
    lines = (QUESTIONS.parent / "article_tune.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    assert [q for q in questions if understand(q).needs_context] == []


def test_the_words_that_are_read_come_from_the_questions() -> None:
    for row in own("tune"):
        said = {plain(w) for text in (*row["history"], row["question"]) for w in words(text)}
        read = {plain(w) for w in words(understand(row["question"], row["history"]).question)}
        assert read <= said, row["id"]


@cache
def own(split: str) -> list[dict[str, Any]]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["split"] == split]


@pytest.mark.parametrize("split", ["tune", "test"])
def test_our_own_conversations(split: str) -> None:
    recalls = []
    for row in own(split):
        understood = understand(row["question"], row["history"])
        if row["kind"] == "nothing_to_follow":
            assert understood.needs_context, row["id"]
        elif row["needs_context"]:
            recall = recall_of_missing(row["question"], row["resolved"], understood.question)
            recalls.append(1.0 if recall is None else recall)
        else:
            assert stems(understood.question) <= stems(row["question"]), row["id"]
    assert sum(recalls) / len(recalls) >= 0.6


@pytest.mark.skipif(not TURNS.is_file(), reason="the public conversations are not here")
def test_public_conversations_that_nothing_was_tuned_on() -> None:
    read = read_held(TURNS)
    assert fmean(read.left_alone) >= 0.95
    assert fmean(read.recalls) >= 0.6
