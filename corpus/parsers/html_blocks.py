"""From a tree of HTML to blocks: paragraphs, headings, readable lists and tables."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.outline import Block

# Deeper than pages are laid out; below it the words are kept and the structure is not.
DEEPEST = 100
# An element with this attribute is no part of the page's own words.
LEFT_OUT = "data-citewell-left-out"
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_WORDLESS = {
    *("script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas"),
    *("button", "input", "select", "textarea", "option", "head", "title", "meta", "link"),
    *("audio", "video", "map", "datalist", "progress", "meter", "img", "picture"),
}
_INLINE = {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
    *("font", "i", "ins", "kbd", "label", "mark", "output", "q", "rp", "rt", "ruby", "s", "samp"),
    *("small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr"),
}
_OPENERS = {"aria-controls", "aria-expanded"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BESIDE_BREAK = re.compile(r" *\n *")
_RAISED = str.maketrans("0123456789+-−n()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ⁽⁾")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_RAISABLE, _LOWERABLE = re.compile(r"[\d+\-−n()]+"), re.compile(r"[\d+\-−()]+")

# A piece of running text, a finished block, or None where a block of running text ends.
_Piece = str | Block | None


def fragment_blocks(html: str) -> list[Block]:
    """Return the blocks of a piece of HTML, such as stands in a Markdown page."""
    body = LexborHTMLParser(html).body
    return [] if body is None else html_blocks(body)


def html_blocks(node: LexborNode) -> list[Block]:
    """Return what a reader sees of `node`, in order."""
    return list(_joined(_children(node, 0)))


def _joined(pieces: Iterable[_Piece]) -> Iterator[Block]:
    running: list[str] = []
    for piece in (*pieces, None):
        if isinstance(piece, str):
            running.append(piece)
            continue
        text = _tidy("".join(running))
        running = []
        if text:
            yield Block(text)
        if isinstance(piece, Block):
            yield piece


def _tidy(text: str) -> str:
    # A soft hyphen is a place to break a line, which no reader sees.
    return _BESIDE_BREAK.sub("\n", re.sub(" +", " ", text.replace("\xad", ""))).strip()


def _children(node: LexborNode, depth: int) -> Iterator[_Piece]:
    if depth > DEEPEST:
        yield _SPACES.sub(" ", node.text(deep=True, separator=" "))
        return
    for child in node.iter(include_text=True):
        yield from _pieces(child, depth + 1)


def _pieces(node: LexborNode, depth: int) -> Iterator[_Piece]:
    tag = node.tag or ""
    if node.is_text_node:
        yield _SPACES.sub(" ", node.text(deep=False) or "")
    elif LEFT_OUT in node.attributes:
        return
    elif tag in _BLOCKS and depth <= DEEPEST:
        yield None
        yield from _BLOCKS[tag](node, depth)
        yield None
    elif tag == "button" and _OPENERS & node.attributes.keys():
        # The question of a fold-out answer.
        yield from (None, *_children(node, depth), None)
    elif tag in ("sup", "sub"):
        yield _shifted(node, depth)
    elif tag == "br":
        yield "\n"
    elif tag in _INLINE:
        yield from _children(node, depth)
    elif node.is_element_node and tag not in _WORDLESS:
        yield None
        yield from _children(node, depth)
        yield None


def _flat(node: LexborNode, depth: int, between: str = "\n") -> str:
    return between.join(block.text for block in _joined(_children(node, depth)))


def _shifted(node: LexborNode, depth: int) -> str:
    """Keep 10⁹ from reading as 109, and CO₂ as a word."""
    text = _flat(node, depth)
    if node.tag == "sup":
        return text.translate(_RAISED) if _RAISABLE.fullmatch(text) else text
    return text.translate(_LOWERED) if _LOWERABLE.fullmatch(text) else text


def _heading(node: LexborNode, depth: int, level: int) -> Iterator[_Piece]:
    text = _flat(node, depth, " ").replace("\n", " ")
    if text:
        yield Block(text, level)


def _preformatted(node: LexborNode, depth: int) -> Iterator[_Piece]:  # noqa: ARG001
    text = (node.text(deep=True) or "").strip("\n")
    if text.strip():
        yield Block(text)


def _list(node: LexborNode, depth: int) -> Iterator[_Piece]:
    if node.css_first("h1, h2, h3, h4, h5, h6, table") is not None:
        # Cards and columns are often laid out as a list; their headings are worth more.
        yield from _children(node, depth)
        return
    lines = list(_list_lines(node, depth, ""))
    if lines:
        yield Block("\n".join(lines))


def _list_lines(node: LexborNode, depth: int, indent: str) -> Iterator[str]:
    number = _whole_number(node.attributes.get("start"))
    for item in node.iter():
        if item.tag in ("ul", "ol") and depth < DEEPEST:
            # Invalid, and common: a list straight inside a list.
            yield from _list_lines(item, depth + 1, indent + "  ")
        elif item.tag == "li":
            mark = f"{number}. " if node.tag == "ol" else "• "
            number += 1
            yield from _item_lines(item, depth + 1, indent, mark)


def _item_lines(item: LexborNode, depth: int, indent: str, mark: str) -> Iterator[str]:
    pieces: list[_Piece] = []
    nested: list[LexborNode] = []
    for child in item.iter(include_text=True):
        if child.tag in ("ul", "ol") and depth < DEEPEST:
            nested.append(child)
            pieces.append(None)
        else:
            pieces.extend(_pieces(child, depth))
    for line in "\n".join(block.text for block in _joined(pieces)).split("\n"):
        if line.strip():
            yield f"{indent}{mark}{line}"
            mark = " " * len(mark)
    for inner in nested:
        yield from _list_lines(inner, depth + 1, indent + "  ")


def _whole_number(stated: str | None) -> int:
    return int(stated) if stated and re.fullmatch(r"\d{1,6}", stated) else 1


def _definitions(node: LexborNode, depth: int) -> Iterator[_Piece]:
    lines: list[str] = []
    # The parts of lists inside are read with the part that holds them.
    for part in [part for part in node.css("dt, dd") if _belongs(part, node)]:
        text = _flat(part, depth)
        if part.tag == "dt" and lines:
            yield Block("\n".join(lines))
            lines = []
        if text:
            lines.append(text)
    if lines:
        yield Block("\n".join(lines))


def _belongs(part: LexborNode, definitions: LexborNode) -> bool:
    around = part.parent
    while around is not None and around.tag != "dl":
        around = around.parent
    return around is not None and around.mem_id == definitions.mem_id


def _table(node: LexborNode, depth: int) -> Iterator[_Piece]:
    if node.attributes.get("role") == "presentation" or node.css_first("table table, h1, h2, h3"):
        yield from _children(node, depth)
        return
    caption = node.css_first("caption")
    rows = [_flat(caption, depth, " ")] if caption is not None else []
    for row in node.css("tr"):
        cells = [
            _flat(cell, depth, " ").replace("\n", " ")
            for cell in row.iter()
            if cell.tag in ("th", "td")
        ]
        if any(cells):
            rows.append(" | ".join(cells) if len(cells) > 1 else cells[0])
    shown = [row for row in rows if row]
    if shown:
        yield Block("\n".join(shown))


_BLOCKS: dict[str, Callable[[LexborNode, int], Iterator[_Piece]]] = {
    **{tag: partial(_heading, level=level) for tag, level in HEADINGS.items()},
    "pre": _preformatted,
    "ul": _list,
    "ol": _list,
    "dl": _definitions,
    "table": _table,
}
