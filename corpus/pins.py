"""`pins.toml`: what staff decided about questions: which words answer, and what none answer."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.beside import files_beside
from corpus.document import Document, Passage, Span
from corpus.errors import PinError, SourceError
from corpus.facts import first_fault
from corpus.printable import said_by
from corpus.questions import question_key

PINS = "pins.toml"
_Words = Annotated[str, Field(min_length=1)]


class Pin(BaseModel):
    """A question and its variants, answered by `quote` in the document of that id.

    `section` names the heading it stands under, where the quote stands more than once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    question: _Words
    variants: tuple[_Words, ...] = ()
    document: _Words
    quote: _Words
    section: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """Return the question and its variants."""
        return (self.question, *self.variants)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the question and of its variants."""
        return tuple(dict.fromkeys(map(question_key, self.questions)))


@dataclass(frozen=True, slots=True)
class Curation:
    """Curated answers, and questions that readers ask and no page answers."""

    pins: tuple[Pin, ...] = ()
    unanswered: tuple[str, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    pin: tuple[Pin, ...] = ()
    unanswered: tuple[_Words, ...] = ()


def read_pins(sources: Iterable[Path]) -> tuple[Pin, ...]:
    """Read the pins beside the pages of `sources`; a question pinned twice is an error."""
    return read_curation(sources).pins


def read_curation(sources: Iterable[Path]) -> Curation:
    """Read every `pins.toml` beside the pages of `sources`; no question may stand there twice."""
    files = [_read(path) for path in files_beside(sources, PINS)]
    pins = tuple(pin for file in files for pin in file.pin)
    unanswered = tuple(question for file in files for question in file.unanswered)
    _check_keys(pins, unanswered)
    return Curation(pins, unanswered)


def _check_keys(pins: Iterable[Pin], unanswered: Iterable[str]) -> None:
    seen: set[str] = set()
    named = [(pin.question, key) for pin in pins for key in pin.keys]
    for question, key in [*named, *((text, question_key(text)) for text in unanswered)]:
        if not key:
            raise PinError(question, "a variant has no words", "fix or remove it")
        if key in seen:
            raise PinError(question, f"{key!r} stands there twice", "keep one of the two")
        seen.add(key)


def _read(path: Path) -> _File:
    known = ", ".join(Pin.model_fields)
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        where, what = first_fault(error)
        found = f"{where!r} is not usable: {what}"
        remedy = f"`unanswered` stands above the first [[pin]], and each [[pin]] knows: {known}"
        raise SourceError(path, found, remedy) from error
    except (OSError, ValueError, RecursionError) as error:
        found = f"it can't be read ({said_by(error)})"
        raise SourceError(path, found, "fix it: no index is built without it") from error


def without_page(pin: Pin) -> PinError:
    """Return the error for a pin whose page isn't there, or doesn't answer."""
    found = f"its document {pin.document!r} is not among the pages that answer"
    remedy = (
        "fix the id (the file's name without its ending, where the page states none), publish or "
        "renew the page, or remove the pin"
    )
    return PinError(pin.question, found, remedy)


def place_of(pin: Pin, document: Document) -> Span:
    """Return where the pinned words stand in `document`; raises PinError where they don't."""
    places = [
        Span(match.start(), match.end())
        for section in document.sections
        if section.body is not None and _is_under(section.path, pin.section)
        for match in _found(pin.quote, document.text, section.body)
    ]
    if len(places) == 1:
        return places[0]
    where = f"{document.id!r}" + (f" under {' > '.join(pin.section)!r}" if pin.section else "")
    if places:
        found = f"its quote stands {len(places)} times in {where}"
        raise PinError(pin.question, found, "quote more words, or name the section")
    found = f"its quote no longer stands in {where}"
    raise PinError(pin.question, found, "review the page, then quote its words as they are now")


def _is_under(path: tuple[str, ...], headings: tuple[str, ...]) -> bool:
    return not headings or path[-len(headings) :] == headings


def _found(quote: str, text: str, body: Span) -> Iterable[re.Match[str]]:
    return re.compile(re.escape(quote)).finditer(text, body.start, body.end)


def passage_with(pin: Pin, place: Span, passages: Iterable[Passage]) -> int:
    """Return the number of the passage that holds `place`, counted from 0."""
    for number, passage in enumerate(passages):
        if passage.span.contains(place):
            return number
    raise PinError(pin.question, "its quote runs over two passages", "quote one sentence of it")
