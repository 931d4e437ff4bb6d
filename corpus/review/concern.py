"""One thing that the owner of the pages should look at."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error stops a build or shows two truths; a warning may mislead; a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Concern:
    """What was found at `where`, a document's id or a file, and what to do about it."""

    level: Level
    check: str
    where: str
    found: str
    remedy: str
