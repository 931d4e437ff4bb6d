"""Headings that a page doesn't call one: the questions of fold-outs, and lines in bold alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.outline import UNRANKED, Block
from corpus.parsers.text import is_heading

_LONGEST_OPENER = 160


@dataclass(frozen=True, slots=True)
class Fold:
    """Where what a fold-out shows begins, or ends; `name` is its id, "" where it has none."""

    begins: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Where a box of its own begins, or ends: what its headings head ends with it."""

    begins: bool


class Bold(str):
    """Running text in bold type."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Lead(Block):
    """A line that may head what follows: in bold alone, or what `opens` the fold-out of that id."""

    opens: str | None = None


def leading_line(running: Sequence[str]) -> int:
    """Return how many pieces of `running` make a first line in bold alone; 0 where none do."""
    for number, piece in enumerate(running):
        if piece == "\n":
            if any(line.strip() for line in running[:number]):
                return number
        elif piece.strip() and not isinstance(piece, Bold):
            return 0
    return len(running)


class _Cards:
    """The boxes that are open, each with the highest of its headings that text follows."""

    def __init__(self) -> None:
        self._headings: list[int] = []
        self._told: list[int] = []

    def see(self, level: int) -> None:
        """Take a block of this level; 0 is a text."""
        for number, heading in enumerate(self._headings):
            if level:
                self._headings[number] = min(heading or level, level)
            else:
                self._told[number] = heading

    def turn(self, card: Card) -> int:
        """Open or close a box, and return the level of the section that ends, 0 for none."""
        if card.begins:
            self._headings.append(0)
            self._told.append(0)
            return 0
        self._headings.pop()
        return self._told.pop()


def with_headings(found: Iterable[Block | Fold | Card]) -> Iterator[Block]:
    """Make headings of the leads that are one, and close their sections where fold-outs end.

    A line in bold is one where plain text follows. Inside a fold-out that such a heading opens
    there is no other, since all are of one rank; and none heads a fold-out that has headings.
    """
    items = list(found)
    headed = _hold_headings(items)
    open_folds: list[int] = []
    cards = _Cards()
    closes = ends = heading = 0
    for number, item in enumerate(items):
        if isinstance(item, Card):
            closed = cards.turn(item)
            ends = min(ends or closed, closed) if closed else ends
            continue
        if isinstance(item, Fold):
            if item.begins:
                open_folds.append(heading)
            elif closed := open_folds.pop():
                closes = min(closes or closed, closed)
            heading = 0
            continue
        heading = item.level
        if isinstance(item, Lead) and UNRANKED not in open_folds:
            fits = number + 1 not in headed and _opens(item, _next_two(items, number))
            heading = UNRANKED if fits else 0
        cards.see(heading)
        closed = min(filter(None, (0 if heading else closes, ends)), default=0)
        yield Block(item.text, heading, closes=closed or item.closes)
        closes = ends = 0


def _next_two(items: Sequence[Block | Fold | Card], number: int) -> list[Block | Fold]:
    near = items[number + 1 : number + 6]
    return [item for item in near if not isinstance(item, Card)][:2]


def _opens(lead: Lead, following: Sequence[Block | Fold]) -> bool:
    if not following:
        return False
    first = following[0]
    if lead.opens is None:
        text = isinstance(first, Block) and not isinstance(first, Lead) and first.level == 0
        return text and is_heading(lead.text) and any(map(str.isalpha, lead.text))
    # The names of tabs stand together: only the last would be above a panel, and not its own.
    its_own = isinstance(first, Fold) and first.begins and first.name == lead.opens
    empty = all(isinstance(found, Fold) and not found.begins for found in following[1:])
    return its_own and not empty and len(lead.text) <= _LONGEST_OPENER


def _hold_headings(items: Sequence[Block | Fold | Card]) -> set[int]:
    """Return the numbers of the folds, by where they begin, that hold a heading with a rank."""
    holding: set[int] = set()
    begun: list[int] = []
    for number, item in enumerate(items):
        if isinstance(item, Card):
            continue
        if isinstance(item, Block):
            if item.level:
                holding.update(begun)
        elif item.begins:
            begun.append(number)
        else:
            begun.pop()
    return holding
