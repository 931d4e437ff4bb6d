"""`catalogue.toml`: what the publisher states of the pages beside it, over what they say."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from corpus.errors import SourceError
from corpus.facts import PageFacts, first_fault
from corpus.generators import TAKEN
from corpus.printable import said_by

CATALOGUE = "catalogue.toml"


class PageEntry(PageFacts):
    """A page's facts, and the encoding of its file where that isn't UTF-8."""

    encoding: str | None = None

    @property
    def facts(self) -> PageFacts:
        """Return the facts alone."""
        return PageFacts.model_validate(self.model_dump(exclude={"encoding"}))


def _without_meaning(names: frozenset[str]) -> frozenset[str]:
    for name in sorted(names):
        if name.casefold() in TAKEN:
            raise ValueError(f"{name!r} says something of a page, and is never passed over")
    return names


class Catalogue(BaseModel):
    """`[defaults]` complete what a page doesn't state; `[pages."folder/file"]` overrides it.

    `ignore_fields` are the publisher's own in front matter, of which nothing is kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ignore_fields: Annotated[frozenset[str], AfterValidator(_without_meaning)] = frozenset()
    defaults: PageEntry = PageEntry()
    pages: Mapping[str, PageEntry] = {}

    def encoding_of(self, name: str) -> str | None:
        """Return the stated encoding of the file `name`."""
        entry = self.pages.get(name)
        return (entry.encoding if entry else None) or self.defaults.encoding

    def complete(self, name: str, own: PageFacts, site: PageFacts) -> PageFacts:
        """Return the facts of the file `name`: its entry's, its own, the site's, the defaults."""
        entry = self.pages.get(name)
        known = own.over(site).over(self.defaults.facts)
        return entry.facts.over(known) if entry else known


def read_catalogue(folder: Path) -> Catalogue:
    """Read the folder's catalogue, or an empty one where there is none.

    A catalogue that can't be read is an error, never a finding: it may withdraw pages.
    """
    path = folder / CATALOGUE
    if not path.exists():
        return Catalogue()
    try:
        return Catalogue.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        where, what = first_fault(error)
        known = ", ".join(PageEntry.model_fields)
        remedy = f'`[defaults]` and `[pages."file"]` know: {known}; `ignore_fields` stands above'
        raise SourceError(path, f"{where!r} is not usable: {what}", remedy) from error
    except (OSError, ValueError, RecursionError) as error:
        found = f"it can't be read ({said_by(error)})"
        raise SourceError(path, found, "fix it: no page is read without it") from error
