"""Whoever narrows a question gets answers from there alone, or none."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.review import State
from index import Filter
from qa.pipeline import Assistant
from qa.reply import Abstention, Answer, Reason

QUESTION = "What is CAR T-cell therapy?"
SECTION = "Emerging Therapies and Approaches"


def test_hits_stand_where_the_filter_says(assistant: Assistant) -> None:
    everywhere = {hit.passage.section for hit in assistant.search(QUESTION, 10)}
    assert len(everywhere) > 1
    hits = assistant.search(QUESTION, 10, Filter(sections=(SECTION.upper(),)))
    assert {hit.passage.section[-1] for hit in hits} == {SECTION}
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_an_answer_quotes_only_what_the_filter_lets_through(assistant: Assistant) -> None:
    reply = assistant.ask(QUESTION, 3, only=Filter(sections=(SECTION,)))
    assert isinstance(reply, Answer)
    assert {quoted.citation.section[-1] for quoted in reply.passages} == {SECTION}


@pytest.mark.parametrize(
    "only",
    [
        Filter(documents=("another-page",)),
        Filter(languages=("tlh",)),
        Filter(tags=("x",)),
        Filter(states=(State.OVERDUE,)),
    ],
)
def test_a_filter_that_nothing_meets_leaves_nothing_to_answer(
    assistant: Assistant, only: Filter
) -> None:
    reply = assistant.ask(QUESTION, 3, only=only)
    assert isinstance(reply, Abstention)
    assert reply.reason is Reason.NOT_IN_CORPUS
    assert reply.closest == ()


def test_the_command_narrows_a_search(article_root: Path) -> None:
    command = [sys.executable, "-m", "qa", "search", QUESTION, "--json", "--k", "20"]
    command += ["--index", str(article_root), "--section", SECTION]
    repository = Path(__file__).parents[2]
    ended = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    hits = json.loads(ended.stdout)["hits"]
    assert 0 < len(hits) < 5
    command += ["--state", "review overdue"]
    ended = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    assert json.loads(ended.stdout)["hits"] == []
