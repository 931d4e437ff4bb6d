"""The command after one changed page: that page alone is embedded, and replies are the same."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import open_current
from index.opened import DOCUMENTS, PASSAGES, SENTENCE_STARTS

REPOSITORY = Path(__file__).parents[3]
pytestmark = pytest.mark.slow

QUESTIONS = (
    "When is pill 3 taken?",
    "What colour is pill 7?",
    "What must I not drink with pill 5?",
    "How is a broken wrist treated?",
)


def write_pages(path: Path, changed: int | None = None) -> None:
    drinks = {n: "grapefruit juice" if n == changed else "milk" for n in range(30)}
    records = [
        {
            "_id": f"pill-{n}",
            "title": f"Pill {n}",
            "text": f"Pill {n} is taken at {n} o'clock. It is blue. Never drink {drinks[n]} then.",
        }
        for n in range(30)
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def command(*arguments: str, typed: str = "") -> str:
    run = [sys.executable, "-m", "qa", *arguments]
    done = subprocess.run(
        run, cwd=REPOSITORY, input=typed, capture_output=True, text=True, check=True
    )
    return done.stdout


def build(source: Path, root: Path) -> dict[str, Any]:
    built: dict[str, Any] = json.loads(command("build", str(source), "--out", str(root), "--json"))
    return built


def replies(root: Path) -> list[dict[str, Any]]:
    lines = "".join(json.dumps({"id": q, "question": q}) + "\n" for q in QUESTIONS)
    said = command("ask", "--batch", "-", "--index", str(root), typed=lines)
    found = [json.loads(line) for line in said.splitlines()]
    return [{name: value for name, value in r.items() if name != "took_ms"} for r in found]


def test_one_changed_page_is_embedded_alone_and_every_reply_is_a_clean_builds(
    tmp_path: Path,
) -> None:
    source, root, clean = tmp_path / "pages.jsonl", tmp_path / "root", tmp_path / "clean"
    write_pages(source)
    # Of each page its passage, its title and two sentences of its own; "It is blue." once.
    assert build(source, root)["embedded"] == 30 + 30 + 30 + 2
    write_pages(source, changed=5)
    # The page's passage, and the sentence that changed.
    assert build(source, root)["embedded"] == 2
    assert build(source, clean)["embedded"] == 30 + 30 + 30 + 3
    assert build(source, clean)["reused"]

    ours, theirs = open_current(root), open_current(clean)
    assert ours.version == theirs.version
    for name in (DOCUMENTS, PASSAGES, SENTENCE_STARTS):
        assert (ours.folder / name).read_bytes() == (theirs.folder / name).read_bytes()
    rows = np.arange(len(ours))
    assert np.abs(ours.dense.vectors(rows) - theirs.dense.vectors(rows)).max() <= 1e-6

    replied = replies(root)
    assert [reply["kind"] for reply in replied].count("answer") >= 2
    assert replied == replies(clean)
