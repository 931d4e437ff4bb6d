"""What a command imports, for that is most of what a person waits for."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from qa.cli import commands

_RUN = """
import json, runpy, sys
sys.argv = ["citewell", *sys.argv[1:]]
try:
    runpy.run_module("qa", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
NEVER_TO_ANSWER = {
    "torch",
    "transformers",
    "sentence_transformers",
    "sklearn",
    "scipy",
    "gradio",
    "fastapi",
    "starlette",
    "huggingface_hub",
}
NOT_WITH_AN_INDEX = {
    "onnx",
    "markdown_it",
    "syntok",
    "yaml",
    "selectolax",
    "filelock",
    "asyncio",
    "symspellpy",
    "numpy.ma",
    "corpus.pins",
    "corpus.sources",
    "index.building",
    "index.texts",
    "index.self_check",
    "qa.evaluation",
    "qa.records",
}


def imported_by(*arguments: str, cwd: Path) -> set[str]:
    """Return the modules that a command has imported when it ends."""
    ran = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    names: list[str] = json.loads(ran.stderr.splitlines()[-1])
    return set(names)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installation")


def test_not_even_the_first_answer_needs_torch(folder: Path) -> None:
    names = imported_by("ask", "What is ocrelizumab?", cwd=folder)
    assert not names & NEVER_TO_ANSWER
    assert "onnx" in names


def test_an_answer_from_an_index_imports_no_torch_no_web_library_and_no_parser(
    folder: Path,
) -> None:
    imported_by("ask", "What is ocrelizumab?", cwd=folder)
    names = imported_by("ask", "What is ocrelizumab?", cwd=folder)
    assert not names & (NEVER_TO_ANSWER | NOT_WITH_AN_INDEX)


def test_each_command_shows_its_help_and_is_listed() -> None:
    runner = CliRunner()
    listed = runner.invoke(commands, ["--help"]).output
    for name in commands.list_commands(click.Context(commands)):
        assert f"\n  {name} " in listed
        assert runner.invoke(commands, [name, "--help"]).exit_code == 0
    assert runner.invoke(commands, ["nonsense"]).exit_code == 2
