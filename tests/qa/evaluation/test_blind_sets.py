"""The commands on questions that were written without a look at rules, examples or decisions.

The bounds leave room for chance. On the made-up site, about which nobody has decided, few questions
are answered: what matters there is that what is answered is right.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import commands

QUESTIONS = Path(__file__).parents[2] / "questions"
SITE = QUESTIONS / "site"


def invoke(*arguments: str | Path) -> str:
    result = CliRunner().invoke(commands, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def measured(questions: Path, root: Path) -> dict[str, float]:
    """Return what `citewell evaluate` prints of one file of questions."""
    (report,) = json.loads(invoke("evaluate", questions, "--index", root, "--json"))["sets"]
    return {measure["name"]: measure["value"] for measure in report["measures"]}


@pytest.mark.slow
def test_questions_on_the_article_that_nothing_was_fitted_on(article_root: Path) -> None:
    found = measured(QUESTIONS / "article_blind.jsonl", article_root)
    assert found["right passage first"] >= 0.96
    assert found["answered"] >= 0.95
    assert found["false answers"] <= 0.05


@pytest.mark.slow
def test_questions_asked_as_people_type_them(article_root: Path) -> None:
    found = measured(QUESTIONS / "article_everyday.jsonl", article_root)
    assert found["right passage first"] >= 0.84
    assert found["answered"] >= 0.8
    assert found["false answers"] <= 0.03


@pytest.mark.slow
def test_a_site_about_which_nobody_has_decided(tmp_path: Path) -> None:
    invoke("build", SITE / "pages", "--out", tmp_path / "root")
    found = measured(SITE / "questions.jsonl", tmp_path / "root")
    assert found["right passage first"] >= 0.84
    assert found["answered"] >= 0.3
    assert found["false answers"] <= 0.07
