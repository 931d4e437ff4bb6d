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
        """Take the medicines of which a name is in `vocabulary`, the pages' folded words."""
        lines = (files("qa.query") / _FILE).read_text(encoding="utf-8").split("\n")
        known = [line.split("; ") for line in lines if line and not line.startswith("#")]
        self._vocabulary = vocabulary
        self._others: dict[str, Group] = {}
        self.groups: list[Group] = []
        """Names that mean the same, for a glossary: each brand with its substances."""
        for names in known:
            if any(map(self._is_held, names)):
                self._take(names)

    def repair(self, text: str, said: Callable[[list[str]], int]) -> tuple[Repair, ...]:
        """Return each name in `text` that no page holds, read as the one that most pages do.

        `said` counts the passages that hold all of some folded words, at most.
        """
        named = [n for n in dict.fromkeys(_WORD.findall(text)) if n.lower() in self._others]
        held = [(n, self._held_names(n)) for n in named if not self._is_held(n)]
        return tuple(
            Repair(name, max(others, key=lambda other: said(words(other))))
            for name, others in held
            if others
        )

    def _held_names(self, name: str) -> list[str]:
        return [other for other in self._others[name.lower()] if self._is_held(other)]

    def _take(self, names: Sequence[str]) -> None:
        substances = [name for name in names if not _is_brand(name)]
        brands = [name for name in names if _is_brand(name)]
        self.groups += [(brand, *substances) for brand in brands] or [tuple(substances)]
        self._others |= {brand.lower(): tuple(substances) for brand in brands}
        for name in substances:
            others = [other for other in substances if other != name]
            # Pages that name it only as they buy it.
            self._others[name.lower()] = tuple(others if any(map(self._is_held, others)) else names)

    def _is_held(self, name: str) -> bool:
        return all(word in self._vocabulary for word in words(name))


def _is_brand(name: str) -> bool:
    return name[0].isupper() and not name.split(maxsplit=1)[0].isupper()
