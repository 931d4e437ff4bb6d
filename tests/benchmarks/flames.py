"""A flame graph of a cold `citewell ask`, or of questions to a warm assistant, by py-spy.

`python -m tests.benchmarks.flames cold|warm FILE.svg [--repository DIR]`, after `pip install
py-spy`; `--repository` is another checkout, to look at the same before a change. What takes less
than a hundredth of the time is left out: py-spy's own pictures are some 500 kB each.

`tests/pictures/flame_before.svg` is a cold ask at 15c3964, with torch; `flame_after.svg` without.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

COLD = ("-m", "qa", "ask", "What is CAR T-cell therapy?")
WARM = """
from datetime import date
from qa.settings import load_settings
from qa.startup import load_assistant
import json, pathlib
lines = pathlib.Path("tests/questions/article_tune.jsonl").read_text("utf-8").splitlines()
assistant = load_assistant(load_settings(), lambda *_: None, date.today)
for _ in range(20):
    for line in lines:
        assistant.ask(json.loads(line)["question"])
"""
RATE = 100
LEAST_SHARE = 0.01
# The machinery between an import and the module says nothing of either.
_MACHINERY = re.compile(r"importlib|<frozen")
_PLACE = re.compile(r"^(?P<name>.+) \((?P<file>.+?)(?::\d+)?\)$")
_COLOURS = ("#f4a582", "#fddbc7", "#92c5de", "#d1e5f0")

Stack = tuple[str, ...]


def record(code: Sequence[str], repository: Path) -> Counter[Stack]:
    """Run Python with `code` and return how many samples were taken in each stack."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "stacks.txt"
        command = ["py-spy", "record", "--rate", str(RATE), "--format", "raw", "--output", str(raw)]
        command += ["--", sys.executable, *code]
        subprocess.run(command, cwd=repository, check=True)
        lines = raw.read_text(encoding="utf-8").splitlines()
    found: Counter[Stack] = Counter()
    for line in lines:
        frames, _, count = line.rpartition(" ")
        found[stack_of(frames)] += int(count)
    return found


def stack_of(frames: str) -> Stack:
    """Return the frames, outermost first, without what runs imports and without repeats."""
    kept: list[str] = []
    for frame in frames.split(";"):
        name = _named(frame)
        if not _MACHINERY.search(frame) and kept[-1:] != [name]:
            kept.append(name)
    return tuple(kept)


def _named(frame: str) -> str:
    found = _PLACE.match(frame)
    if found is None:
        return frame
    place = found["file"].removesuffix(".py").removesuffix("/__init__")
    return place if found["name"] == "<module>" else f"{place} {found['name']}"


def boxes(stacks: Counter[Stack]) -> Iterator[tuple[Stack, int, int]]:
    """Yield each stack's beginning that takes long enough, where it starts and how long it is."""
    total = sum(stacks.values())
    yield from _boxes(stacks, (), 0, LEAST_SHARE * total)


def _boxes(
    stacks: Counter[Stack], below: Stack, start: int, least: float
) -> Iterator[tuple[Stack, int, int]]:
    depth = len(below)
    inside: Counter[str] = Counter()
    for stack, count in stacks.items():
        if len(stack) > depth and stack[:depth] == below:
            inside[stack[depth]] += count
    for name, count in inside.items():
        if count >= least:
            yield (*below, name), start, count
            yield from _boxes(stacks, (*below, name), start, least)
        start += count


def draw(stacks: Counter[Stack], title: str, path: Path) -> None:
    """Draw the stacks upwards, their time to the right."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    found = list(boxes(stacks))
    seconds = sum(stacks.values()) / RATE
    highest = max(len(stack) for stack, _, _ in found)
    figure = Figure(figsize=(12, 0.8 + 0.2 * highest), layout="constrained")
    axes = figure.subplots()
    for stack, start, count in found:
        colour = _COLOURS[sum(map(ord, stack[-1])) % len(_COLOURS)]
        left, width = start / RATE, count / RATE
        axes.barh(len(stack), width, 0.95, left, color=colour, edgecolor="white", linewidth=0.3)
        shown = stack[-1][: int(150 * width / seconds)]
        if len(shown) > 3:
            axes.text(left, len(stack), f" {shown}", va="center", fontsize=6, clip_on=True)
    axes.set(xlim=(0, seconds), ylim=(0.4, highest + 0.6), xlabel="seconds", title=title)
    axes.set_yticks([])
    # The same figures give the same file.
    with rc_context({"svg.hashsalt": "flames", "svg.fonttype": "none"}):
        figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Record what was asked for, and draw it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("cold", "warm"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--repository", type=Path, default=Path(__file__).parents[2])
    arguments = parser.parse_args()
    code = COLD if arguments.what == "cold" else ("-c", WARM)
    stacks = record(code, arguments.repository)
    named = "a cold `citewell ask`" if arguments.what == "cold" else "a warm assistant, asked"
    draw(stacks, f"{named}, {sum(stacks.values()) / RATE:.2f} s sampled", arguments.file)


if __name__ == "__main__":
    main()
