"""The README tells the truth: its commands exist, its settings are all there, its code runs."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from qa.cli import commands
from qa.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def typed_commands() -> list[list[str]]:
    lines = "\n".join(blocks("sh")).splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("citewell ")]


def test_it_is_short() -> None:
    assert len(README.splitlines()) < 220


def test_every_command_and_setting_is_documented() -> None:
    names = commands.list_commands(click.Context(commands))
    assert "build" in names
    assert [name for name in names if f"citewell {name}" not in README] == []
    assert {name for name in Settings.model_fields if f"| `{name}` |" not in README} == set()
    named = set(re.findall(r"^\| `(\w+)` \|", README, flags=re.MULTILINE))
    assert named <= set(Settings.model_fields)


@pytest.mark.parametrize("arguments", typed_commands(), ids=" ".join)
def test_every_command_line_is_one_that_citewell_takes(arguments: list[str]) -> None:
    grouped = isinstance(commands.get_command(click.Context(commands), arguments[0]), click.Group)
    names, options = arguments[: 1 + grouped], [a for a in arguments[1:] if a.startswith("--")]
    told = CliRunner().invoke(commands, [*names, "--help"])
    assert told.exit_code == 0
    assert [option for option in options if option not in told.output] == []


def test_the_python_example_runs(
    article_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = blocks("python")
    monkeypatch.setenv("CITEWELL_INDEX_ROOT", str(article_root))
    assert load_settings().index_root == article_root
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out == "answer\n"
