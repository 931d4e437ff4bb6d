"""The types that carry a publisher's text; every position is an offset in code points."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range [start, end) of code points in one document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"need 0 <= start < end, got [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """Return the characters this span covers."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Say whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, offset: int) -> "Span":
        """Return the same range counted from another origin; `offset` may be negative."""
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, up to the next heading of any level.

    `path` holds the headings from the outermost to this one; text before the first heading
    has an empty path. A heading without text of its own has no body. Text that goes on after a
    fold-out answer has no heading of its own: its path is the one that the fold-out stands in.
    """

    path: tuple[str, ...]
    heading: Span | None
    body: Span | None

    def __post_init__(self) -> None:
        if self.heading is None and self.body is None:
            raise ValueError("a section needs a heading or a body")
        if self.heading is not None and not self.path:
            raise ValueError("a section with a heading has a path, got ()")


class Status(StrEnum):
    """What the page's owner says of it; only published pages answer."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PageMark:
    """From code point `start` on, the text stands on the printed page `number`, from 1."""

    start: int
    number: int


DATE_FIELDS = (
    "published_on",
    "modified_on",
    "reviewed_on",
    "review_due_on",
    "expires_on",
    "retrieved_on",
)
"""The fields of a document that hold a day, in the order of its life."""


@dataclass(frozen=True, slots=True)
class Document:
    """One reviewed page. `text` is what a reader sees; a field the page doesn't state is None.

    `page_marks` are in order and empty where the source has no printed pages.
    """

    id: str
    title: str
    text: str
    sections: tuple[Section, ...]
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    licence: str | None = None
    language: str | None = None
    published_on: date | None = None
    modified_on: date | None = None
    reviewed_on: date | None = None
    review_due_on: date | None = None
    expires_on: date | None = None
    retrieved_on: date | None = None
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: Status = Status.PUBLISHED
    page_marks: tuple[PageMark, ...] = ()

    def __post_init__(self) -> None:
        if not self.id or len(self.id) > 200 or not self.id.isprintable():
            raise ValueError(f"a document id is 1 to 200 printable characters, got {self.id!r}")
        if not self.title.strip():
            raise ValueError(f"document {self.id!r} has no title")
        end = 0
        for section in self.sections:
            for span in (section.heading, section.body):
                if span is None:
                    continue
                if span.start < end or span.end > len(self.text):
                    raise ValueError(f"document {self.id!r}: {span} overlaps or leaves the text")
                end = span.end

    def page_of(self, position: int) -> int | None:
        """Return the printed page, from 1, on which code point `position` stands."""
        number = bisect_right(self.page_marks, position, key=lambda mark: mark.start)
        return self.page_marks[number - 1].number if number else None

    def answers_on(self, day: date) -> bool:
        """Say whether the page may be quoted on `day`: published by then, and not expired."""
        early = self.published_on is not None and self.published_on > day
        expired = self.expires_on is not None and self.expires_on < day
        return self.status is Status.PUBLISHED and not early and not expired


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of one section, short enough for the encoder, cut only at sentence ends.

    `sentences` are spans in the document's text, in order, without overlap, inside `span`.
    """

    document_id: str
    span: Span
    text: str
    section: tuple[str, ...]
    sentences: tuple[Span, ...]

    def __post_init__(self) -> None:
        if len(self.text) != self.span.end - self.span.start:
            raise ValueError(f"{self.id}: the text is {len(self.text)} long, not as its span")
        end = self.span.start
        for sentence in self.sentences:
            if sentence.start < end or sentence.end > self.span.end:
                raise ValueError(f"{self.id}: sentence {sentence} overlaps or leaves the passage")
            end = sentence.end
        if not self.sentences:
            raise ValueError(f"{self.id}: a passage has at least one sentence")

    @property
    def id(self) -> str:
        """Name the passage by its document and place, so that the same text has the same id."""
        return f"{self.document_id}:{self.span.start}-{self.span.end}"

    def sentence_text(self, number: int) -> str:
        """Return the text of sentence `number`, counted from 0."""
        return self.sentences[number].shifted(-self.span.start).of(self.text)
