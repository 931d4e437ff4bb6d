"""A reply as escaped HTML for one message of the chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never
from urllib.parse import quote as percent_encode

from babel.dates import format_date
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from corpus import Document, Span
from qa.messages import Messages
from qa.reply import Abstention, Answer, QuotedPassage, Referral, Reply
from qa.wire import source_url

_HIGH, _MEDIUM = 0.85, 0.65
_SAFE_SCHEMES = ("tel:", "sms:", "mailto:", "https://", "http://")
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
# A browser finds a long text by its first and last words; a short one is named whole.
_FRAGMENT_WORDS = 6


@dataclass(frozen=True, slots=True)
class Covered:
    """What the pages hold: (name, link) of sections of the one page, or of several pages."""

    places: tuple[tuple[str, str], ...] = ()
    one_document: bool = True


class Renderer:
    """Renders replies with the texts of one language; everything else is escaped."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages
        self._templates = Environment(
            loader=PackageLoader("qa.web"), autoescape=True, trim_blocks=True
        )
        self._templates.globals |= {
            "t": messages.text,
            "day": self.day,
            "lang": lang_attribute,
            "source_link": highlight_url,
            "citation_link": lambda citation: source_url(citation.document_id, citation.span),
            "original_link": original_url,
            "one_page": _one_page,
            "safe_href": safe_href,
        }

    @property
    def right_to_left(self) -> bool:
        """Say whether the language is written from right to left."""
        return self.messages.language.partition("-")[0] in _RIGHT_TO_LEFT

    def day(self, day: date | None) -> str:
        """Write out a date as people do in the language, or say that it isn't stated."""
        if day is None:
            return self.messages.text("not_stated")
        return str(format_date(day, "long", locale=self.messages.language.replace("-", "_")))

    def template(self, name: str, **values: object) -> str:
        """Fill in one of our templates."""
        return self._templates.get_template(name).render(**values)

    def reply(self, reply: Reply, covered: Covered) -> str:
        """Return the message that shows `reply`; `covered` is listed where nothing comes close."""
        match reply:
            case Answer():
                values = {"kind": "answer", "confidence": confidence_key(reply.confidence)}
            case Abstention():
                values = {"kind": "abstention"}
            case Referral():
                values = {"kind": "referral"}
            case _:
                assert_never(reply)
        return self.template(
            "reply.html",
            reply=reply,
            covered=covered.places,
            one_document=covered.one_document,
            **values,
        ).strip()

    def welcome(self, count: int, page: Document | None) -> str:
        """Return the first message: what this is and isn't; names `page` where there is one."""
        link = source_url(page.id) if page else ""
        return self.template("welcome.html", count=count, page=page, link=link).strip()

    def question(self, question: str) -> str:
        """Return what a person typed as a message."""
        return self.template("question.html", question=question).strip()

    def note(self, key: str) -> str:
        """Return one of the fixed texts as a message."""
        return self.template("note.html", text=self.messages.text(key)).strip()


def confidence_key(confidence: float) -> str:
    """Return the key of the words for a probability."""
    if confidence >= _HIGH:
        return "answer_confidence_high"
    return "answer_confidence_medium" if confidence >= _MEDIUM else "answer_confidence_low"


def lang_attribute(language: str | None) -> Markup:
    """Return the attribute that tells a screen reader which language a quote is in."""
    return Markup(' lang="{}"').format(language) if language else Markup("")


def highlight_url(passage: QuotedPassage) -> str:
    """Return the source page's address at the passage, with the highlighted sentence marked."""
    citation = passage.citation
    highlight = passage.highlight.shifted(citation.span.start)
    return f"{source_url(citation.document_id)}?mark={highlight.start}-{highlight.end}#cited"


def original_url(passage: QuotedPassage) -> str:
    """Return the publisher's address with a text fragment that finds the highlighted sentence."""
    url, _, fragment = (passage.citation.url or "").partition("#")
    words = passage.highlighted.split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        text = _fragment(words)
    else:
        text = f"{_fragment(words[:_FRAGMENT_WORDS])},{_fragment(words[-_FRAGMENT_WORDS:])}"
    return f"{url}#{fragment}:~:text={text}"


def _fragment(words: Sequence[str]) -> str:
    # A hyphen or comma would end this part of the fragment; `quote` leaves a hyphen alone.
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")


def safe_href(href: str | None) -> bool:
    """Say whether an operator's link may be clicked: a call, a message, a mail or a web page."""
    return bool(href) and str(href).lower().startswith(_SAFE_SCHEMES)


def _one_page(passages: Sequence[QuotedPassage], first: QuotedPassage) -> bool:
    return all(p.citation.document_id == first.citation.document_id for p in passages)


def section_url(document_id: str, heading: Span) -> str:
    """Return the source page's address at one of its headings."""
    return f"{source_url(document_id)}#h{heading.start}"
