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
@pytest.mark.parametrize(
    ("name", "first", "answered", "false"),
    [("article_blind", 0.96, 0.95, 0.05), ("article_everyday", 0.84, 0.8, 0.03)],
    ids=["in tidy questions", "as people type them"],
)
def test_questions_on_the_article_that_nothing_was_fitted_on(
    name: str, first: float, answered: float, false: float, article_root: Path
) -> None:
    found = measured(QUESTIONS / f"{name}.jsonl", article_root)
    assert found["right passage first"] >= first
    assert found["answered"] >= answered
    assert found["false answers"] <= false


@pytest.mark.slow
def test_a_site_about_which_nobody_has_decided(tmp_path: Path) -> None:
    invoke("build", SITE / "pages", "--out", tmp_path / "root")
    found = measured(SITE / "questions.jsonl", tmp_path / "root")
    assert found["right passage first"] >= 0.84
    assert found["answered"] >= 0.3
    assert found["false answers"] <= 0.07
