"""Which passages a search may return: by document, heading, language or tag."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.dense import Allowed
from index.records import Records


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; a field that lists nothing lets everything through.

    A passage must satisfy each field, by any of its values. A section is any heading above the
    passage; "en" is met by "en-GB" too. Upper and lower case are the same, but in document ids.
    """

    documents: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.documents or self.sections or self.languages or self.tags)


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
        for number in range(len(documents)):
            for field, value in _facts_of(documents[number]):
                self._facts[field].setdefault(value, []).append(number)

    def allowed(self, chosen: Filter) -> Allowed:
        """Say of each row whether `chosen` lets it through."""
        allowed = np.ones(len(self._document_of), dtype=np.bool_)
        languages = [language.casefold() for language in chosen.languages]
        tags = [tag.casefold() for tag in chosen.tags]
        for field, values in (("id", chosen.documents), ("language", languages), ("tag", tags)):
            if values:
                allowed &= np.isin(self._document_of, self._documents_with(field, values))
        if chosen.sections:
            under = np.zeros(len(allowed), dtype=np.bool_)
            for section in chosen.sections:
                under[self._headings.get(section.casefold(), [])] = True
            allowed &= under
        return allowed

    def _documents_with(self, field: str, values: Iterable[str]) -> NDArray[np.int64]:
        known = self._facts[field]
        return np.array([n for value in values for n in known.get(value, ())], dtype=np.int64)


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
