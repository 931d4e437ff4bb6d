"""A quote with its citation, ready to paste into a mail, a web page or a Markdown editor."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from qa.messages.days import OF_STAFF, written_out
from qa.reply import Citation

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&!])")
# At the head of a line these begin a list, a rule or a heading.
_HEADING = re.compile(r"^(\s*)([-+=])")
_NUMBER = re.compile(r"^(\s*\d+)([.)])")


@dataclass(frozen=True, slots=True)
class Copied:
    """The same quote in three forms; none changes a word of it."""

    text: str
    html: str
    markdown: str


def copied(quote: str, citation: Citation, address: str, region: str | None = None) -> Copied:
    """Return `quote` with its citation; `address` is that of its source page.

    `region` says how dates are written.
    """
    place = " › ".join((citation.title, *citation.section))
    day = citation.reviewed_on
    reviewed = written_out(day, OF_STAFF, region) if day else "not stated"
    facts = [part for part in (citation.publisher, f"last reviewed: {reviewed}") if part]
    said = ", ".join(facts)
    link = citation.url or address
    html = Markup(
        '<blockquote cite="{link}"><p>{quote}</p></blockquote>'
        '<p>Source: <a href="{link}">{place}</a>, {said}</p>'
    ).format(link=link, quote=_lines(quote), place=place, said=said)
    quoted = "\n".join(f"> {_plain(line)}".rstrip() for line in quote.split("\n"))
    return Copied(
        f"“{quote}”\n\nSource: {place}, {said}\n{link}\n",
        str(html),
        f"{quoted}\n\nSource: [{_plain(place)}](<{link}>), {_plain(said)}\n",
    )


def _lines(quote: str) -> Markup:
    return Markup("<br>").join(quote.split("\n"))


def _plain(text: str) -> str:
    """Keep Markdown from reading a star or an underscore of the quote as its own."""
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return _NUMBER.sub(r"\1\\\2", _HEADING.sub(r"\1\\\2", escaped))
