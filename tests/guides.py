"""The guides as a reader takes them: files to be written, commands with what they print."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
SERVER = (ROOT / "qa" / "web" / "README.md").read_text(encoding="utf-8")
SHORTENED = "…"

_FILE = re.compile(r"(?P<more>Add to )?\*\*`(?P<name>[^`]+)`\*\*")


class Then(date):
    """The day on which the example is typed: later its pages would be overdue."""

    @classmethod
    def today(cls) -> "Then":
        return cls(2026, 12, 1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A file to be written (`lead` names it), or commands with what they print."""

    lead: str
    language: str
    body: str

    def write(self, folder: Path) -> bool:
        """Write the file below `folder`, if it is one."""
        named = _FILE.match(self.lead)
        if named is None:
            return False
        assert not named["name"].startswith("/")
        path = folder / named["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if named["more"] else ""
        path.write_text(before + self.body, encoding="utf-8")
        return True

    def steps(self) -> Iterator[tuple[list[str], str]]:
        """Yield each command with what is said to be printed."""
        for step in re.split(r"^\$ ", self.body, flags=re.MULTILINE)[1:]:
            line, _, printed = step.partition("\n")
            yield shlex.split(line), printed


def blocks(page: str) -> list[Shown]:
    """Return what stands between fences, in order; an unclosed fence is an error."""
    lines = page.splitlines(keepends=True)
    fences = [number for number, line in enumerate(lines) if line.startswith("```")]
    return [
        Shown(lines[start - 1], lines[start][3:].strip(), "".join(lines[start + 1 : end]))
        for start, end in zip(fences[::2], fences[1::2], strict=True)
    ]


def files_of(page: str) -> dict[str, str]:
    """Return the files of a guide by name, without what is added to them later."""
    named = [(_FILE.match(shown.lead), shown.body) for shown in blocks(page)]
    return {file["name"]: body for file, body in named if file and not file["more"]}


def pattern_of(printed: str) -> re.Pattern[str]:
    """Return what matches `printed`: … in a line for any words, … alone for any lines.

    How far apart a table's columns stand depends on the names in it, and counts for nothing.
    """
    lines = [".*".join(map(re.escape, line.split(SHORTENED))) for line in printed.splitlines()]
    text = "".join(r"(?:.*\n)*" if line == ".*" else rf"{line}\n" for line in lines)
    return re.compile(re.sub(r"(?:\\ )+", "\\\\ +", text))
