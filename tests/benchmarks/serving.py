"""How soon `citewell serve` answers its first question, and what an answer costs over HTTP.

`python -m tests.benchmarks.serving [--questions 100]` starts the server on the bundled article and
beside it a bare FastAPI route that does nothing but embed the question, and asks both in turns, so
that whatever else the machine does befalls both. It prints the seconds from the start of the
process to the first reply and to the open chat, both medians, and their ratio. Exits 1 above
`--most-s` or `--most-times`.
"""

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import numpy as np

from tests.benchmarks.synthetic import real_questions

REPOSITORY = Path(__file__).parents[2]
FIRST = "What is ocrelizumab?"
BARE = """
import sys
from pathlib import Path
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME

encoder = load_encoder(BUNDLED_NAME, None, Path(sys.argv[1])).encoder
app = FastAPI()

class Question(BaseModel):
    question: str

@app.post("/api/v1/ask")
def embed(question: Question) -> dict[str, float]:
    return {"first": float(encoder.encode_queries([question.question])[0][0])}

class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"http://127.0.0.1:{port}/", flush=True)

Server(uvicorn.Config(app, port=0, access_log=False, log_level="warning")).run()
"""


@contextmanager
def running(command: Sequence[str], folder: Path) -> Iterator[int]:
    """Start a server that prints its address, give its port, and stop it in the end."""
    environment = {name: value for name, value in os.environ.items() if "CITEWELL" not in name}
    environment |= {"PYTHONPATH": str(REPOSITORY), "CITEWELL_QUESTIONS_PER_MINUTE": "0"}
    process = subprocess.Popen(
        [sys.executable, *command], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                yield int(found[1])
                return
        raise SystemExit("a server ended before it listened")
    finally:
        process.terminate()
        process.wait()


def ask(connection: http.client.HTTPConnection, question: str) -> float:
    """Post one question and return the ms until its reply is read."""
    started = time.perf_counter()
    body = json.dumps({"question": question})
    connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    assert response.status == 200, response.status
    return 1e3 * (time.perf_counter() - started)


def read_chat(port: int) -> None:
    """Read what the chat's page asks for first; the server answers when the chat is open."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/config")
    response = connection.getresponse()
    response.read()
    assert response.status == 200, response.status


def in_turns(whole: int, bare: int, questions: Sequence[str]) -> tuple[float, float]:
    """Ask both servers each question and return their medians in ms."""
    servers = [http.client.HTTPConnection("127.0.0.1", port) for port in (whole, bare)]
    took: list[list[float]] = [[], []]
    for question in questions:
        for times, server in zip(took, servers, strict=True):
            times.append(ask(server, question))
    return float(np.median(took[0])), float(np.median(took[1]))


def main() -> None:
    """Start both servers and compare them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--most-s", type=float)
    parser.add_argument("--most-times", type=float)
    arguments = parser.parse_args()
    asked = list(dict.fromkeys(real_questions()))[: arguments.questions]
    serve = ("-m", "qa", "serve", "--port", "0")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The first start builds the index; the second is what is measured.
        build = [sys.executable, "-m", "qa", "build", "--json"]
        environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
        subprocess.run(build, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
        started = time.perf_counter()
        with running(serve, folder) as whole:
            ask(http.client.HTTPConnection("127.0.0.1", whole), FIRST)
            first = time.perf_counter() - started
            read_chat(whole)
            chat = time.perf_counter() - started
            click.echo(f"start to first reply: {first:.2f} s; to the open chat: {chat:.2f} s")
            with running(("-c", BARE, str(folder / "encoders")), folder) as bare:
                in_turns(whole, bare, asked[:5])
                ours, route = in_turns(whole, bare, asked)
    times = ours / route
    click.echo(f"ask over HTTP: {ours:.2f} ms, a bare route that embeds: {route:.2f} ms (p50)")
    click.echo(f"ratio: {times:.2f}")
    if first > (arguments.most_s or first) or times > (arguments.most_times or times):
        sys.exit(1)


if __name__ == "__main__":
    main()
