"""What a peer must do to be measured. The standard library alone: it runs in each environment."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SHOWN = 3
Find = Callable[[str, int], list[tuple[str, str]]]
"""A question and how many passages, to (document id, text) pairs, best first."""


@dataclass(frozen=True, slots=True)
class Page:
    """One document of the corpus."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """What is embedded where a peer knows no titles."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Places:
    """Where a peer finds what it reads, and where it keeps what it builds."""

    work: Path
    model: Path
    saved: Path

    @property
    def corpus(self) -> Path:
        """The documents as JSON Lines in the BEIR form."""
        return self.work / "corpus.jsonl"

    @property
    def markdown(self) -> Path:
        """The same documents as files d0.md, d1.md ..., titles in their front matter."""
        return self.work / "pages"

    def pages(self) -> Iterator[Page]:
        with self.corpus.open(encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                yield Page(record["_id"], record["title"], record["text"])

    def page_ids(self) -> list[str]:
        """Document ids; d0.md is the first."""
        return [page.id for page in self.pages()]


class Opened(Protocol):
    """A saved index, open to questions from several threads."""

    def answer(self, question: str) -> str:
        """What a person is shown."""

    def ranking(self, question: str, k: int) -> list[str]:
        """The documents of the `k` best passages, best first; one may stand in it twice."""


class Adapter(Protocol):
    """A module of `adapters`; it imports its peer at the top."""

    def build(self, places: Places) -> None:
        """Build an index and save it."""

    def open_saved(self, places: Places) -> Opened:
        """Open what another process has built."""


@dataclass(frozen=True, slots=True)
class Finder:
    """For a peer that shows the passages it finds and does no more."""

    find: Find

    def answer(self, question: str) -> str:
        return "\n\n".join(text for _, text in self.find(question, SHOWN))

    def ranking(self, question: str, k: int) -> list[str]:
        return [document for document, _ in self.find(question, k)]
