"""Run one peer's stages, each in a process of its own, and gather what they measured."""

import json
import os
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.peers.environments import (
    REPOSITORY,
    StageError,
    environment,
    installed_mb,
    last_line,
)
from tests.benchmarks.peers.peers import Peer
from tests.benchmarks.peers.worker import ANSWER

MOST_SECONDS = 3600
FIRST_QUESTION = "What are the symptoms of high blood pressure?"
# What is installed comes first. Some packages bring a folder `tests`, so that this one's modules
# are `peers` to those who are measured.
_PATHS = [str(REPOSITORY), str(REPOSITORY / "tests" / "benchmarks")]
_BOOT = f"import sys; sys.path += {_PATHS!r}; from peers.worker import main; main()"
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "DO_NOT_TRACK": "1",
    "CUDA_VISIBLE_DEVICES": "",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One peer's figures; MB are of 10^6 bytes, memory is the largest its process has held.

    The processor's time is not in the table: it tells whether a busy machine made the others.
    """

    peer: str
    embeds: bool
    install_mb: float
    cold_s: float
    p50_ms: float
    p95_ms: float
    answers_per_s: float
    pages_per_s: float
    ask_mb: float
    build_mb: float
    ndcg: float
    cpu_p50_ms: float
    build_cpu_s: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A peer that could not be measured, and the last it said."""

    peer: str
    error: str


@dataclass(frozen=True, slots=True)
class Run:
    """What is the same for every peer: where things are, how many pages, what is right."""

    root: Path
    model: Path
    pages: int
    questions: dict[str, str]
    qrels: dict[str, dict[str, int]]
    fresh: bool = False
    cold_starts: int = 3

    @property
    def work(self) -> Path:
        return self.root / "work"


def measure(peer: Peer, run: Run) -> Measured | Failed:
    """Measure one peer; whatever stops it stops no other."""
    try:
        python = environment(peer, run.root / "environments", fresh=run.fresh)
        return measure_in(python, peer, run)
    except (StageError, OSError, subprocess.SubprocessError) as error:
        return Failed(peer.titled, last_line(str(error)))


def measure_in(python: Path, peer: Peer, run: Run) -> Measured:
    """Build, start and ask with this Python, which has the peer installed."""
    built = _stage("build", peer, python, run)
    # The first start finds nothing in the system's cache of files.
    cold = [_cold_start(peer, python, run) for _ in range(1 + run.cold_starts)][1:]
    asked = _stage("ask", peer, python, run)
    took = asked["took_ms"]
    return Measured(
        peer=peer.titled,
        embeds=peer.embeds,
        install_mb=installed_mb(peer, python, run.model),
        cold_s=statistics.median(cold),
        p50_ms=statistics.median(took),
        p95_ms=float(np.percentile(took, 95)),
        answers_per_s=asked["answers_per_s"],
        pages_per_s=run.pages / built["build_s"],
        ask_mb=asked["ask_mb"],
        build_mb=built["build_mb"],
        ndcg=mean_ndcg(run, asked["rankings"]),
        cpu_p50_ms=statistics.median(asked["cpu_ms"]),
        build_cpu_s=built["build_cpu_s"],
    )


def mean_ndcg(run: Run, rankings: list[list[str]]) -> float:
    """nDCG@10 by ir-measures, over all questions; a question without a ranking counts 0."""
    from qa.evaluation.retrieval import score

    ranked = dict(zip(run.questions, rankings, strict=True))
    values = score(run.qrels, ranked)
    return statistics.fmean(found.get("nDCG@10", 0.0) for found in values.values())


def _job(stage: str, peer: Peer, run: Run) -> dict[str, Any]:
    saved = run.root / "saved" / peer.adapter
    saved.mkdir(parents=True, exist_ok=True)
    return {
        "stage": stage,
        "adapter": peer.adapter,
        "work": str(run.work),
        "model": str(run.model),
        "saved": str(saved),
        "question": FIRST_QUESTION,
        "figures": str(run.root / f"{peer.adapter}-{stage}.json"),
    }


def _start(python: Path, job: dict[str, Any], run: Run) -> subprocess.Popen[str]:
    home = run.root / "home"
    home.mkdir(exist_ok=True)
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LANG", "TMPDIR", "OMP_NUM_THREADS")
        if name in os.environ
    }
    threads = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS")}
    errors = (run.root / "stderr.txt").open("w", encoding="utf-8")
    with errors:
        return subprocess.Popen(
            [str(python), "-P", "-c", _BOOT, json.dumps(job)],
            cwd=home,
            env=kept | threads | OFFLINE | {"HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )


def _finish(process: subprocess.Popen[str], stage: str, run: Run) -> None:
    try:
        process.communicate(timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.communicate()
        raise StageError(f"{stage}: not done after {MOST_SECONDS} seconds") from error
    if process.returncode:
        said = (run.root / "stderr.txt").read_text(encoding="utf-8", errors="replace")
        raise StageError(f"{stage}: {last_line(said)}")


def _stage(stage: str, peer: Peer, python: Path, run: Run) -> dict[str, Any]:
    job = _job(stage, peer, run)
    _finish(_start(python, job, run), stage, run)
    figures: dict[str, Any] = json.loads(Path(job["figures"]).read_text(encoding="utf-8"))
    return figures


def _cold_start(peer: Peer, python: Path, run: Run) -> float:
    """Seconds from the start of a process to its first answer, printed."""
    started = time.perf_counter()
    process = _start(python, _job("first", peer, run), run)
    assert process.stdout is not None
    answered = None
    for line in process.stdout:
        if line.startswith(ANSWER):
            answered = time.perf_counter() - started
            break
    _finish(process, "first answer", run)
    if answered is None:
        raise StageError("first answer: none was printed")
    return answered
