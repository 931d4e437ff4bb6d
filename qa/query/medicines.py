"""Medicines by the names that the pages use: who asks about Tylenol is shown paracetamol."""

import re
from collections.abc import Callable, Container, Sequence
from importlib.resources import files

from index.glossary import Group
from index.terms import words
from qa.query.spelling import Repair

_FILE = "medicines.txt"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W_]+)*")


class Medicines:
    """The names of each medicine that the pages name in some way."""

    def __init__(self, vocabulary: Container[str]) -> None:
        """Take the bundled groups of which a name is in `vocabulary`, the pages' folded words."""
        lines = (files("qa.query") / _FILE).read_text(encoding="utf-8").split("\n")
        known = [tuple(line.split("; ")) for line in lines if line and not line.startswith("#")]
        self._vocabulary = vocabulary
        self.groups: list[Group] = [group for group in known if any(map(self._is_held, group))]
        self._group_of = {name.lower(): group for group in self.groups for name in group}

    def repair(self, text: str, said: Callable[[list[str]], int]) -> tuple[Repair, ...]:
        """Return each name in `text` that no page holds, read as the one that most pages do.

        `said` counts the passages that hold all of some folded words, at most.
        """
        names = dict.fromkeys(name for name in _WORD.findall(text) if not self._is_held(name))
        groups = ((name, self._group_of.get(name.lower())) for name in names)
        return tuple(Repair(name, self._most_said(group, said)) for name, group in groups if group)

    def _most_said(self, group: Group, said: Callable[[list[str]], int]) -> str:
        return max(filter(self._is_held, group), key=lambda name: said(words(name)))

    def _is_held(self, name: str) -> bool:
        return all(word in self._vocabulary for word in words(name))


def with_repairs(text: str, repairs: Sequence[Repair]) -> str:
    """Return `text` with every word that was read otherwise as it was read."""
    read = {repair.typed: repair.read for repair in repairs}
    return _WORD.sub(lambda match: read.get(match.group(), match.group()), text) if read else text
