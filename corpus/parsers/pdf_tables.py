"""Tables on a printed page, read row by row: by the lines drawn between rows, or by white space."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from math import inf
from typing import Any

from corpus.parsers.pdf_frames import Frame, frames
from corpus.parsers.pdf_grid import (
    SAME_LINE,
    Extent,
    Part,
    Row,
    by_column,
    cells_of,
    column_at,
    columns_of,
    steps_of,
    widened,
)
from corpus.parsers.pdf_hyphens import joint

BETWEEN_CELLS = " | "
# In heights of a line: the white between two columns of a table with lines and of one without,
# and what ends a table.
_RULED_GUTTER, _GUTTER, _APART = 0.3, 0.8, 1.5
# The share of a page from which a column is wide, and of its width from which a line fills it.
_WIDE, _FILLS = 0.2, 0.7
_LARGER = 1.12
_MOST_PARTS = 1500
_MARK = re.compile(r"\W*(?:\w{1,3}[.)])?")


def with_tables(
    boxes: Sequence[list[dict[str, Any]]], rules: Sequence[Sequence[float]], width: float
) -> list[list[dict[str, Any]]]:
    """Return `boxes` of lines with each table in a box of its own, one line with "row" a row."""
    lines = [line for box in boxes for line in box]
    parts = list(_parts(lines))
    if len(parts) > _MOST_PARTS:
        return list(boxes)
    tables: list[list[Row]] = []
    for frame in frames(rules):
        beside = [part for part in parts if frame.spans(part.left, part.right)]
        tables += filter(None, _ruled(frame, beside, width))
        taken = _lines_of(tables)
        parts = [part for part in parts if part.line not in taken]
    tables += _between_prose(parts, width)
    taken = _lines_of(tables)
    numbers = {id(line): number for number, line in enumerate(lines)}
    left = [[line for line in box if numbers[id(line)] not in taken] for box in boxes]
    return [*filter(None, left), *([_row(row, lines) for row in rows] for rows in tables)]


def _parts(lines: Sequence[dict[str, Any]]) -> Iterator[Part]:
    for number, line in enumerate(lines):
        for left, right, text in line.get("parts") or [(line["left"], line["right"], line["text"])]:
            yield Part(text, left, right, line["top"], line["bottom"], line["size"], number)


def _lines_of(tables: Sequence[Sequence[Row]]) -> set[int]:
    return {p.line for rows in tables for row in rows for cell in row for p in cell}


def _row(row: Row, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    parts = [part for cell in row for part in cell]
    first = lines[parts[0].line]
    return {
        "text": BETWEEN_CELLS.join(map(_text, row)),
        "size": first["size"],
        "bold": first["bold"],
        "left": min(part.left for part in parts),
        "right": max(part.right for part in parts),
        "top": max(part.top for part in parts),
        "bottom": min(part.bottom for part in parts),
        "row": True,
    }


def _text(cell: Sequence[Part]) -> str:
    text = ""
    for part in cell:
        text, between = joint(text, part.text, set()) if text else ("", "")
        text += between + part.text
    return text


def _ruled(frame: Frame, parts: Sequence[Part], width: float) -> Iterator[list[Row]]:
    """Yield the tables between the lines of `frame`: neighbouring rows with columns in common."""
    levels = list(pairwise((inf, *frame.heights, -inf)))
    between = [[part for part in parts if low < part.middle < high] for high, low in levels]
    heights: list[float] = []
    bands: list[list[Part]] = []
    columns: list[Extent] = []
    for number, ((high, low), band) in enumerate(zip(levels, between, strict=True)):
        if not band:
            continue
        wide = widened(columns, band, _RULED_GUTTER)
        if len(wide) > 1 and 0 < number < len(levels) - 1:
            heights.append(high)
            bands.append(band)
            columns = wide
            continue
        # The first and the last row of a table often have a line on one side alone.
        last = _beside(band, high, list(chain(*bands)))
        if last:
            heights.append(high)
            bands.append(last)
        yield from _rows_of(frame, width, heights, bands)
        following = between[number + 1] if number + 1 < len(between) else []
        first = _beside([part for part in band if part not in last], low, following)
        heights, bands = ([low + 1], [first]) if first else ([], [])
        columns = widened((), first, _RULED_GUTTER)
    yield from _rows_of(frame, width, heights, bands)


def _beside(parts: Sequence[Part], rule: float, table: Sequence[Part]) -> list[Part]:
    """Return the row next to `rule` if it has the columns of the `table` on its other side."""
    columns = len(columns_of(table, _RULED_GUTTER))
    row: list[Part] = []
    edge = rule
    for step in sorted(steps_of(parts), key=lambda step: abs(step[0].middle - rule)):
        tall = step[0].top - step[0].bottom
        near = abs(step[0].middle - edge) <= (_APART if row else 1) * tall
        several = row or len(columns_of(step, _RULED_GUTTER)) > 1
        fits = len(columns_of([*table, *row, *step], _RULED_GUTTER)) == columns > 1
        if not (near and several and fits):
            break
        row += step
        edge = step[0].middle
    return row


def _rows_of(
    frame: Frame, width: float, heights: Sequence[float], bands: Sequence[list[Part]]
) -> Iterator[list[Row]]:
    if not bands:
        return
    parts = list(chain(*bands))
    starts = columns_of(parts, _RULED_GUTTER)
    if all(_is_prose(column, width) for column in by_column(parts, starts)):
        return
    grid = [cells_of(band, starts) for band in bands]
    for column, place in enumerate(pairwise([*starts, frame.right])):
        _share(grid, column, [frame.parts_at(height, *place) for height in heights])
    yield _trimmed(grid)


def _share(grid: Sequence[Row], column: int, parted: Sequence[bool]) -> None:
    """Put a cell into each row that it stands in; `parted` says whether a line is above a row."""
    first = 0
    for number in range(1, len(grid) + 1):
        if number < len(grid) and not parted[number]:
            continue
        whole = [part for row in grid[first:number] for part in row[column]]
        for row in grid[first:number]:
            row[column] = whole
        first = number


def _between_prose(parts: Sequence[Part], width: float) -> Iterator[list[Row]]:
    """Yield the tables without lines, those in or beside a column of prose too."""
    for region in _regions(parts):
        rows = _spaced(region, width)
        if rows:
            yield rows
            continue
        columns = by_column(region, columns_of(region, _GUTTER))
        prose = [_is_prose(column, width) for column in columns]
        if len(columns) < 2 or not any(prose):
            continue
        # Each column of prose alone, and what stands together between two of them.
        kinds = [number if is_prose else -1 for number, is_prose in enumerate(prose)]
        for _, group in groupby(zip(kinds, columns, strict=True), key=lambda pair: pair[0]):
            side = [part for _, column in group for part in column]
            beside = {part.line for part in region} - {part.line for part in side}
            for found in _between_prose(side, width):
                # A line that is cut in two would lose its other half.
                if not beside & _lines_of([found]) and _whole_lines(found, region):
                    yield found


def _whole_lines(rows: Sequence[Row], parts: Sequence[Part]) -> bool:
    lines = _lines_of([rows])
    held = {id(part) for row in rows for cell in row for part in cell}
    return all(id(part) in held for part in parts if part.line in lines)


def _spaced(parts: Sequence[Part], width: float) -> list[Row]:
    """Return the rows of parts that stand in columns without lines between; none if in doubt."""
    starts = columns_of(parts, _GUTTER)
    if len(starts) < 2:
        return []
    columns = by_column(parts, starts)
    marks = sum(_MARK.fullmatch(part.text) is not None for part in columns[0])
    if marks > len(columns[0]) / 2:
        return []
    prose = sum(_is_prose(column, width) for column in columns)
    bands = _bands(parts, columns)
    apart = len(bands) > 2
    wide = len(starts) == 2 and _width(columns[0]) > _WIDE * width
    if wide or prose > apart:
        return []
    if not apart:
        bands = _by_first_column(steps_of(parts), starts)
    rows = _trimmed([cells_of(band, starts) for band in bands])
    several = sum(_several(row) for row in rows)
    return rows if len(rows) > 2 and several > len(rows) / 2 else []


def _several(row: Row) -> bool:
    return sum(map(bool, row)) > 1


def _trimmed(rows: list[Row]) -> list[Row]:
    """Leave out what stands above and below a table in one of its columns alone."""
    real = [number for number, row in enumerate(rows) if _several(row)]
    return rows[real[0] : real[-1] + 1] if real else []


def _is_prose(column: Sequence[Part], width: float) -> bool:
    wide = _width(column)
    filled = sum(part.right - part.left >= _FILLS * wide for part in column)
    return wide >= _WIDE * width and filled > len(column) / 2 and len(column) > 3


def _width(column: Sequence[Part]) -> float:
    return max(p.right for p in column) - min(p.left for p in column)


def _bands(parts: Sequence[Part], columns: Sequence[Sequence[Part]]) -> list[list[Part]]:
    """Group parts between the white stripes that are wider than between the lines of a cell."""
    ordered = [sorted(column, key=lambda part: -part.top) for column in columns]
    gaps = [above.bottom - below.top for column in ordered for above, below in pairwise(column)]
    least = max(0.0, min(gaps, default=0.0)) + SAME_LINE * (parts[0].top - parts[0].bottom)
    bands: list[list[Part]] = []
    low = 0.0
    for part in sorted(parts, key=lambda part: -part.top):
        if not bands or low - part.top > least:
            bands.append([])
            low = part.bottom
        bands[-1].append(part)
        low = min(low, part.bottom)
    return bands


def _by_first_column(steps: Sequence[list[Part]], starts: Sequence[float]) -> list[list[Part]]:
    """Let a row begin where its first cell does, if all cells start at the top of their row."""
    if any(_overlap(above[0], below[0]) for above, below in pairwise(steps)):
        return []
    bands: list[list[Part]] = []
    for step in steps:
        if not bands or any(column_at(part, starts) == 0 for part in step):
            bands.append([])
        bands[-1].extend(step)
    return bands


def _overlap(above: Part, below: Part) -> bool:
    return below.top - above.bottom > 2 * SAME_LINE * (above.top - above.bottom)


def _regions(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield neighbouring lines that share white stripes, from the first with two parts on."""
    region: list[Part] = []
    columns: list[Extent] = []
    for step in steps_of(parts):
        wide = widened(columns, step, _GUTTER)
        if region and len(wide) > 1 and _goes_on(region, step):
            region += step
            columns = wide
            continue
        if region:
            yield region
        own = widened((), step, _GUTTER)
        region, columns = ([*step], own) if len(own) > 1 else ([], [])
    if region:
        yield region


def _goes_on(region: Sequence[Part], step: Sequence[Part]) -> bool:
    tall = step[0].top - step[0].bottom
    near = region[-1].bottom - step[0].top <= _APART * tall
    return near and step[0].size <= _LARGER * region[0].size
