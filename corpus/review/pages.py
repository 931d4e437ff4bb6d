"""What can be seen of one page alone."""

from collections.abc import Iterator
from datetime import date

from corpus.document import Document, Section, Status
from corpus.review.concern import Concern, Level
from corpus.review.state import State, state_on
from corpus.sentences import sentence_spans

# About 256 of an encoder's tokens: what stands behind them is never seen by the search.
LONGEST_SENTENCE_WORDS = 180
_SHORTEST_SHOUT = 40
_SHOUTED = 0.8
_PROVENANCE = ("publisher", "url", "language", "reviewed_on")


def concerns_of(document: Document, day: date) -> Iterator[Concern]:
    """Yield what the document's owner should look at."""
    yield from _state(document, day)
    if document.status is Status.WITHDRAWN:
        # Whoever took a page back has nothing more to do to it.
        return
    yield from _dates(document, day)
    missing = [name for name in _PROVENANCE if getattr(document, name) is None]
    if missing:
        found = f"it doesn't state its {', '.join(missing)}"
        remedy = "state them in the page or in catalogue.toml"
        yield Concern(Level.WARNING, "provenance", document.id, found, remedy)
    yield from _empty_sections(document)
    for section in document.sections:
        yield from _unreachable(document, section)


def _state(document: Document, day: date) -> Iterator[Concern]:
    match state_on(document, day):
        case State.OVERDUE:
            found = f"its review was due on {document.review_due_on}; it answers with a warning"
            remedy = "review it and move `review_due_on`"
            yield Concern(Level.WARNING, "review", document.id, found, remedy)
        case State.EXPIRED:
            found = f"it expired on {document.expires_on} and never answers"
            remedy = "renew it and move `expires_on`, or remove it"
            yield Concern(Level.WARNING, "review", document.id, found, remedy)
        case State.DRAFT if document.status is Status.PUBLISHED:
            found = f"it is to be published on {document.published_on} and doesn't answer before"
            remedy = "build again on that day, or fix `published_on`"
            yield Concern(Level.WARNING, "review", document.id, found, remedy)
        case State.DRAFT | State.WITHDRAWN as state:
            found = f"it is {state} and never answers"
            remedy = "nothing, if that is meant"
            yield Concern(Level.NOTE, "review", document.id, found, remedy)
        case _:
            return


def _dates(document: Document, day: date) -> Iterator[Concern]:
    for name in ("modified_on", "reviewed_on", "retrieved_on"):
        stated: date | None = getattr(document, name)
        if stated is not None and stated > day:
            found = f"its `{name}` is {stated}, which is yet to come"
            yield Concern(Level.WARNING, "dates", document.id, found, "fix the date")
    reviewed, due = document.reviewed_on, document.review_due_on
    if reviewed is not None and due is not None and due <= reviewed:
        found = f"it was reviewed on {reviewed}, and the next review was due on {due}"
        yield Concern(Level.WARNING, "dates", document.id, found, "move `review_due_on`")


def _empty_sections(document: Document) -> Iterator[Concern]:
    following = [*document.sections[1:], None]
    for section, after in zip(document.sections, following, strict=True):
        opens = after is not None and len(after.path) > len(section.path)
        if section.body is None and not opens:
            found = f"its section {' > '.join(section.path)!r} is empty"
            remedy = "add text below the heading or remove it"
            yield Concern(Level.WARNING, "empty section", document.id, found, remedy)


def _unreachable(document: Document, section: Section) -> Iterator[Concern]:
    if section.body is None:
        return
    text = section.body.of(document.text)
    place = " > ".join(section.path) or "the text above the first heading"
    longest = max((len(span.of(text).split()) for span in sentence_spans(text)), default=0)
    if longest > LONGEST_SENTENCE_WORDS:
        found = f"a sentence of {longest} words in {place!r} is too long to be found by its end"
        yield Concern(Level.WARNING, "unreachable", document.id, found, "make it several")
    if any(_is_shouted(block) for block in text.split("\n\n")):
        found = f"{place!r} has a paragraph in capital letters, which are hard to read and to find"
        yield Concern(Level.WARNING, "unreachable", document.id, found, "write it as a sentence")
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(" | " in line or "\t" in line for line in lines):
        found = f"{place!r} is only a table, and nobody asks in the words of a table"
        yield Concern(
            Level.NOTE, "unreachable", document.id, found, "say in a sentence what it shows"
        )


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    shouted = sum(c.isupper() for c in letters)
    return len(letters) >= _SHORTEST_SHOUT and shouted > _SHOUTED * len(letters)
