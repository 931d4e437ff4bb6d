"""A running server takes new indexes, refuses damaged ones, and drops no request meanwhile."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.versions import current_folder

REPOSITORY = Path(__file__).parents[3]
pytestmark = pytest.mark.slow


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "qa", *arguments]


def build(root: Path, **pages: str) -> str:
    """Build an index of `pages` with the command and return its version."""
    folder = root.parent / "pages"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(f"# {name.title()}\n\n{text}\n", encoding="utf-8")
    built = command("build", str(folder), "--out", str(root))
    subprocess.run(built, cwd=REPOSITORY, check=True, capture_output=True)
    return current_folder(root).name


FEVER = "A fever is a body temperature above 38 degrees Celsius."
RASH = "A rash is an area of skin that has become red or itchy."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    build(tmp_path / "root", fever=FEVER, rash=RASH)
    return tmp_path / "root"


@pytest.fixture
def server(root: Path) -> Iterator[httpx.Client]:
    process = subprocess.Popen(
        command("serve", "--port", "0", "--index", str(root)),
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    listening = re.search(r"http://\S+", process.stdout.readline())
    assert listening is not None
    with httpx.Client(base_url=listening[0], timeout=60) as client:
        yield client
    process.terminate()
    process.wait(timeout=30)


def quoted(client: httpx.Client, question: str) -> list[str]:
    reply = client.post("/api/v1/ask", json={"question": question}).raise_for_status().json()
    return [passage["quote"] for passage in reply["passages"]]


def ready_when(client: httpx.Client, **expected: object) -> dict[str, Any]:
    """Wait until /readyz says what is expected; None stands for anything but null."""
    for _ in range(300):
        facts: dict[str, Any] = client.get("/readyz").raise_for_status().json()
        if all(facts[name] == wanted for name, wanted in expected.items()):
            return facts
        time.sleep(0.1)
    pytest.fail(f"/readyz says {facts}, not {expected}")


def test_a_server_follows_builds_and_rollbacks_and_drops_no_request(
    root: Path, server: httpx.Client
) -> None:
    first = current_folder(root).name
    assert any(RASH in quote for quote in quoted(server, "What is a rash?"))
    statuses: set[int] = set()
    stop = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=server.base_url, timeout=60) as client:
            while not stop.wait(0.6):
                body = {"question": "What is a fever?"}
                statuses.add(client.post("/api/v1/ask", json=body).status_code)

    asking = threading.Thread(target=ask)
    asking.start()
    second = build(root, fever=FEVER)
    ready_when(server, index_version=second, refused=None)
    assert not any(RASH in quote for quote in quoted(server, "What is a rash?"))

    third = build(root, fever=FEVER + " It often passes.")
    ready_when(server, index_version=third, refused=None)
    damaged = build(root, fever=FEVER, cough="A cough clears the throat.")
    # The server may have been quicker than the damage: then it holds a sound copy.
    (root / damaged / "passages.jsonl").write_bytes(b"{}\n")
    roll_back = command("rollback", "--index", str(root))
    subprocess.run(roll_back, cwd=REPOSITORY, check=True, capture_output=True)
    ready_when(server, index_version=third, refused=None)

    (root / "CURRENT").write_text(damaged + "\n", encoding="utf-8")
    for _ in range(100):
        facts = server.get("/readyz").json()
        if facts["refused"]:
            break
        time.sleep(0.1)
    assert "passages.jsonl is damaged" in facts["refused"]
    assert facts["index_version"] == third
    assert any(FEVER in quote for quote in quoted(server, "What is a fever?"))

    back = command("rollback", first, "--index", str(root))
    if (root / first).exists():
        # The damaged version holds no "rash", whose page was deleted.
        told = subprocess.run(back, cwd=REPOSITORY, check=False, capture_output=True, text=True)
        assert (told.returncode, "would answer again: 'rash'" in told.stderr) == (1, True)
        subprocess.run([*back, "--yes"], cwd=REPOSITORY, check=True, capture_output=True)
        ready_when(server, index_version=first, refused=None)
    stop.set()
    asking.join()
    assert statuses == {200}
