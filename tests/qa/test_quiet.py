"""What a library would do unasked: no answer leaves a trace of it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_asking_leaves_nothing_in_the_home_folder(article_root: Path, tmp_path: Path) -> None:
    # onnxruntime keeps an identifier of the machine there, which it sends to its maker's server.
    home = {"HOME": str(tmp_path)}
    spared = {k: v for k, v in os.environ.items() if k not in ("ORT_DISABLE_TELEMETRY", "HOME")}
    kept = {k: v for k, v in spared.items() if not k.startswith("XDG_")}
    command = [sys.executable, "-m", "qa", "ask", "What is CAR T?", "--index", str(article_root)]
    done = subprocess.run(command, cwd=ROOT, env=kept | home, capture_output=True, check=True)
    assert b"CAR T-cell" in done.stdout
    assert [str(path) for path in tmp_path.rglob("*")] == []


def test_what_was_loaded_before_us_is_told_too() -> None:
    # The library says nothing of what it was told, so that the call itself is looked for.
    code = (
        "import onnxruntime; told = []\n"
        "onnxruntime.disable_telemetry_events = lambda: told.append(1)\n"
        "import index.runtime.sessions; print(told)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[1]\n"
