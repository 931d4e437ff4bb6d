"""Questions worth offering: sections of the open index, each tried before it is offered."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice

from corpus import Document, Section
from index import OpenIndex
from qa.pipeline import Assistant
from qa.reply import Answer, Citation
from qa.web.rendering import Covered, Renderer

OFFERED = 4
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

    def following(self, citation: Citation, asked: Sequence[str] = ()) -> tuple[str, ...]:
        """Offer the sections around the cited one, then what is curated and wasn't `asked` yet."""
        curated = (question for question in self._curated if question not in asked)
        return (*self._around(citation), *curated)[:OFFERED]

    def _around(self, citation: Citation) -> tuple[str, ...]:
        """Offer the next two sections, then the one before."""
        document = self._document(citation.document_id)
        if document is None:
            return ()
        sections = [s for s in document.sections if s.body]
        here = next((n for n, s in enumerate(sections) if s.path == citation.section), 0)
        near = [*sections[here + 1 : here + 3], *reversed(sections[max(0, here - 2) : here])]
        return tuple(islice(self._working(near, document), OFFERED - 1))

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
        """Return the page where it may be quoted today: what has expired is offered no more."""
        document = self.index.document(document_id)
        return document if document and document.answers_on(self._assistant.today()) else None

    def question_for(self, offered: str) -> str:
        """Return the question that `offered` stands for; a curated question is asked as it is."""
        if offered.rstrip().endswith(("?", "？", "؟")):
            return offered
        return self._renderer.messages.text("chat_example_question", heading=offered)

    def _working(self, sections: Iterable[Section], document: Document) -> Iterator[str]:
        for section in sections:
            if not section.path or section.body is None or _lists_sources(section, document):
                continue
            heading = section.path[-1]
            if len(heading) <= _LONGEST and self._leads_back(
                document.id, section.path, self._assistant.today()
            ):
                yield heading

    def _ask_for(self, document_id: str, path: tuple[str, ...], _day: date) -> bool:
        reply = self._assistant.ask(self.question_for(path[-1]), 1)
        if not isinstance(reply, Answer):
            return False
        citation = reply.passages[0].citation
        return citation.document_id == document_id and citation.section == path


def _headed(document: Document) -> list[Section]:
    return [s for s in document.sections if s.path and s.body and not _lists_sources(s, document)]


def _lists_sources(section: Section, document: Document) -> bool:
    body = section.body.of(document.text) if section.body else ""
    return any(source in body for source in document.sources)
