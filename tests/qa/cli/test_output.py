"""Commands on an output that lacks a character of the pages, takes no more, or isn't there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
QUESTION = "What is CAR T-cell therapy?"


def printed(encoding: str, *arguments: str, stdin: str = "") -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        input=stdin.encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


def test_a_quote_is_shown_with_the_numbers_of_what_is_lacking(article_root: Path) -> None:
    index = ("--index", str(article_root))
    shown = printed("latin-1", "ask", QUESTION, *index)
    assert b"the patient\\u2019s immune cells" in shown
    assert "the patient\u2019s immune cells" in printed("utf-8", "ask", QUESTION, *index).decode()


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252", "utf-8"])
def test_json_reads_the_same_in_every_encoding(article_root: Path, encoding: str) -> None:
    # A quote of the page's own, and what no encoding holds.
    line = json.dumps({"id": "\U0001f600\ud800", "question": QUESTION})
    read = printed(encoding, "ask", "--batch", "-", "--index", str(article_root), stdin=line)
    said = json.loads(read.decode("utf-8" if encoding == "ascii" else encoding))
    assert said["id"] == "\U0001f600\ud800"
    assert "the patient\u2019s immune cells" in said["passages"][0]["quote"]


def test_help_is_shown_too() -> None:
    assert b"Usage: citewell" in printed("latin-1", "--help")


def in_a_shell(line: str, article_root: Path) -> subprocess.CompletedProcess[str]:
    """Run `citewell indexes` of the article with what `line` says of its outputs."""
    command = f'exec "{sys.executable}" -m qa indexes --json --index "{article_root}" {line}'
    return subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_output_that_takes_no_more_is_told_in_a_sentence(article_root: Path) -> None:
    done = in_a_shell(">/dev/full", article_root)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "citewell: the output can't be written (No space left on device); "
    )
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_without_outputs_does_its_work(article_root: Path, closed: str) -> None:
    done = in_a_shell(closed, article_root)
    assert (done.returncode, done.stderr) == (0, "")
    assert bool(done.stdout) == (">&-" not in closed.replace("2>&-", ""))
