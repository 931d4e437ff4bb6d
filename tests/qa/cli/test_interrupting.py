"""Ctrl-C ends a command at any moment: exit code 130, and not a word. SIGTERM: exit code 143."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def start(*arguments: str, first: Path | None = None) -> subprocess.Popen[str]:
    """Start a command whose modules are looked for in `first` before anywhere else."""
    path = os.pathsep.join(map(str, [first, ROOT] if first else [ROOT]))
    return subprocess.Popen(
        [sys.executable, "-m", "qa", *arguments],
        cwd=first or ROOT,
        env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("made_of_it", ["", "\nexcept BaseException: raise ImportError('init')"])
def test_while_the_first_module_is_loaded(tmp_path: Path, made_of_it: str) -> None:
    pressed = "import os, signal\ntry: os.kill(os.getpid(), signal.SIGINT)"
    ending = made_of_it or "\nfinally: pass"
    (tmp_path / "click.py").write_text(pressed + ending + "\n", encoding="utf-8")
    process = start("--help", first=tmp_path)
    said = process.communicate(timeout=60)
    assert (said, process.returncode) == (("", ""), 130)


def test_in_the_midst_of_a_batch(article_root: Path) -> None:
    process = start("ask", "--batch", "-", "--index", str(article_root))
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write('{"id": "a", "question": "What is CAR T-cell therapy?"}\n')
    process.stdin.flush()
    assert '"kind": "answer"' in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)
    assert (said, process.returncode) == (("", ""), 130)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_in_the_midst_of_a_build_its_folder_goes(stop: signal.Signals, tmp_path: Path) -> None:
    process = start("build", "--out", str(tmp_path))
    while process.poll() is None and not list(tmp_path.glob(".building-*/documents.jsonl")):
        time.sleep(0.01)
    process.send_signal(stop)
    said, told = process.communicate(timeout=60)
    assert (said, process.returncode) == ("", 128 + stop)
    # How far it had come, and not a word more.
    assert set(told.split()) <= {"Reading", "Splitting", "Embedding"}
    assert list(tmp_path.glob(".building-*")) == []


def test_it_stays_ignored_where_the_shell_has_it_so(tmp_path: Path) -> None:
    pressed = "import os, signal, sys\nos.kill(os.getpid(), signal.SIGINT)\nsys.exit('went on')\n"
    (tmp_path / "click.py").write_text(pressed, encoding="utf-8")
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = start("--help", first=tmp_path)
    finally:
        signal.signal(signal.SIGINT, before)
    assert process.communicate(timeout=60) == ("", "went on\n")
