"""A publisher's own words as its pages say them: "Holter" where they say "heart monitor".

What a publisher lists as the same is taken to be the same. Of our own groups that would be too
much: they widen the search, at a lower weight.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from index import Analyzer
from index.glossary import Group
from index.terms import words
from qa.query.spelling import Repair

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class OwnWords:
    """The expressions of a publisher's glossary, looked up by their stems."""

    def __init__(self, groups: Iterable[Group], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._groups: dict[tuple[str, ...], list[Group]] = {}
        for group in groups:
            for stems in {self._stems(term) for term in group}:
                self._groups.setdefault(stems, []).append(group)
        self._longest = max(map(len, self._groups), default=0)

    def repair(self, text: str, said: Callable[[list[str]], int]) -> tuple[Repair, ...]:
        """Return each expression with a word that no page holds, read as most pages say it.

        One that means several things stays as it is. `said` counts the passages that hold all of
        some words, at most.
        """
        found: dict[str, Repair] = {}
        for typed, groups in self._expressions(text):
            held = [term for term in groups[0] if self._tells(term) and said(words(term))]
            if len(groups) == 1 and held and not said(words(typed)):
                read = max(held, key=lambda term: said(words(term)))
                found[typed] = Repair(typed, read)
        # What stands in a longer word, as in "Holter-like", is not replaced.
        return tuple(name for name in found.values() if with_repairs(text, (name,)) != text)

    def _expressions(self, text: str) -> Iterator[tuple[str, Sequence[Group]]]:
        """Yield the expressions that stand in `text`, the longest from each place on."""
        found = list(_WORD.finditer(text)) if self._groups else []
        place = 0
        while place < len(found):
            rest = found[place : place + self._longest]
            for count in range(len(rest), 0, -1):
                typed = text[rest[0].start() : rest[count - 1].end()]
                if groups := self._groups.get(self._stems(typed)):
                    yield typed, groups
                    place += count - 1
                    break
            place += 1

    def _tells(self, term: str) -> bool:
        """Tell whether pages that hold the words of `term` are likely to say it."""
        # "Passing out" without its stop word stands wherever something passes.
        return len(words(term)) == 1 or len(self._analyzer.terms(term)) > 1

    def _stems(self, expression: str) -> tuple[str, ...]:
        return tuple(self._analyzer.stem(words(expression)))


def with_repairs(text: str, repairs: Sequence[Repair]) -> str:
    """Return `text` with all that was read otherwise as it was read, the longest first."""
    if not repairs:
        return text
    read = {repair.typed: repair.read for repair in repairs}
    typed = "|".join(map(re.escape, sorted(read, key=len, reverse=True)))
    whole = rf"(?<![^\W_])(?<![^\W_]-)(?:{typed})(?!-?[^\W_])"
    return re.sub(whole, lambda match: read[match.group()], text)
