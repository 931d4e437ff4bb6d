"""Lay and clinical words for the same thing: groups of equal terms, ours and the publisher's."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpus.beside import files_beside
from corpus.printable import said_by
from index import Analyzer
from index.glossary import Group
from index.terms import words
from qa.errors import GlossaryError

_FILE = "glossary.toml"


@dataclass(frozen=True, slots=True)
class Synonym:
    """Terms of a question, as they stand in it, and the terms of an equal expression."""

    asked: tuple[str, ...]
    other: tuple[str, ...]


class Glossary:
    """Groups of equal expressions, looked up by their stems."""

    def __init__(self, groups: Iterable[Group], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._groups = tuple(groups)
        self._words = frozenset(w for group in self._groups for term in group for w in words(term))
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._terms = [[self._searchable(term) for term in group] for group in self._groups]
        for number, group in enumerate(self._groups):
            for term in group:
                stems = tuple(analyzer.stem(words(term)))
                self._by_first.setdefault(stems[0], []).append((stems, number))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def __len__(self) -> int:
        return len(self._groups)

    def joined(self, groups: Iterable[Group]) -> "Glossary":
        """Return a glossary with more groups, such as a publisher's own."""
        return Glossary((*self._groups, *groups), self._analyzer)

    def synonyms(self, text: str) -> list[Synonym]:
        """Return what else the expressions in `text` may be called; the longest match wins."""
        plain = words(text)
        stems = self._analyzer.stem(plain)
        found: list[Synonym] = []
        place = 0
        while place < len(stems):
            length, numbers = self._match(stems, place)
            if numbers:
                asked = tuple(self._analyzer.terms(" ".join(plain[place : place + length])))
                others = (term for number in numbers for term in self._terms[number])
                found.extend(Synonym(asked, term) for term in others if term and term != asked)
            place += length
        return found

    def _match(self, stems: Sequence[str], place: int) -> tuple[int, list[int]]:
        entries = self._by_first.get(stems[place])
        if entries is None:
            return 1, []
        fits = [e for e in entries if tuple(stems[place : place + len(e[0])]) == e[0]]
        longest = max((len(entry[0]) for entry in fits), default=1)
        return longest, list(dict.fromkeys(n for entry, n in fits if len(entry) == longest))

    def _searchable(self, term: str) -> tuple[str, ...]:
        found = tuple(self._analyzer.terms(term))
        # "Passing out" without its stop word would search for whatever passes.
        return () if len(found) == 1 and len(words(term)) > 1 else found


def bundled_groups() -> list[Group]:
    """Return the reviewed groups that come with the product."""
    text = (files("qa.query") / _FILE).read_text(encoding="utf-8")
    return _groups(tomllib.loads(text), Path(_FILE))


def read_groups_beside(sources: Iterable[Path]) -> tuple[Group, ...]:
    """Read every `glossary.toml` that a publisher keeps beside the pages of `sources`."""
    return tuple(group for path in files_beside(sources, _FILE) for group in read_groups(path))


def read_groups(path: Path) -> list[Group]:
    """Read a publisher's groups; raises GlossaryError naming what is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise GlossaryError(path, f"it can't be read ({said_by(error)})") from error
    return _groups(tables, path)


def _groups(tables: dict[str, Any], path: Path) -> list[Group]:
    found: list[Group] = []
    for name, table in tables.items():
        groups = table.get("groups") if isinstance(table, dict) else None
        if not isinstance(groups, list):
            raise GlossaryError(path, f"[{name}] has no list `groups`")
        for group in groups:
            if not _is_group(group):
                raise GlossaryError(path, f"[{name}] holds {group!r}, not two or more terms")
            found.append(tuple(group))
    return found


def _is_group(group: object) -> bool:
    if not isinstance(group, list) or len(group) < 2:
        return False
    return all(isinstance(term, str) and words(term) for term in group)
