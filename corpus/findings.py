"""What reading a publisher's files found: the file, the reason, the remedy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SourceError
from corpus.printable import printable


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one file that its owner should know; the reading went on."""

    file: Path
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{printable(self.file)}: {self.reason}; {self.remedy}"


Report = Callable[[Finding], None]


def refuse(finding: Finding) -> None:
    """Raise the first finding as an error: the `Report` for reading every file or none."""
    raise SourceError(finding.file, finding.reason, finding.remedy)
