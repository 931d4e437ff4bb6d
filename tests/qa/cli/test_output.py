"""Commands on an output that lacks a character of the pages."""

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
