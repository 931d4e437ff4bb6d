"""Questions worth offering: sections and pinned questions, each tried before it is offered."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice

from corpus import Document, Section
from corpus.questions import question_key
from index import OpenIndex
from qa.pipeline import Assistant
from qa.reply import Answer, QuotedPassage
from qa.web.pinned_questions import PinnedQuestion, pinned_questions
from qa.web.rendering import Covered, Renderer

OFFERED = 4
_PINNED = 2
_LONGEST = 60
_LISTED = 12
_DOCUMENTS_TRIED = 20
_REMEMBERED = 2048


class Suggester:
    """Offers sections of `assistant`'s pages, as headings; `question_for` words the question."""

    def __init__(self, assistant: Assistant, renderer: Renderer, curated: tuple[str, ...]) -> None:
        self._assistant, self._renderer, self._curated = assistant, renderer, curated
        self._leads_back = lru_cache(_REMEMBERED)(self._ask_for)
        self._openings = lru_cache(_REMEMBERED)(self._find_openings)

    @property
    def index(self) -> OpenIndex:
        """Return the index whose pages are offered."""
        return self._assistant.index

    def opening(self, document_id: str | None = None) -> tuple[str, ...]:
        """Offer a few sections of one page, else what is curated, else of the first pages."""
        return self._openings(document_id, self._assistant.today())

    def _find_openings(self, document_id: str | None, _day: date) -> tuple[str, ...]:
        document = self._document(document_id) if document_id else None
        if document is not None:
            return tuple(islice(self._working(_headed(document), document), OFFERED))
        if self._curated:
            return self._curated[:OFFERED]
        return tuple(islice(self._from_first_pages(), OFFERED))

    def _from_first_pages(self) -> Iterator[str]:
        ids = self.index.document_ids[:_DOCUMENTS_TRIED]
        for name in ids:
            document = self._document(name)
            if document is not None:
                offered = self._working(_headed(document), document)
                yield from offered if len(ids) == 1 else islice(offered, 1)

    def following(self, quoted: QuotedPassage, asked: Sequence[str] = ()) -> tuple[str, ...]:
        """Offer what may be asked after `quoted`, and wasn't `asked` yet.

        Pinned questions on its section and the next ones, sections around it, then what is curated.
        """
        known = {question_key(question) for question in asked}
        curated = [text for text in self._curated if question_key(text) not in known]
        near = islice(self._near(quoted, asked), OFFERED - bool(curated))
        return (*near, *curated)[:OFFERED]

    def _near(self, quoted: QuotedPassage, asked: Sequence[str]) -> Iterator[str]:
        citation = quoted.citation
        document = self._document(citation.document_id)
        if document is None:
            return
        sections = [s for s in document.sections if s.body]
        here = next((n for n, s in enumerate(sections) if s.path == citation.section), 0)
        # The next sections, then the ones before.
        after, before = sections[here + 1 : here + 4], sections[max(0, here - 3) : here]
        around = [*after, *reversed(before)]
        pinned = [p for p in self._pinned.get(document.id, ()) if self._is_new(p, quoted, asked)]
        told: set[tuple[str, ...]] = set()
        for section in (sections[here], *around) if sections else ():
            first = next((p for p in pinned if p.section == section.path), None)
            if first and len(told) < _PINNED and self._answers(first):
                told.add(section.path)
                yield first.text
        left = [section for section in around if section.path not in told]
        yield from self._working(left, document)

    def _is_new(self, pinned: PinnedQuestion, quoted: QuotedPassage, asked: Sequence[str]) -> bool:
        """Say whether neither `quoted` nor an earlier question leads to the pinned words."""
        seen = quoted.highlight.shifted(quoted.citation.span.start)
        if seen.start < pinned.place.end and pinned.place.start < seen.end:
            return False
        leads_to = (self.index.curated.pinned(question) for question in asked)
        return all(pin is None or pin[1] != pinned.place for pin in leads_to)

    def _answers(self, pinned: PinnedQuestion) -> bool:
        today = self._assistant.today()
        return self._leads_back(pinned.text, pinned.document_id, pinned.section, today)

    @cached_property
    def _pinned(self) -> dict[str, list[PinnedQuestion]]:
        try:
            return pinned_questions(self.index)
        except OSError:
            # A newer build has cleared the folder away; what is open answers on without it.
            return {}

    def covered(self) -> Covered:
        """List what the pages hold: the sections of the one page, or the first pages' titles."""
        ids = self.index.document_ids[:_LISTED]
        documents = [d for name in ids if (d := self._document(name))]
        if len(documents) == 1:
            page = documents[0]
            places = [
                (s.path[-1], self._renderer.section_url(page.id, s.heading))
                for s in _headed(page)
                if s.heading is not None
            ]
            return Covered(tuple(places[:_LISTED]))
        return Covered(
            tuple((d.title, self._renderer.page_url(d.id)) for d in documents), one_document=False
        )

    def _document(self, document_id: str) -> Document | None:
        """Return the page if it may be quoted today: expired pages are no longer offered."""
        document = self.index.document(document_id)
        return document if document and document.answers_on(self._assistant.today()) else None

    def question_for(self, offered: str) -> str:
        """Return the question that `offered` stands for; a curated question is asked as it is."""
        if offered.rstrip().endswith(("?", "？", "؟")):
            return offered
        return self._renderer.messages.text("chat_example_question", heading=offered)

    def _working(self, sections: Iterable[Section], document: Document) -> Iterator[str]:
        for section in sections:
            if section.heading is None or section.body is None or _lists_sources(section, document):
                continue
            heading = section.path[-1]
            if len(heading) <= _LONGEST and self._leads_back(
                self.question_for(heading), document.id, section.path, self._assistant.today()
            ):
                yield heading

    def _ask_for(self, question: str, document_id: str, path: tuple[str, ...], _day: date) -> bool:
        reply = self._assistant.ask(question, 1)
        if not isinstance(reply, Answer):
            return False
        citation = reply.passages[0].citation
        return citation.document_id == document_id and citation.section == path


def _headed(document: Document) -> list[Section]:
    return [
        s for s in document.sections if s.heading and s.body and not _lists_sources(s, document)
    ]


def _lists_sources(section: Section, document: Document) -> bool:
    body = section.body.of(document.text) if section.body else ""
    return any(source in body for source in document.sources)
