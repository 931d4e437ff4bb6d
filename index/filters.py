"""Which passages a search may return: by document, heading, language, tag or state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.review import Review, State
from index.dense import Allowed
from index.records import Records, review_from_record


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; a field that lists nothing lets everything through.

    A passage must satisfy each field, by any of its values. A section is any heading above the
    passage; "en" is met by "en-GB" too. Upper and lower case are the same, but in document ids.
    A state is the page's on the day of the question.
    """

    documents: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    states: tuple[State, ...] = ()

    def __bool__(self) -> bool:
        return any((self.documents, self.sections, self.languages, self.tags, self.states))


class Places:
    """Where each passage stands, read once from all records when the first filter comes."""

    def __init__(self, documents: Records, passages: Records) -> None:
        rows: list[int] = []
        headings: dict[str, list[int]] = {}
        for row in range(len(passages)):
            record = passages[row]
            rows.append(record["document"])
            for heading in {heading.casefold() for heading in record["section"]}:
                headings.setdefault(heading, []).append(row)
        self._document_of = np.array(rows, dtype=np.int64)
        self._headings = {name: np.array(found) for name, found in headings.items()}
        self._facts: dict[str, dict[str, list[int]]] = {"id": {}, "language": {}, "tag": {}}
        # A state changes with the day; few different dates decide the states of many pages.
        self._reviews: dict[Review, list[int]] = {}
        for number in range(len(documents)):
            record = documents[number]
            self._reviews.setdefault(review_from_record(record), []).append(number)
            for field, value in _facts_of(record):
                self._facts[field].setdefault(value, []).append(number)

    def allowed(self, chosen: Filter, day: date) -> Allowed:
        """Say of each row whether `chosen` lets it through on `day`."""
        allowed = np.ones(len(self._document_of), dtype=np.bool_)
        languages = [language.casefold() for language in chosen.languages]
        tags = [tag.casefold() for tag in chosen.tags]
        for field, values in (("id", chosen.documents), ("language", languages), ("tag", tags)):
            if values:
                allowed &= np.isin(self._document_of, self._documents_with(field, values))
        if chosen.states:
            states = self._documents_in(chosen.states, day)
            allowed &= np.isin(self._document_of, states)
        if chosen.sections:
            under = np.zeros(len(allowed), dtype=np.bool_)
            for section in chosen.sections:
                under[self._headings.get(section.casefold(), [])] = True
            allowed &= under
        return allowed

    def _documents_with(self, field: str, values: Iterable[str]) -> NDArray[np.int64]:
        known = self._facts[field]
        return np.array([n for value in values for n in known.get(value, ())], dtype=np.int64)

    def _documents_in(self, states: Iterable[State], day: date) -> NDArray[np.int64]:
        wanted = frozenset(states)
        found = [numbers for r, numbers in self._reviews.items() if r.state_on(day) in wanted]
        return np.array([n for numbers in found for n in numbers], dtype=np.int64)


def _facts_of(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "id", record["id"]
    language = record.get("language")
    if language:
        # "en-GB" is found as itself and as "en".
        parts = language.casefold().replace("_", "-").split("-")
        for end in range(1, len(parts) + 1):
            yield "language", "-".join(parts[:end])
    for tag in record.get("tags", ()):
        yield "tag", tag.casefold()
