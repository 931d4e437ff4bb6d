"""The part of a web page that its reader came for, without what surrounds it on every page."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.parsers.html_blocks import HEADINGS
from corpus.parsers.html_marked import FOLDED, HEADED, LEFT_OUT
from corpus.parsers.html_named import holds_links_alone, is_around, is_chrome, is_control
from corpus.parsers.html_tabs import head, head_answers, head_panels

_AROUND = "nav, form, dialog, [role=navigation], [role=search], [role=dialog], [role=alertdialog]"
_AROUND_BODY = (
    "header, footer, aside, [role=banner], [role=contentinfo], [role=complementary], menu"
)
# What opens these may be a script, of which nothing stands in the page.
_OPENED = re.compile(
    r".*(?:accordion|collaps|toggle|faq|answer|expand|tab-?pane|tab-?content).*", re.IGNORECASE
)
_HIDDEN = "[hidden]:not([hidden=until-found]), [style*='display:none'], [style*='display: none']"
_LINES = {"div", "p", "button", "a", "dt", "span"}
_MAY_BE_CONTROLS = {"p", "li", "div", "section", "span", "small", "td"}
# A part that holds more of the words than this is the page, whatever it is called. A cookie
# notice can be longer than a short page, and what is named for one is hardly ever the page.
_MOST, _MOST_NAMED = 0.5, 0.9


def main_content(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds the page's own words, what surrounds them marked in `tree`.

    It is `<main>` or role="main", else the only `<article>`, else the body without header,
    footer and asides. Navigation, forms, dialogs, cookie notices, breadcrumbs and share
    buttons go everywhere; so does what is hidden, unless a press on something shows it.
    """
    body = tree.body
    if body is None:
        return None
    root = body.css_first("main, [role=main]") or _only(body.css("article"))
    if root is None:
        _cut(body, [n for n in body.css(_AROUND_BODY) if not _inside(n, "article")])
        _cut(body, [n for n in body.css("ul, ol, table, p, td") if _mere_links(n)])
        _cut(body, [n for n in body.css("[class], [id]") if is_chrome(n)])
    else:
        body = root
    _cut(body, body.css(_AROUND))
    _cut(body, [n for n in body.css("[class], [id]") if is_around(n)], _MOST_NAMED)
    _cut(body, [n for n in body.css("aside") if holds_links_alone(n)])
    _cut(body, [n for n in _beside_links(body) if is_control(n)])
    _leave_out_signs(body)
    head_panels(body)
    head_answers(body)
    _leave_out_hidden(tree, body)
    return body


def shown_content(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the body, all of which is the page's own, with what is hidden marked in `tree`."""
    if tree.body is not None:
        _leave_out_signs(tree.body)
        _leave_out_hidden(tree, tree.body)
    return tree.body


def _leave_out_signs(body: LexborNode) -> None:
    """Leave out links within the page that are signs alone: "¶" at a heading, "↩" at a note."""
    _cut(body, [n for n in body.css("a[href^='#']") if not any(map(str.isalnum, n.text()))])


def _leave_out_hidden(tree: LexborHTMLParser, body: LexborNode) -> None:
    shown = set(_shown(tree))
    for node in body.css("[id]"):
        if node.attributes.get("id") in shown:
            node.attrs[FOLDED] = ""
    hidden = [n for n in body.css(_HIDDEN) if FOLDED not in n.attrs and HEADED not in n.attrs]
    _cut(body, [node for node in hidden if not _opens_above(node)])
    for node in hidden:
        line = _before(node)
        if LEFT_OUT not in node.attrs and line is not None and line.tag in _LINES:
            head(line, node)
    _cut(body, [n for n in body.css("[aria-hidden=true]") if not any(map(str.isalnum, n.text()))])


def _shown(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the ids of what a press on something shows."""
    for node in tree.css("[aria-controls]"):
        yield from _words(node, "aria-controls")
    for node in tree.css("[data-target], [data-bs-target], a[aria-expanded][href]"):
        for name in ("data-target", "data-bs-target", "href"):
            yield (node.attributes.get(name) or "").removeprefix("#")


def _opens_above(node: LexborNode) -> bool:
    """Say whether `node` is named as what a press shows, or stands below what opens it."""
    around: LexborNode | None = node
    for _ in range(3):
        if around is None:
            break
        names = _words(around, "class")
        if around.attributes.get("role") == "tabpanel" or any(map(_OPENED.fullmatch, names)):
            return True
        around = around.parent
    before = _before(node)
    if before is None:
        return False
    return before.tag in HEADINGS or before.css_first("[aria-expanded]") is not None


def _before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before


def _only(nodes: list[LexborNode]) -> LexborNode | None:
    return nodes[0] if len(nodes) == 1 else None


def _cut(root: LexborNode, nodes: list[LexborNode], most: float = _MOST) -> None:
    # Marked, not removed: removing frees the memory of nodes inside it that are yet to come.
    length = _length(root)
    for node in nodes:
        if node.mem_id != root.mem_id and _length(node) <= most * length:
            node.attrs[LEFT_OUT] = ""


def _length(node: LexborNode) -> int:
    return len("".join(node.text(deep=True).split()))


def _inside(node: LexborNode, tag: str) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == tag:
            return True
        parent = parent.parent
    return False


def _mere_links(node: LexborNode) -> bool:
    links = node.css("a")
    return len(links) > 3 and sum(map(_length, links)) > 0.8 * _length(node)


def _beside_links(body: LexborNode) -> Iterator[LexborNode]:
    """Yield what links stand in, each once."""
    seen: set[int] = set()
    for link in body.css("a"):
        around = link.parent
        if around is not None and around.mem_id not in seen and around.tag in _MAY_BE_CONTROLS:
            seen.add(around.mem_id)
            yield around


def _words(node: LexborNode, attribute: str) -> list[str]:
    return (node.attributes.get(attribute) or "").split()
