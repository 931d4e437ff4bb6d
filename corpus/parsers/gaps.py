"""What only a page's generator could fill in: a gap, which must not be read over."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.facts import Note
from corpus.outline import Block

# Noncharacters: no page shows them, and neither Markdown nor HTML means anything by them.
_BEGINS, _ENDS = "\ufdd0", "\ufdd1"
_MOST_TOLD, _LONGEST_TOLD = 3, 60
_REMEDY = "write the words themselves there, or build from the pages that the generator makes"


class Gaps:
    """The gaps of one page, in the order in which they were found."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._shown: dict[int, None] = {}

    def gap(self, written: str) -> str:
        """Return what stands in the text for `written`, which can't be read."""
        self._written.append(written)
        return f"{_BEGINS}{len(self._written) - 1}{_ENDS}"

    def without(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield `blocks` without those with a gap: "take mg twice" may mislead.

        A heading goes on without it. One of nothing else ends the section before it all the same.
        """
        closes = 0
        for block in blocks:
            text = self._closed(block.text)
            if block.level == 0 and text != block.text:
                closes = min(filter(None, (closes, block.closes)), default=0)
            elif block.level and not text:
                closes = min(closes or block.level, block.level)
            else:
                held = min(filter(None, (closes, block.closes)), default=0)
                yield replace(block, text=text, closes=held)
                closes = 0

    def _closed(self, text: str) -> str:
        if _BEGINS not in text:
            return text
        before, *rest = text.split(_BEGINS)
        kept = [before]
        for part in rest:
            number, _, after = part.partition(_ENDS)
            self._shown[int(number)] = None
            kept.append(after)
        return " ".join("".join(kept).split())

    def notes(self) -> tuple[Note, ...]:
        """Return what the page's owner should know of the gaps that readers would have met."""
        if not self._shown:
            return ()
        told = list(dict.fromkeys(_short(self._written[number]) for number in self._shown))
        more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
        named = ", ".join(f"`{written}`" for written in told[:_MOST_TOLD])
        found = f"what only its generator can fill in is left out, with the text around it: {named}"
        return ((f"{found}{more}", _REMEDY),)


def without_marks(text: str) -> str:
    """Return `text` without the characters that mark a gap."""
    return text.replace(_BEGINS, "").replace(_ENDS, "")


def _short(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= _LONGEST_TOLD else f"{line[: _LONGEST_TOLD - 1]}…"
