"""`citewell serve` keeps questions where it is told to, and answers where it can't."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa.records.database import open_database
from qa.records.store import Store

ROOT = Path(__file__).resolve().parents[3]
ASKED = "My name is Thomas Baker. What is CAR T-cell therapy?"


@contextmanager
def served(root: Path, database: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve with recording on; gives the address once it can answer."""
    told = {
        "CITEWELL_RECORD_QUESTIONS": "true",
        "CITEWELL_RECORDS_URL": f"sqlite:///{database}",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "qa", "serve", "--port", "0", "--index", str(root)],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("CITEWELL_")} | told,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if found := re.search(r"listens on (http://\S+)", line):
                yield found[1], server
                break
        else:
            pytest.fail("the server stopped")
    finally:
        server.terminate()
        server.wait(timeout=60)


def ask(url: str) -> dict[str, Any]:
    reply = httpx.post(f"{url}api/v1/ask", json={"question": ASKED}, timeout=120)
    told: dict[str, Any] = reply.json()
    return told


@pytest.mark.slow
def test_a_question_is_kept_without_the_name_that_it_holds(
    article_root: Path, tmp_path: Path
) -> None:
    database = tmp_path / "records.sqlite"
    with served(article_root, database) as (url, _):
        reply_id = ask(url)["reply_id"]
        said = {"reply_id": reply_id, "helped": True}
        assert httpx.post(f"{url}api/v1/feedback", json=said, timeout=60).status_code == 202
        store = Store(open_database(f"sqlite:///{database}"))
        for _ in range(100):
            rows = list(store.rows())
            if rows and rows[0]["helped"]:
                break
            time.sleep(0.2)
    (row,) = rows
    assert row["question"] == "My name is [name]. What is CAR T-cell therapy?"
    assert (row["id"], row["helped"], row["surface"]) == (reply_id, True, "api")
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"Baker" in path.read_bytes() for path in kept)


@pytest.mark.slow
def test_it_answers_where_nothing_can_be_kept(article_root: Path, tmp_path: Path) -> None:
    database = tmp_path / "records.sqlite"
    database.write_bytes(b"no database" * 100)
    with served(article_root, database) as (url, server):
        reply = ask(url)
        assert reply["kind"] == "answer"
        assert "reply_id" not in reply
    assert server.stdout is not None
    assert "Baker" not in server.stdout.read()
    assert database.read_bytes() == b"no database" * 100
