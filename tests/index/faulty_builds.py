"""Run builds that go wrong, each in a process of its own; `test_faults.py` drives it.

Reads one job a line from standard input and answers with one line: how the process ended and
how many operations it had begun. The processes are forked, so that the imports are paid once.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from corpus import CitewellError, read_sources
from index import build
from index.progress import silent
from tests.fakes import HashingEncoder

_CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.utime")
_ENCODE = "tests.encode"
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Encoder(HashingEncoder):
    def encode_passages(self, texts: Any) -> Any:
        sys.audit(_ENCODE)
        return super().encode_passages(texts)


class Operations:
    """Counts what a build does to the files under `root`, and dies before number `kill_at`."""

    def __init__(self, root: str, kill_at: int | None) -> None:
        self.root, self.kill_at, self.count = root, kill_at, 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._counts(event, arguments):
            return
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _counts(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event == _ENCODE:
            return True
        writes = event == "open" and bool((arguments[2] or 0) & _WRITING)
        return (writes or event in _CHANGES) and str(arguments[0]).startswith(self.root)


def run(job: dict[str, Any]) -> int:
    """Build as `job` says; return the number of operations."""
    encoder = Encoder()
    if job.get("nobody") and os.geteuid() == 0:
        # No permission holds root back: the build runs as somebody it does hold back.
        os.setgid(65534)
        os.setuid(65534)
    if job.get("largest_file"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest_file"], job["largest_file"]))
    operations = Operations(job["root"], job.get("kill_at"))
    sys.addaudithook(operations)
    build(read_sources([Path(job["sources"])]), encoder, Path(job["root"]), silent)
    return operations.count


def run_forked(job: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            answer: dict[str, Any] = {"operations": run(job)}
        except CitewellError as error:
            answer = {"error": type(error).__name__, "message": str(error)}
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    _, status = os.waitpid(process, 0)
    return {"killed": os.WIFSIGNALED(status), **(json.loads(said) if said else {})}


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run_forked(json.loads(line))) + "\n")
        sys.stdout.flush()
