"""One stage of one peer, in a process of its own and in the peer's own environment.

`build` and `ask` leave their figures as JSON at the path they are given; `first` prints the
first answer. Whatever goes wrong ends the process with a traceback.
"""

import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

from .protocol import Adapter, Opened, Places

THREADS = 8
WARM_UP = ("What is this about?", "What are the symptoms of a cold?", "Who is at risk?")
# Peers that cut documents need more passages than documents.
DEPTH = 30
ANSWER = "first answer: "
_HIGHEST = "VmHWM:"


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: nothing that is measured here may wait for another machine."""
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise OSError(f"no network at run time: {event} {arguments[-1]!r}")


def peak_mb() -> float:
    """The most memory this process has held; a process's own counter may start at its parent's."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = status.read_text(encoding="utf-8").splitlines()
        return float(next(line for line in lines if line.startswith(_HIGHEST)).split()[1]) / 1e3
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def build(adapter: Adapter, places: Places) -> dict[str, Any]:
    started, spent = time.perf_counter(), time.process_time()
    adapter.build(places)
    return {
        "build_s": time.perf_counter() - started,
        "build_cpu_s": time.process_time() - spent,
        "build_mb": peak_mb(),
    }


def ask(opened: Opened, alone: list[str], together: list[str]) -> dict[str, Any]:
    """Ask one by one, then others from several threads: no answer may be remembered."""
    for question in WARM_UP:
        opened.answer(question)
    took, spent = [], []
    for question in alone:
        started, cpu = time.perf_counter(), time.process_time()
        opened.answer(question)
        took.append((time.perf_counter() - started) * 1e3)
        spent.append((time.process_time() - cpu) * 1e3)
    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        answered = sum(1 for _ in pool.map(opened.answer, together))
    threads_s = time.perf_counter() - started
    highest = peak_mb()
    rankings = [list(dict.fromkeys(opened.ranking(q, DEPTH))) for q in [*alone, *together]]
    return {
        "took_ms": took,
        "cpu_ms": spent,
        "answers_per_s": answered / threads_s,
        "ask_mb": highest,
        "rankings": rankings,
    }


def main() -> None:
    sys.addaudithook(refuse_network)
    job = json.loads(sys.argv[1])
    places = Places(Path(job["work"]), Path(job["model"]), Path(job["saved"]))
    adapter: Any = import_module(f"{__package__}.adapters.{job['adapter']}")
    match job["stage"]:
        case "build":
            figures = build(adapter, places)
        case "first":
            answer = adapter.open_saved(places).answer(job["question"])
            sys.stdout.write(f"{ANSWER}{answer!r}\n")
            sys.stdout.flush()
            return
        case _:
            questions = json.loads((places.work / "questions.json").read_text(encoding="utf-8"))
            half = len(questions) // 2
            figures = ask(adapter.open_saved(places), questions[:half], questions[half:])
    Path(job["figures"]).write_text(json.dumps(figures), encoding="utf-8")
