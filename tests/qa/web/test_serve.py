"""`citewell serve` as it is started: what it prints, and whom it calls (nobody)."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[3]
# Runs the command with every outgoing connection written down.
WATCHED = """
import sys
calls = open({calls!r}, "a", buffering=1)
def note(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        calls.write(f"{{args[1]}}\\n")
    if event == "socket.getaddrinfo" and args[0] not in ("127.0.0.1", "localhost"):
        calls.write(f"lookup of {{args[0]}}\\n")
sys.addaudithook(note)
sys.argv = ["citewell", "serve", "--port", "0", "--index", {root!r}]
from qa.cli import main
main()
"""


@contextmanager
def served(
    root: Path, calls: Path, stop: signal.Signals = signal.SIGTERM
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start the command and give the address that it prints; at the end send it `stop`."""
    code = WATCHED.format(calls=str(calls), root=str(root))
    server = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith(("CITEWELL_", "GRADIO_"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        printed = ""
        for line in server.stdout:
            printed += line
            if found := re.search(r"listens on (http://\S+)", line):
                yield found[1], server
                break
        else:
            pytest.fail(f"the server stopped: {printed}")
    finally:
        server.send_signal(stop)
        server.wait(timeout=60)


def ask(url: str) -> str:
    question = "a very private question about CAR T-cell therapy"
    return httpx.post(f"{url}api/v1/ask", json={"question": question}, timeout=120).text


@pytest.mark.slow
def test_it_prints_its_address_calls_nobody_and_writes_no_question(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    with served(tmp_path / "indexes", calls) as (url, server):
        assert '"kind":"answer"' in ask(url)
        assert httpx.get(url, timeout=60).status_code == 200
    assert server.stdout is not None
    assert "private" not in server.stdout.read()
    assert calls.read_text() == ""
    assert server.returncode == 0
    kept = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert not any(b"very private" in file.read_bytes() for file in kept)


@pytest.mark.slow
def test_a_damaged_index_leaves_a_server_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("abc")
    with served(tmp_path, tmp_path / "calls", signal.SIGINT) as (url, server):
        assert httpx.get(f"{url}healthz", timeout=60).status_code == 200
        assert httpx.get(f"{url}readyz", timeout=60).status_code == 503
    # Ctrl-C is how it is stopped: no failure, and nothing to report.
    assert server.returncode == 0
    assert server.stdout is not None
    assert all("an index is refused" in line for line in server.stdout)


def test_an_address_that_is_taken_is_said_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "qa", "serve", "--port", port, "--index", str(tmp_path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 1
    assert f"127.0.0.1:{port} can't be listened on (Address already in use);" in done.stderr
    assert "Traceback" not in done.stderr
