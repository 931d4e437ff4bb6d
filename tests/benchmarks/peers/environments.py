"""A virtual environment for each peer: made by pip from its pinned requirements, and weighed."""

import shutil
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.peers.peers import Peer

REPOSITORY = Path(__file__).parents[3]
# What pip needs to build the checkout; copied, for a build leaves its own folders behind.
_SOURCES = ("corpus", "index", "qa", "pyproject.toml", "README.md", "LICENSE")
_INSTALLED = "installed.txt"
_LAST = 300


class StageError(Exception):
    """A peer could not be installed, or a stage of it ended badly."""


def environment(peer: Peer, root: Path, *, fresh: bool) -> Path:
    """Return the peer's Python; it is installed anew where the requirements have changed."""
    folder = root / peer.adapter
    marker = folder / _INSTALLED
    wanted = peer.requirements.read_text(encoding="utf-8")
    python = folder / "bin" / "python"
    if fresh or not marker.is_file() or marker.read_text(encoding="utf-8") != wanted:
        venv.create(folder, clear=True, symlinks=True, with_pip=False)
        _pip(python, ["--requirement", str(peer.requirements)])
        marker.write_text(wanted, encoding="utf-8")
    if peer.is_ours:
        _install_checkout(python)
    return python


def size_mb(folder: Path) -> float:
    """The bytes of every file below `folder`, in MB of 10^6; links count for nothing."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


def installed_mb(peer: Peer, python: Path, model: Path) -> float:
    """What stands on the disk before the first page; ours has the model among its packages."""
    apart = peer.embeds and not peer.is_ours
    return size_mb(python.parents[1]) + (size_mb(model) if apart else 0.0)


def _install_checkout(python: Path) -> None:
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in _SOURCES:
            source = REPOSITORY / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, copy / name)
        # A folder is installed anew each time, and what its requirements lack is added.
        _pip(python, [folder])


def _pip(python: Path, arguments: list[str]) -> None:
    command = [_python_with_pip(), "-m", "pip", "--python", str(python), "install", "--quiet"]
    ran = subprocess.run(
        [*command, *arguments], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if ran.returncode:
        raise StageError(f"not installed: {last_line(ran.stderr.decode(errors='replace'))}")


@cache
def _python_with_pip() -> str:
    """An environment made without pip can still be served by the Python it was made from."""
    for python in (sys.executable, getattr(sys, "_base_executable", "python3"), "python3"):
        asked = subprocess.run([python, "-m", "pip", "--version"], check=False, capture_output=True)
        if asked.returncode == 0:
            return python
    raise StageError("not installed: this Python has no pip")


def last_line(said: str) -> str:
    """Return the last thing that was said, cut to fit a table."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:_LAST] if lines else "nothing was said"
