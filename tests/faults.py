"""The table of faults: what was done to builds and indexes, how often, and what came of it.

`python -m tests.faults` runs the tests that kill builds, fill disks, damage files, swap indexes
under a server and break pages, and counts. Each passes only where the last good index answers on
and the damage is named. Exits 1 where one doesn't. A line is one test, or one kind of damage.
"""

import sys
from collections import Counter
from pathlib import Path

import click
import pytest

TESTS = Path(__file__).parent
FAULTS = (
    "index/test_faults.py",
    "index/test_damage.py",
    "index/test_live.py",
    "qa/web/test_hot_swap.py",
    "corpus/test_hostile.py",
    "corpus/test_fuzz.py",
)


class Table:
    """Counts how the tests end, fault by fault; pytest calls its methods."""

    def __init__(self) -> None:
        self._faults: dict[str, str] = {}
        self.tried: Counter[tuple[str, str]] = Counter()
        self.survived: Counter[tuple[str, str]] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        """Note what each test does."""
        for item in items:
            self._faults[item.nodeid] = fault_of(item)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test that ran; one that doesn't apply to this machine or file is none."""
        if report.skipped or not (report.when == "call" or report.failed):
            return
        row = (Path(report.location[0]).name, self._faults[report.nodeid])
        self.tried[row] += 1
        self.survived[row] += report.passed

    def lines(self) -> list[str]:
        """Return the table in Markdown, its sum last."""
        lines = ["| Fault | Tried | Survived |", "| --- | ---: | ---: |"]
        lines += [
            f"| {fault} | {tried} | {self.survived[file, fault]} |"
            for (file, fault), tried in self.tried.items()
        ]
        total, good = self.tried.total(), self.survived.total()
        return [*lines, f"| **all** | **{total}** | **{good}** |"]


def fault_of(item: pytest.Function) -> str:
    """Say in words what a test does: its name, and its kind of damage where it has one."""
    words = item.originalname.removeprefix("test_").replace("_", " ")
    damage = getattr(item, "callspec", None) and item.callspec.params.get("damage")
    return f"{damage.__name__.replace('_', ' ')}: {words}" if callable(damage) else words


def main() -> None:
    """Run the tests and print the table."""
    table = Table()
    ended = pytest.main(["-q", "--no-header", *(str(TESTS / name) for name in FAULTS)], [table])
    click.echo("\n".join(table.lines()))
    sys.exit(int(ended != pytest.ExitCode.OK or table.tried != table.survived))


if __name__ == "__main__":
    main()
