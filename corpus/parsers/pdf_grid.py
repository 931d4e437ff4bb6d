"""Parts of printed lines, and the rows and columns that they stand in."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# In heights of a line: how far apart parts of one line may lie.
SAME_LINE = 0.15


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one printed line without a wide gap between them; `line` is the line's number."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    line: int

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


Row = list[list[Part]]
Extent = tuple[float, float]


def columns_of(parts: Sequence[Part], gutter: float) -> list[float]:
    """Return where columns start: behind each white stripe that no part crosses."""
    return [left for left, _ in widened((), parts, gutter)]


def widened(columns: Iterable[Extent], parts: Sequence[Part], gutter: float) -> list[Extent]:
    """Return from where to where columns reach once `parts` stand in them, from the left."""
    white = gutter * max((part.top - part.bottom for part in parts), default=0.0)
    wide: list[Extent] = []
    for left, right in sorted([*columns, *((part.left, part.right) for part in parts)]):
        if wide and left - wide[-1][1] < white:
            wide[-1] = (wide[-1][0], max(right, wide[-1][1]))
        else:
            wide.append((left, right))
    return wide


def column_at(part: Part, starts: Sequence[float]) -> int:
    """Return the number of the column that `part` begins in, from 0."""
    return max(0, bisect_right(starts, part.left) - 1)


def by_column(parts: Sequence[Part], starts: Sequence[float]) -> list[list[Part]]:
    """Return the parts of each column, in the order of `parts`."""
    return [[part for part in parts if column_at(part, starts) == n] for n in range(len(starts))]


def cells_of(band: Sequence[Part], starts: Sequence[float]) -> Row:
    """Return the parts of each cell of one row as they are read."""
    row: Row = [[] for _ in starts]
    for part in sorted(band, key=lambda part: (-part.middle, part.left)):
        row[column_at(part, starts)].append(part)
    return row


def steps_of(parts: Sequence[Part]) -> list[list[Part]]:
    """Group parts that stand at one height, from the top."""
    steps: list[list[Part]] = []
    for part in sorted(parts, key=lambda part: (-part.middle, part.left)):
        tall = part.top - part.bottom
        if steps and steps[-1][0].middle - part.middle <= SAME_LINE * tall:
            steps[-1].append(part)
        else:
            steps.append([part])
    return steps
