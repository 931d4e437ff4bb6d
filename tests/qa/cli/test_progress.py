"""What a person at a terminal sees of a long build: how much, how fast, how much longer."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
# A remaining time is shown after a second, when there is something to go by.
SCRIPT = """
import time
from qa.cli.progress import progress_bar
with progress_bar() as progress:
    for phase, total in (("Reading", 40), ("Counting", None)):
        for _ in range(40):
            progress(phase, 1, total)
            time.sleep(0.05)
"""


def on_a_terminal(script: str) -> str:
    """Return what `script` writes to standard error where that is a terminal."""
    own, its = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", script], cwd=REPOSITORY, stderr=its)
    os.close(its)
    written = b""
    while True:
        try:
            part = os.read(own, 4096)
        except OSError:
            # Linux says so where the other side has closed.
            break
        if not part:
            break
        written += part
    os.close(own)
    assert process.wait(timeout=60) == 0, written.decode()
    return written.decode()


def test_a_terminal_shows_position_remaining_time_and_rate() -> None:
    shown = on_a_terminal(SCRIPT)
    assert re.search(r"Reading  \[#+-+\]  \d+/40  00:00:0\d  \d+/s", shown)
    assert re.search(r"Reading  \[#{36}\]  40/40  \d+/s", shown)
    assert re.search(r"\rCounting  40  \d+/s", shown)


def test_a_log_names_the_phases_alone() -> None:
    script = SCRIPT.replace('("Counting", None)', '("Embedding", 40)')
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True, text=True)
    assert done.stderr.split() == ["Reading", "Embedding"]
