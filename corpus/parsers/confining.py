"""Run one of the programs of `corpus/confined`, so that no file can hang or crash a build."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from corpus.confined.limits import COMPUTING_SECONDS, FOUND, WAITING_SECONDS
from corpus.errors import SourceError

# With the folder last on the path nothing in it can stand before another library, and a
# program starts without the rest of this package.
_START = (
    "import importlib, sys; sys.path.append(sys.argv[1]); "
    "importlib.import_module('confined.' + sys.argv[2]).main(sys.argv[3])"
)
# What a system that bounds computing ends a process with: minus SIGXCPU.
_OUT_OF_TIME = -24


def run_confined(program: str, path: Path, seconds: float = WAITING_SECONDS) -> Any:
    """Return what `program` prints for `path`; raises SourceError for whatever goes wrong."""
    folder = Path(__file__).parents[1]
    command = [sys.executable, "-P", "-c", _START, str(folder), program, str(path.absolute())]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        found = f"reading it took longer than {seconds:g} s"
        raise SourceError(path, found, "split the file, or save it again") from error
    if done.returncode == FOUND:
        found, remedy = json.loads(done.stdout)
        raise SourceError(path, found, remedy)
    if done.returncode == _OUT_OF_TIME:
        found = f"reading it takes more than {COMPUTING_SECONDS} s of computing"
        raise SourceError(path, found, "split the file, or save it again")
    if done.returncode != 0:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
        found = f"it is damaged or not what its name says ({last[0][:200]})"
        raise SourceError(path, found, "open it in its program and save it again")
    return json.loads(done.stdout)
