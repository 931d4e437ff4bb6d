"""Lines that come in pieces, as do those set flush on both sides, whose spaces are wide."""

from collections.abc import Sequence
from typing import Any

# A page of more boxes than this is a drawing.
_MOST_BOXES = 400
_NEAR = 1.0

_Box = list[dict[str, Any]]


def with_whole_lines(boxes: Sequence[_Box]) -> list[_Box]:
    """Join what stands at one height in a box; a box that fills gaps of another goes into it."""
    if len(boxes) > _MOST_BOXES:
        return [_levelled(box) for box in boxes]
    whole = {number: list(box) for number, box in enumerate(boxes)}
    # The shortest first: what it goes into may itself be a piece.
    for number in sorted(whole, key=lambda number: len(boxes[number])):
        around = (n for n in whole if len(whole[n]) > len(whole[number]))
        into = next((n for n in around if _fills(whole[number], whole[n])), None)
        if into is not None:
            whole[into] += whole.pop(number)
    return [_levelled(box) for box in whole.values()]


def _fills(piece: _Box, box: _Box) -> bool:
    """Say whether each line of `piece` stands beside one of `box`, inside its outline."""
    if any(line.get("row") for line in (*piece, *box)):
        return False
    left, right = min(line["left"] for line in box), max(line["right"] for line in box)
    return all(
        left - _NEAR <= line["left"]
        and line["right"] <= right + _NEAR
        and any(_beside(line, other) for other in box)
        and not any(_over(line, other) for other in box)
        for line in piece
    )


def _beside(line: dict[str, Any], other: dict[str, Any]) -> bool:
    low, high = line["bottom"], line["top"]
    return bool(abs(other["bottom"] - low) <= _NEAR and abs(other["top"] - high) <= _NEAR)


def _over(line: dict[str, Any], other: dict[str, Any]) -> bool:
    across = line["left"] < other["right"] and other["left"] < line["right"]
    return bool(across and line["bottom"] < other["top"] and other["bottom"] < line["top"])


def _levelled(box: _Box) -> _Box:
    joined: _Box = []
    for line in sorted(box, key=lambda line: (-line["top"], line["left"])):
        above = joined[-1] if joined else None
        if above is None or line.get("row") or line["top"] + line["bottom"] < 2 * above["bottom"]:
            joined.append(line)
            continue
        first, second = sorted((above, line), key=lambda line: line["left"])
        text = f"{first['text']} {second['text']}"
        joined[-1] = above | {"text": text, "left": first["left"], "right": second["right"]}
    return joined
