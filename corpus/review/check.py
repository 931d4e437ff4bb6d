"""Read sources as a build would, and say what their owner should look at."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.document import Document
from corpus.errors import PinError
from corpus.findings import Finding
from corpus.parsers.ahead import default_workers
from corpus.pins import Pin, place_of, read_pins, without_page
from corpus.printable import printable
from corpus.review.alike import Comparer
from corpus.review.concern import Concern, Level
from corpus.review.pages import concerns_of
from corpus.review.state import State, state_on
from corpus.sources import read_sources


@dataclass(frozen=True, slots=True)
class Checked:
    """Every document's id with its state, in order, and the concerns, the gravest first."""

    states: tuple[tuple[str, State], ...]
    concerns: tuple[Concern, ...]


def check_sources(
    sources: Sequence[Path], day: date, done: Callable[[int], None] = lambda _: None
) -> Checked:
    """Check every page of `sources` as it stands on `day`; `done` hears 1 for each."""
    findings: list[Finding] = []
    states: list[tuple[str, State]] = []
    concerns: list[Concern] = []
    pins, comparer = read_pins(sources), Comparer()
    answering: set[str] = set()
    for document in read_sources(sources, findings.append, default_workers()):
        done(1)
        states.append((document.id, state_on(document, day)))
        concerns += concerns_of(document, day)
        if document.answers_on(day):
            answering.add(document.id)
            # A page that never answers can't contradict another.
            concerns += comparer.compare(document)
            concerns += _pins_of(document, pins)
    concerns += _pins_without_page(pins, answering)
    concerns += [
        Concern(Level.WARNING, "file", printable(f.file), f.reason, f.remedy) for f in findings
    ]
    grave = list(Level)
    concerns.sort(key=lambda concern: (grave.index(concern.level), concern.check))
    return Checked(tuple(states), tuple(concerns))


def _pins_of(document: Document, pins: Iterable[Pin]) -> Iterator[Concern]:
    for pin in pins:
        if pin.document == document.id:
            try:
                place_of(pin, document)
            except PinError as error:
                yield _broken(error)


def _pins_without_page(pins: Iterable[Pin], answering: set[str]) -> Iterator[Concern]:
    for pin in pins:
        if pin.document not in answering:
            yield _broken(without_page(pin))


def _broken(error: PinError) -> Concern:
    return Concern(Level.ERROR, "pin", error.question, error.found, error.remedy)
