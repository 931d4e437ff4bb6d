"""Tables whose rows have lines drawn between them."""

from collections.abc import Sequence
from dataclasses import dataclass

# In points: how far what is drawn as one line may lie apart, and how high a row is at least.
_NEAR, _LOWEST_ROW = 3.0, 5.0
# A page with more lines is a drawing.
_MOST_RULES = 300


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line at `height` above the foot of the page."""

    height: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines as wide as each other, from the top, with the shorter `rules` between them."""

    left: float
    right: float
    heights: tuple[float, ...]
    rules: tuple[Rule, ...]

    def spans(self, left: float, right: float) -> bool:
        """Say whether what reaches from `left` to `right` is no wider."""
        return self.left - _NEAR <= left and right <= self.right + _NEAR

    def parts_at(self, height: float, left: float, right: float) -> bool:
        """Say whether a line crosses the middle of a column at `height`."""
        middle = (left + right) / 2
        return any(
            abs(rule.height - height) <= _NEAR and rule.left <= middle <= rule.right
            for rule in self.rules
        )


def frames(drawn: Sequence[Sequence[float]]) -> list[Frame]:
    """Return what may be tables of the lines `drawn`, each a height, left and right end."""
    rules = _joined([Rule(*rule) for rule in drawn])
    if len(rules) > _MOST_RULES:
        return []
    found: list[Frame] = []
    for widest in sorted(rules, key=lambda rule: (rule.left - rule.right, -rule.height)):
        if any(_is_of(widest, frame) for frame in found):
            continue
        same = [rule for rule in rules if _as_wide(rule, widest)]
        top, foot = max(r.height for r in same), min(r.height for r in same)
        inside = [
            rule
            for rule in rules
            if foot - _NEAR <= rule.height <= top + _NEAR
            and widest.left - _NEAR <= rule.left
            and rule.right <= widest.right + _NEAR
        ]
        heights = _levels(inside)
        if len(_levels(same)) > 2:
            found.append(Frame(widest.left, widest.right, heights, tuple(inside)))
    return found


def _is_of(rule: Rule, frame: Frame) -> bool:
    beside = frame.heights[-1] - _NEAR <= rule.height <= frame.heights[0] + _NEAR
    return beside and frame.spans(rule.left, rule.right)


def _as_wide(rule: Rule, other: Rule) -> bool:
    return abs(rule.left - other.left) <= _NEAR and abs(rule.right - other.right) <= _NEAR


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Join the pieces that one line is drawn in, a piece for each cell."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (-round(rule.height / _NEAR), rule.left)):
        last = joined[-1] if joined else None
        level = last is not None and abs(last.height - rule.height) <= _NEAR
        if last is not None and level and rule.left - last.right <= _NEAR:
            joined[-1] = Rule(last.height, last.left, max(last.right, rule.right))
        else:
            joined.append(rule)
    return joined


def _levels(rules: Sequence[Rule]) -> tuple[float, ...]:
    levels: list[float] = []
    for height in sorted((rule.height for rule in rules), reverse=True):
        if not levels or levels[-1] - height >= _LOWEST_ROW:
            levels.append(height)
    return tuple(levels)
