"""A web page becomes its main content, and what it states about itself."""

import codecs
import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.errors import SourceError
from corpus.outline import Block
from corpus.parsers.decoding import decode
from corpus.parsers.html_blocks import html_blocks
from corpus.parsers.html_facts import html_facts
from corpus.parsers.html_main import main_content
from corpus.parsers.page import ParsedPage, equations_note

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
# Where the HTML standard says a browser looks for the encoding.
_HEAD_BYTES = 1024
# What an XML reader would read of other files, and a browser shows as "]>".
_DECLARATIONS = re.compile(r"<!doctype[^>\[]*\[", re.I)
# Each level costs another look at the same words.
_DEEPEST = 500
# The parser takes time with the square of the elements that stand open.
_MOST_OPEN = 2000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSE_THEMSELVES = {
    *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "br", "hr"),
    *("img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"),
}


def parse_chapter(path: Path, raw: bytes) -> list[Block]:
    """Return the blocks of one chapter of a book."""
    root = main_content(html_tree(path, decode(path, raw, _declared(raw))))
    return [] if root is None else html_blocks(root)


def html_tree(path: Path, html: str) -> LexborHTMLParser:
    """Read `html`; raises SourceError for what would take too long to go through."""
    if _DECLARATIONS.search(html[:_HEAD_BYTES]):
        raise SourceError(path, "it declares entities", "save the page again from a browser")
    too_deep = _open_elements(html) > _MOST_OPEN
    tree = LexborHTMLParser("" if too_deep else html)
    if too_deep or _depth(tree.root) > _DEEPEST:
        found = f"its elements are nested more than {_DEEPEST} deep"
        raise SourceError(path, found, "save the page again from a browser")
    return tree


def _open_elements(html: str) -> int:
    """Return how many elements stand open at most, as far as the tags tell."""
    count = most = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _CLOSE_THEMSELVES:
            count = max(0, count - 1) if tag[1] else count + 1
            most = max(most, count)
    return most


def parse_html(path: Path, raw: bytes, encoding: str | None) -> ParsedPage:
    """Read one web page; its title is its first level-1 heading, else its `<title>`."""
    tree = html_tree(path, decode(path, raw, encoding or _declared(raw)))
    stated = html_facts(tree)
    headlines = tree.css("h1")
    headline = " ".join(headlines[0].text().split()) if len(headlines) == 1 else None
    root = main_content(tree)
    blocks = [] if root is None else html_blocks(root)
    if not any(block.level == 0 for block in blocks):
        found = "its main content holds no text, as on pages that a script fills in"
        raise SourceError(path, found, "save the page as a browser shows it, or remove it")
    title = stated.title
    named = headline and (title is None or headline.casefold() in title.casefold())
    if headline and named and not any(block.level == 1 for block in blocks):
        # The page's headline may stand in a banner above the main content; so may the site's name.
        blocks.insert(0, Block(headline, level=1))
    equations = 0 if root is None else len(root.css("math"))
    notes = (*stated.notes, *equations_note(equations))
    return ParsedPage(stated.facts, tuple(blocks), title, notes)


def _depth(root: LexborNode | None) -> int:
    """Return how deep elements are nested, without recursion: this is what guards the rest."""
    level = [] if root is None else [root]
    depth = 0
    while level and depth <= _DEEPEST:
        level = [child for node in level for child in node.iter()]
        depth += 1
    return depth


def _declared(raw: bytes) -> str | None:
    found = _CHARSET.search(raw[:_HEAD_BYTES])
    if found is None:
        return None
    name = found[1].decode("ascii", "replace")
    try:
        canonical = codecs.lookup(name).name
    except LookupError:
        return name
    # Browsers read both names as the larger set, so the page was checked in that set too.
    return "cp1252" if canonical in ("iso8859-1", "ascii") else canonical
