"""How an answer's time, the memory and the opening grow with the number of passages.

`python -m tests.benchmarks.growth 10 1000 10000 100000 1000000 [--root DIR] [--plot FILE.svg]`
builds what isn't built yet and prints a table. Size 10 is the bundled article itself. Up to
100,000 the index is built as a publisher's would be, but for the embedding; a larger one is put
together from pages that repeat (see `assembled`), so its build time tells of writing and coding
alone. "load" opens the files, "verify" compares each with its sha256 before. "ask" is a whole
answer, words and sense; "beside" is its time without the embedding, "cpu" the time that a
processor spent on it, which other programs on the machine move less; "dense" is the search by
sense alone, whose recall is against an exact one.

`growth.txt` beside this file is such a table, `tests/pictures/growth.svg` its plot. They were made
on two idle cores, both of which a question alone uses: its processor time is then more than the
clock's. All but the smallest were built earlier, beside other work.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from corpus.bundled import BUNDLED
from corpus.sources import read_sources
from index import OpenIndex, build, open_current
from index.encoder import EmbeddedQuery, Vectors
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME
from index.progress import silent
from qa.pipeline import Assistant
from qa.settings import load_settings
from qa.startup import assistant_over
from tests.benchmarks.assembled import assemble
from tests.benchmarks.synthetic import SyntheticEncoder, pages, real_questions
from tests.benchmarks.work import DAY

ARTICLE = 10
RECALL_AT = 10
ASKED = 200
# From here on an index is assembled: to build a million passages takes hours.
ASSEMBLED_FROM = 200_000


@dataclass(frozen=True)
class Measured:
    """One size's figures; times in ms, sizes in MB."""

    passages: int
    kind: str
    build_s: float
    build_mb: float
    disk: float
    load_ms: float
    verify_ms: float
    rss: float
    ask_p50: float
    ask_p95: float
    beside_p50: float
    cpu_p50: float
    beside_cpu_p50: float
    dense_p50: float
    recall: float


@dataclass(frozen=True)
class Spent:
    """Milliseconds by the clock and by the processor."""

    clock: float
    cpu: float

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.clock + other.clock, self.cpu + other.cpu)

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.clock - other.clock, self.cpu - other.cpu)


def now() -> Spent:
    return Spent(time.perf_counter() * 1e3, time.process_time() * 1e3)


class TimedEncoder:
    """Adds up the time that embedding takes."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self.took = Spent(0.0, 0.0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode_queries(self, queries: Sequence[str]) -> Vectors:
        vectors: Vectors = self._timed(self._encoder.encode_queries, queries)
        return vectors

    def encode_by_depth(self, queries: Sequence[str]) -> Vectors:
        vectors: Vectors = self._timed(self._encoder.encode_by_depth, queries)
        return vectors

    def _timed(self, encode: Any, queries: Sequence[str]) -> Any:
        started = now()
        vectors = encode(queries)
        self.took = self.took + (now() - started)
        return vectors

    def embed_queries(self, queries: Sequence[str]) -> list[EmbeddedQuery]:
        started = now()
        embedded: list[EmbeddedQuery] = self._encoder.embed_queries(queries)
        self.took = self.took + (now() - started)
        return embedded


def build_size(passages: int, root: Path, cache: Path) -> tuple[float, float]:
    """Build an index of `passages` passages under `root`; return the seconds and the peak MB."""
    real = load_encoder(BUNDLED_NAME, None, cache).encoder
    started = time.perf_counter()
    if passages >= ASSEMBLED_FROM:
        assemble(passages, real, root)
    elif passages == ARTICLE:
        build(read_sources([BUNDLED]), real, root, silent)
    else:
        build(pages(passages), SyntheticEncoder(real), root, silent)
    return time.perf_counter() - started, _peak_mb()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def measure(root: Path, cache: Path, built: tuple[float, float]) -> Measured:
    """Open the index of `root` in this process and ask it."""
    encoder = TimedEncoder(load_encoder(BUNDLED_NAME, None, cache).encoder)
    started = time.perf_counter()
    index = open_current(root)
    opened = time.perf_counter()
    # Once more without the comparing, as `open` does after it.
    index = OpenIndex(index.folder, index.manifest)
    loaded = time.perf_counter() - opened
    # A reader takes as long for a few passages of a million as of a hundred.
    settings = load_settings(index_root=root, encoder_cache=cache, reader="off")
    assistant = assistant_over(index, encoder, settings, lambda: DAY)
    asked = (real_questions() * 4)[:ASKED]
    took, beside = _ask(assistant, encoder, asked)
    vectors = [encoder.encode_queries([question])[0] for question in asked]
    dense, recall = _search(index, vectors)
    return Measured(
        passages=len(index),
        kind=index.manifest.dense.kind,
        build_s=built[0],
        build_mb=built[1],
        disk=sum(file.stat().st_size for file in index.folder.iterdir()) / 1e6,
        load_ms=loaded * 1e3,
        verify_ms=(opened - started - loaded) * 1e3,
        rss=_peak_mb(),
        ask_p50=float(np.percentile([spent.clock for spent in took], 50)),
        ask_p95=float(np.percentile([spent.clock for spent in took], 95)),
        beside_p50=float(np.percentile([spent.clock for spent in beside], 50)),
        cpu_p50=float(np.percentile([spent.cpu for spent in took], 50)),
        beside_cpu_p50=float(np.percentile([spent.cpu for spent in beside], 50)),
        dense_p50=dense,
        recall=recall,
    )


def _ask(
    assistant: Assistant, encoder: TimedEncoder, asked: Sequence[str]
) -> tuple[list[Spent], list[Spent]]:
    took, beside = [], []
    for question in ["What is this about?", *asked]:
        encoder.took = Spent(0.0, 0.0)
        started = now()
        assistant.ask(question)
        whole = now() - started
        took.append(whole)
        beside.append(whole - encoder.took)
    # The first question warms up what is loaded when it is first needed.
    return took[1:], beside[1:]


def _search(index: OpenIndex, queries: Sequence[Vectors]) -> tuple[float, float]:
    rows = np.arange(len(index))
    best = [np.empty(0, np.float32) for _ in queries]
    for part in np.array_split(rows, max(1, len(rows) // 50_000)):
        cosines = np.stack(queries) @ index.dense.vectors(part).T
        best = [
            np.sort(np.concatenate(pair))[-RECALL_AT:] for pair in zip(best, cosines, strict=True)
        ]
    took, found = [], 0
    for query, true in zip(queries, best, strict=True):
        started = time.perf_counter()
        hits = index.dense.search(query, RECALL_AT)
        took.append((time.perf_counter() - started) * 1e3)
        found += sum(score >= true[0] - 1e-5 for _, score in hits)
    return float(np.percentile(took, 50)), found / sum(len(true) for true in best)


def _in_a_process_of_its_own(size: int, root: Path, cache: Path) -> Measured:
    """Build where needed and measure, each in a fresh process: memory is a process's peak."""
    took = root / "built"
    code = "from tests.benchmarks import growth as g; from pathlib import Path; import json;"
    if not (root / "CURRENT").is_file():
        call = f"print(g.build_size({size}, Path({str(root)!r}), Path({str(cache)!r})))"
        took.write_text(_python(code + call))
    call = f"g.measure(Path({str(root)!r}), Path({str(cache)!r}), {took.read_text().strip()})"
    return Measured(**json.loads(_python(f"{code}print(json.dumps(g.asdict({call})))")))


def _python(code: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True
    )
    return ran.stdout.splitlines()[-1]


def plot(measured: Sequence[Measured], path: Path) -> None:
    """Draw time and memory over the number of passages, both axes in powers of ten."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 3.2), layout="constrained")
    times, opening, memory = figure.subplots(1, 3)
    sizes = [m.passages for m in measured]
    for name in ("ask_p50", "ask_p95", "dense_p50"):
        times.plot(sizes, [getattr(m, name) for m in measured], marker="o", label=name)
    for name in ("load_ms", "verify_ms"):
        opening.plot(sizes, [getattr(m, name) for m in measured], marker="o", label=name)
    for name in ("rss", "disk"):
        memory.plot(sizes, [getattr(m, name) for m in measured], marker="o", label=name)
    for axes, unit in ((times, "ms"), (opening, "ms"), (memory, "MB")):
        axes.set(xscale="log", yscale="log", xlabel="passages", ylabel=unit)
        axes.legend()
    # The same figures give the same file.
    with rc_context({"svg.hashsalt": "growth", "svg.fonttype": "none"}):
        figure.savefig(path, metadata={"Date": None})


def table(measured: Sequence[Measured]) -> list[str]:
    """Return a line for each figure, a column for each size."""
    rows = [asdict(m) for m in measured]
    return [f"{name:16}" + "".join(f"{_shown(row[name]):>12}" for row in rows) for name in rows[0]]


def _shown(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def main() -> None:
    """Measure the sizes that were named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--root", type=Path, default=Path("var/growth"))
    parser.add_argument("--plot", type=Path)
    arguments = parser.parse_args()
    measured = []
    for size in arguments.sizes:
        root = arguments.root / str(size)
        root.mkdir(parents=True, exist_ok=True)
        measured.append(_in_a_process_of_its_own(size, root, arguments.root / "encoders"))
    click.echo("\n".join(table(measured)))
    if arguments.plot:
        plot(measured, arguments.plot)


if __name__ == "__main__":
    main()
