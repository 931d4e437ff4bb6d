"""A reply as escaped HTML for one message of the chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never
from urllib.parse import quote as percent_encode

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from corpus import Document, Span
from qa.messages import Messages
from qa.messages.days import written_out
from qa.records import FeedbackReason
from qa.reply import Abstention, Answer, QuotedPassage, Referral, Reply
from qa.wire import source_url

_SAFE_SCHEMES = ("tel:", "sms:", "mailto:", "https://", "http://")
# A browser finds a long text by its first and last words; a short one is named whole.
_FRAGMENT_WORDS = 6


@dataclass(frozen=True, slots=True)
class Covered:
    """What the pages hold: (name, link) of sections of the one page, or of several pages."""

    places: tuple[tuple[str, str], ...] = ()
    one_document: bool = True


class Renderer:
    """Renders replies with the texts of one language; everything else is escaped."""

    def __init__(
        self,
        messages: Messages,
        *,
        addressed: bool = False,
        region: str | None = None,
        base: str = "",
    ) -> None:
        """Speak with `messages`; `addressed` where our links have to name the language.

        `region` says how dates are written, `base` below which path we stand (/help).
        """
        self.messages, self._region, self.base = messages, region, base
        self._query = f"?lang={messages.language}" if addressed else ""
        self._templates = Environment(
            loader=PackageLoader("qa.web"), autoescape=True, trim_blocks=True
        )
        self._templates.globals |= {
            "t": messages.text,
            "base": base,
            "day": self.day,
            "lang": lang_attribute,
            "source_link": self.highlight_url,
            "citation_link": lambda cited: self.page_url(cited.document_id, _anchor(cited.span)),
            "chat_link": self.chat_url,
            "list_link": self.list_url,
            "page_link": self.page_url,
            "original_link": original_url,
            "one_page": _one_page,
            "safe_href": safe_href,
        }

    @property
    def right_to_left(self) -> bool:
        """Say whether the language is written from right to left."""
        return self.messages.direction == "rtl"

    @property
    def language(self) -> str:
        """Return the language spoken."""
        return self.messages.language

    def page_url(self, document_id: str, fragment: str = "") -> str:
        """Return the address of a source page, at `fragment`."""
        return f"{self.base}{source_url(document_id)}{self._query}" + (
            f"#{fragment}" if fragment else ""
        )

    def section_url(self, document_id: str, heading: Span) -> str:
        """Return the source page's address at one of its headings."""
        return self.page_url(document_id, f"h{heading.start}")

    def highlight_url(self, passage: QuotedPassage) -> str:
        """Return the source page's address with the highlighted sentence marked."""
        citation = passage.citation
        highlight = passage.highlight.shifted(citation.span.start)
        mark = f"mark={highlight.start}-{highlight.end}"
        query = f"{self._query}&{mark}" if self._query else f"?{mark}"
        return f"{self.base}{source_url(citation.document_id)}{query}#cited"

    def chat_url(self, document_id: str | None = None) -> str:
        """Return the chat's address, about one page where one is named."""
        about = f"about={percent_encode(document_id, safe='')}" if document_id else ""
        joined = "&".join(part for part in (self._query.removeprefix("?"), about) if part)
        return f"{self.base}/?{joined}" if joined else f"{self.base}/"

    def list_url(self, after: str = "") -> str:
        """Return the address of the list of pages, from the one behind `after` on."""
        behind = f"after={percent_encode(after, safe='')}" if after else ""
        joined = "&".join(part for part in (self._query.removeprefix("?"), behind) if part)
        return f"{self.base}/source?{joined}" if joined else f"{self.base}/source"

    def day(self, day: date | None) -> str:
        """Write out a date as people do in the language, or say that it isn't stated."""
        if day is None:
            return self.messages.text("not_stated")
        return written_out(day, self.language, self._region)

    def template(self, name: str, **values: object) -> str:
        """Fill in one of our templates."""
        return self._templates.get_template(name).render(**values)

    def reply(self, reply: Reply, covered: Covered, reply_id: str | None = None) -> str:
        """Return the message that shows `reply`; `covered` is listed where nothing comes close.

        Under an answer with a `reply_id` it asks whether that was what the person looked for.
        """
        match reply:
            case Answer():
                values = {"kind": "answer"}
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
            reply_id=reply_id,
            feedback_reasons=list(FeedbackReason),
            **values,
        ).strip()

    def welcome(self, count: int, page: Document | None) -> str:
        """Return the first message: what this is and isn't; names `page` where there is one."""
        link = self.page_url(page.id) if page else ""
        return self.template("welcome.html", count=count, page=page, link=link).strip()

    def question(self, question: str) -> str:
        """Return what a person typed as a message."""
        return self.template("question.html", question=question).strip()

    def note(self, key: str) -> str:
        """Return one of the fixed texts as a message."""
        return self.template("note.html", text=self.messages.text(key)).strip()


def lang_attribute(language: str | None) -> Markup:
    """Return the attribute that tells a screen reader which language a quote is in."""
    return Markup(' lang="{}"').format(language) if language else Markup("")


def _anchor(span: Span) -> str:
    return f"p{span.start}-{span.end}"


def original_url(passage: QuotedPassage) -> str:
    """Return the publisher's address where a browser shows the highlighted sentence.

    A PDF opens at its page; a web page is searched for the words of a text fragment.
    """
    url, _, fragment = (passage.citation.url or "").partition("#")
    if passage.citation.page is not None:
        return f"{url}#page={passage.citation.page}"
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
