"""What a page states about itself, checked: front matter, a catalogue's lines, a file's own."""

import re
import reprlib
from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from corpus.document import Status
from corpus.errors import SourceError

Note = tuple[str, str]
"""A (reason, remedy) that a file's owner should know though the page can be read."""

DECIDING = frozenset({"status", "expires_on"})
"""What can't be used of these keeps the page away, as they may mean just that."""

# A day, whatever the hour: what writes front matter by itself often adds one.
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.,+Z -]*)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


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


def _language(stated: str) -> str:
    """Return the language tag (BCP 47) that is stated; raises ValueError for anything else."""
    # It tells screen readers in which voice to read a quote: "English" would tell them nothing.
    tag = stated.replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        raise ValueError("a language is written en or en-GB")
    return tag


def _several(stated: object) -> object:
    """Return a single text as a list of one: a page has one author more often than many."""
    return [stated] * bool(stated) if isinstance(stated, str) else stated


Day = Annotated[date, BeforeValidator(_day)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]


class PageFacts(BaseModel):
    """The fields a page may state; what it doesn't state is None or empty."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: str | None = None
    title: str | None = None
    url: Annotated[str, AfterValidator(http_address)] | None = None
    publisher: str | None = None
    authors: Texts = ()
    licence: str | None = None
    language: Annotated[str, AfterValidator(_language)] | None = None
    published_on: Day | None = None
    modified_on: Day | None = None
    reviewed_on: Day | None = None
    review_due_on: Day | None = None
    expires_on: Day | None = None
    retrieved_on: Day | None = None
    sources: Texts = ()
    tags: Texts = ()
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
        faults = [(_field(fault["loc"]), _message(fault)) for fault in error.errors()]
        if not isinstance(stated, dict):
            raise SourceError(path, "its front matter is not a table", _known()) from error
        unknown = [name for name, _ in faults if name not in PageFacts.model_fields]
        if unknown:
            raise SourceError(path, _not_known(unknown), _remedy(unknown[0])) from error
        for name, what in faults:
            if name in DECIDING:
                found = f"the field {name!r} is not usable: {what}"
                raise SourceError(path, found, f"fix or remove it; {_known()}") from error
    refused = dict(faults)
    kept = {name: value for name, value in stated.items() if name not in refused}
    notes = (unusable(name, stated[name], what) for name, what in refused.items())
    return PageFacts.model_validate(kept), tuple(notes)


def _field(place: tuple[int | str, ...]) -> str:
    return str(place[0]) if place else ""


def _not_known(names: list[str]) -> str:
    if len(names) == 1:
        return f"the field {names[0]!r} is not known"
    return f"the fields {', '.join(map(repr, names))} are not known"


def _remedy(name: str) -> str:
    near = get_close_matches(name, PageFacts.model_fields, 1)
    meant = f"did you mean `{near[0]}`? " if near else ""
    passed = "or list it under `ignore_fields` in catalogue.toml"
    return f"{meant}fix or remove it, {passed}; {_known()}"


def _known() -> str:
    return f"known fields: {', '.join(PageFacts.model_fields)}"


def unusable(name: str, value: object, what: str) -> Note:
    """Return the note on a field that can't be used, and so counts as not stated."""
    # A record may hold anything, and as much of it as it likes.
    shown = reprlib.repr(value)
    reason = f"its `{name}` {shown} is not usable and counts as not stated: {what}"
    return reason, "fix it or remove it"


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Return where the first fault is, dotted and counted from 1, and what it is."""
    first = error.errors()[0]
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    return where, _message(first)


def _message(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "extra_forbidden":
        return "it is not known"
    if fault["type"] != "tuple_type":
        return str(fault["msg"]).removeprefix("Value error, ")
    name = fault["loc"][-1]
    return f"write [[{name}]]" if isinstance(fault["input"], dict) else 'write ["one", "two"]'


def readable_facts(stated: dict[str, object]) -> PageFacts:
    """Keep the usable part of a file's own metadata, which was not written for Citewell."""
    kept: dict[str, object] = {}
    for name, value in stated.items():
        try:
            PageFacts.model_validate({name: value})
        except ValidationError:
            # A date like "spring 2024" states nothing that can be shown as a date.
            continue
        kept[name] = value
    return PageFacts.model_validate(kept)
