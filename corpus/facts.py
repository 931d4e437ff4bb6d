"""What a page states about itself, checked: front matter, a catalogue's lines, a file's own."""

import re
import reprlib
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from corpus.document import Status
from corpus.errors import SourceError

Note = tuple[str, str]
"""A (reason, remedy) that a file's owner should know though the page can be read."""

_DECIDING = {"status", "expires_on"}
# A day, whatever the hour: what writes front matter by itself often adds one.
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.,+Z -]*)?")


def http_address(url: str) -> str:
    """Return `url` where it may become a link; raises ValueError otherwise."""
    # The address becomes a link on every surface: nothing but http may ever be clicked.
    usable = url.isprintable() and not any(c.isspace() for c in url)
    if not usable or not url.lower().startswith(("https://", "http://")):
        raise ValueError("a page's address starts with https:// or http:// and has no spaces")
    return url


def _day(stated: object) -> object:
    """Return the day that is stated, of an instant as well; raises ValueError for anything else."""
    if isinstance(stated, datetime):
        return stated.date()
    if isinstance(stated, date):
        return stated
    written = _DAY.fullmatch(stated.strip()) if isinstance(stated, str) else None
    try:
        return date.fromisoformat(written[1] if written else "")
    except ValueError as error:
        # Not left to pydantic, which takes a number for seconds since 1970.
        raise ValueError("a date is written 2024-05-31") from error


Day = Annotated[date, BeforeValidator(_day)]


class PageFacts(BaseModel):
    """The fields a page may state; what it doesn't state is None or empty."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: str | None = None
    title: str | None = None
    url: Annotated[str, AfterValidator(http_address)] | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    licence: str | None = None
    language: str | None = None
    published_on: Day | None = None
    modified_on: Day | None = None
    reviewed_on: Day | None = None
    review_due_on: Day | None = None
    expires_on: Day | None = None
    retrieved_on: Day | None = None
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: Status | None = None

    def over(self, other: "PageFacts") -> "PageFacts":
        """Return these facts, completed by `other`'s where these state nothing."""
        return type(self).model_validate(other.stated() | self.stated())

    def stated(self) -> dict[str, object]:
        """Return what is stated, by name."""
        return {name: value for name, value in self if value not in (None, (), "")}


def read_facts(path: Path, stated: object) -> tuple[PageFacts, tuple[Note, ...]]:
    """Return what `path` states about itself, and a note on each field that can't be used.

    A field that may keep the page from answering is an error instead: what `status` or
    `expires_on` means to say, or a name that nobody knows, must not be passed over.
    """
    try:
        return PageFacts.model_validate(stated), ()
    except ValidationError as error:
        faults = [(_field(fault["loc"]), _message(fault["msg"])) for fault in error.errors()]
        refused = next((found for fault in faults if (found := _refused(*fault))), None)
        if refused is not None or not isinstance(stated, dict):
            known = ", ".join(PageFacts.model_fields)
            remedy = f"mend or remove it; known fields: {known}"
            raise SourceError(path, refused or "its front matter is no table", remedy) from error
    unusable = dict(faults)
    kept = {name: value for name, value in stated.items() if name not in unusable}
    notes = (_note(name, stated[name], what) for name, what in unusable.items())
    return PageFacts.model_validate(kept), tuple(notes)


def _field(place: tuple[int | str, ...]) -> str:
    return str(place[0]) if place else ""


def _refused(name: str, what: str) -> str | None:
    """Say why a fault can't be passed over, or return None where it can."""
    if name in _DECIDING:
        return f"the field {name!r} is not usable: {what}"
    return f"the field {name!r} is not known" if name not in {"", *PageFacts.model_fields} else None


def _note(name: str, value: object, what: str) -> Note:
    # A record may hold anything, and as much of it as it likes.
    shown = reprlib.repr(value)
    reason = f"its `{name}` {shown} is not usable and counts as not stated: {what}"
    return reason, "mend it or remove it"


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Return where the first fault is, dotted, and what it is."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return where, _message(first["msg"])


def _message(said: str) -> str:
    return said.removeprefix("Value error, ")


def readable_facts(stated: dict[str, object]) -> PageFacts:
    """Keep what is usable of a file's own metadata, which nobody wrote for us."""
    kept: dict[str, object] = {}
    for name, value in stated.items():
        try:
            PageFacts.model_validate({name: value})
        except ValidationError:
            # A date like "spring 2024" states nothing that can be shown as a date.
            continue
        kept[name] = value
    return PageFacts.model_validate(kept)
