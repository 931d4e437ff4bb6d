"""The order in which a person reads the blocks of a printed page: column by column."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# The white between two columns, in points, and how wide text columns are at least.
_GUTTER = 6.0
_NARROWEST = 0.2
# How far apart, in points, columns of like length end.
_LEVEL = 24.0
# A page of more blocks than this is a drawing.
_MOST_BLOCKS = 400


@dataclass(frozen=True, slots=True)
class _Block:
    left: float
    right: float
    top: float
    bottom: float
    lines: Any


def in_reading_order(boxes: Sequence[Any], page_width: float) -> list[Any]:
    """Return the boxes of lines from top to bottom, and columns from left to right.

    Side by side counts as columns only where both sides are wide: a table is read by rows.
    """
    blocks = [
        _Block(
            left=min(line["left"] for line in box),
            right=max(line["right"] for line in box),
            top=max(line["top"] for line in box),
            bottom=min(line["bottom"] for line in box),
            lines=box,
        )
        for box in boxes
    ]
    blocks.sort(key=lambda block: (-block.top, block.left))
    if len(blocks) > _MOST_BLOCKS:
        return [block.lines for block in blocks]
    narrowest = _NARROWEST * page_width
    ordered: list[_Block] = []
    waiting: list[_Block] = []
    for band in _bands(blocks):
        # Bands that have their columns in common are read as one.
        if waiting and (
            _gutter([*waiting, *band], narrowest) is None or _ends(waiting, band, narrowest)
        ):
            ordered += _columns(waiting, narrowest)
            waiting = []
        waiting += band
    ordered += _columns(waiting, narrowest)
    return [block.lines for block in ordered]


def _bands(blocks: list[_Block]) -> list[list[_Block]]:
    """Group blocks, sorted from the top, between the lines that cross none of them."""
    bands: list[list[_Block]] = []
    low = 0.0
    for block in blocks:
        if bands and block.top > low:
            bands[-1].append(block)
            low = min(low, block.bottom)
        else:
            bands.append([block])
            low = block.bottom
    return bands


def _gutter(blocks: list[_Block], narrowest: float) -> float | None:
    """Return where a white stripe divides `blocks` into two sides of wide text."""
    right = 0.0
    for block in sorted(blocks, key=lambda block: block.left):
        if right and block.left - right >= _GUTTER:
            sides = ([b for b in blocks if b.right <= right], [b for b in blocks if b.left > right])
            if all(max(b.right - b.left for b in side) >= narrowest for side in sides):
                return right
        right = max(right, block.right)
    return None


def _ends(columns: list[_Block], band: list[_Block], narrowest: float) -> bool:
    """Say whether `band` begins below columns that end level, with a heading: not in the first."""
    gutter = _gutter(columns, narrowest)
    if gutter is None or any(block.right > gutter for block in band):
        return False
    left = min(block.bottom for block in columns if block.right <= gutter)
    right = min(block.bottom for block in columns if block.right > gutter)
    first = band[0].lines[0]
    sizes = Counter(line["size"] for block in columns for line in block.lines)
    heading = first["bold"] or first["size"] > sizes.most_common(1)[0][0]
    return heading and abs(left - right) <= _LEVEL


def _columns(blocks: list[_Block], narrowest: float) -> list[_Block]:
    gutter = _gutter(blocks, narrowest) if blocks else None
    if gutter is None:
        return blocks
    left = [block for block in blocks if block.right <= gutter]
    right = [block for block in blocks if block.right > gutter]
    return [*left, *_columns(right, narrowest)]
