"""From a tree of HTML to blocks: paragraphs, headings, readable lists and tables."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.outline import Block
from corpus.parsers.html_grid import Cell, filled, span
from corpus.parsers.html_headings import Bold, Card, Fold, Lead, leading_line, with_headings
from corpus.parsers.html_marked import FOLDED, HEADED, LEFT_OUT, is_card, is_note
from corpus.parsers.html_marks import list_mark, lowered, raised

# Deeper than pages are laid out; below it the words are kept and the structure is not.
DEEPEST = 100
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_WORDLESS = {
    *("script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas"),
    *("button", "input", "select", "textarea", "option", "head", "title", "meta", "link"),
    *("audio", "video", "map", "datalist", "progress", "meter", "img", "picture"),
    # The page no longer says what it strikes out: "10 mg 5 mg" would be two doses.
    *("s", "strike", "del"),
}
_INLINE = {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em"),
    *("font", "i", "ins", "kbd", "label", "mark", "output", "q", "rp", "rt", "ruby", "samp"),
    *("small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr"),
}
_OPENERS = {"aria-controls", "aria-expanded"}
_STRUCK = re.compile(r"text-decoration(?:-line)?:[^;]*\bline-through\b")
_BOLD = re.compile(r"font-weight:\s*(?:bold|bolder|[6-9]00)\b")
_NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|lighter|[1-5]00)\b")
# Places to break a line, which no reader sees.
_BREAKS = str.maketrans("", "", "\xad\u200b\u2060\ufeff")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BETWEEN_CELLS = " | "
_BESIDE_BREAK = re.compile(r" *\n *")

# A piece of running text, a finished block, where what is folded begins or ends, or None where
# a block of running text ends.
_Piece = str | Block | Fold | Card | None


def fragment_blocks(html: str) -> list[Block]:
    """Return the blocks of a piece of HTML, such as stands in a Markdown page."""
    body = LexborHTMLParser(html).body
    return [] if body is None else html_blocks(body)


def html_blocks(node: LexborNode) -> list[Block]:
    """Return what a reader sees of `node`, in order."""
    return list(with_headings(_joined(_children(node, 0))))


def _joined(pieces: Iterable[_Piece]) -> Iterator[Block | Fold | Card]:
    running: list[str] = []
    for piece in (*pieces, None):
        if isinstance(piece, str):
            running.append(piece)
            continue
        bold = leading_line(running)
        lead, text = _tidy("".join(running[:bold])), _tidy("".join(running[bold:]))
        running = []
        if lead:
            yield Lead(lead)
        if text:
            yield Block(text)
        if piece is not None:
            yield piece


def _tidy(text: str) -> str:
    return _BESIDE_BREAK.sub("\n", re.sub(" +", " ", text.translate(_BREAKS))).strip()


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
    elif HEADED in node.attributes:
        heading = node.attributes.get(HEADED) or ""
        yield from (None, Card(begins=True), Lead(heading, opens=heading))
        yield from (Fold(begins=True, name=heading), *_element(node, depth), None)
        yield from (Fold(begins=False), Card(begins=False))
    elif FOLDED in node.attributes and tag not in {*HEADINGS, *_INLINE}:
        name = node.attributes.get("id") or ""
        yield from (
            None,
            Fold(begins=True, name=name),
            *_element(node, depth),
            None,
            Fold(begins=False),
            None,
        )
    else:
        yield from _element(node, depth)


def _element(node: LexborNode, depth: int) -> Iterator[_Piece]:
    tag = node.tag or ""
    if tag in _BLOCKS and depth <= DEEPEST:
        yield None
        yield from _BLOCKS[tag](node, depth)
        yield None
    elif tag == "button" and _OPENERS & node.attributes.keys():
        # The question of a fold-out answer.
        yield from (None, *_opener(node, depth), None)
    elif tag == "sup" and is_note(node):
        # "10² mg" would be another dose.
        yield f" [{_flat(node, depth).strip('[]')}]"
    elif tag in ("sup", "sub"):
        yield (raised if tag == "sup" else lowered)(_flat(node, depth))
    elif tag == "br":
        yield "\n"
    elif tag in _INLINE:
        yield from _inline(node, depth)
    elif node.is_element_node and tag not in _WORDLESS:
        card = is_card(node)
        yield from (None, Card(begins=True)) if card else (None,)
        yield from _children(node, depth)
        yield from (None, Card(begins=False)) if card else (None,)


def _inline(node: LexborNode, depth: int) -> Iterator[_Piece]:
    if node.tag == "q":
        yield from ("“", *_children(node, depth), "”")
        return
    style = node.attributes.get("style") or ""
    if _STRUCK.search(style):
        return
    # Whole pages pasted from an editor stand in a <b> whose style says that it isn't bold.
    named = node.tag in ("b", "strong") and not _NOT_BOLD.search(style)
    if not named and not _BOLD.search(style):
        yield from _children(node, depth)
        return
    for piece in _children(node, depth):
        yield Bold(piece) if isinstance(piece, str) and piece != "\n" else piece


def _texts(pieces: Iterable[_Piece]) -> Iterator[str]:
    return (found.text for found in _joined(pieces) if isinstance(found, Block))


def _flat(node: LexborNode, depth: int, between: str = "\n") -> str:
    return between.join(_texts(_children(node, depth)))


def _opener(node: LexborNode, depth: int) -> Iterator[_Piece]:
    if node.css_first("h1, h2, h3, h4, h5, h6") is not None:
        yield from _children(node, depth)
        return
    text = _flat(node, depth, " ").replace("\n", " ")
    if text:
        yield Lead(text, opens=node.attributes.get("aria-controls") or "")


def _fold_out(node: LexborNode, depth: int) -> Iterator[_Piece]:
    parts = list(node.iter(include_text=True))
    summary = next((part for part in parts if part.tag == "summary"), None)
    if summary is not None and LEFT_OUT not in summary.attributes:
        yield from (*_opener(summary, depth + 1), None)
    yield Fold(begins=True)
    for part in parts:
        if summary is None or part.mem_id != summary.mem_id:
            yield from _pieces(part, depth + 1)
    yield from (None, Fold(begins=False))


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
    items = [item for item in node.iter() if item.tag == "li"]
    reverse = "reversed" in node.attributes
    number = _whole_number(node.attributes.get("start"), len(items) if reverse else 1)
    for item in node.iter():
        if item.tag in ("ul", "ol") and depth < DEEPEST:
            # Invalid, and common: a list straight inside a list.
            yield from _list_lines(item, depth + 1, indent + "  ")
        elif item.tag == "li":
            number = _whole_number(item.attributes.get("value"), number)
            mark = list_mark(number, node.attributes.get("type")) if node.tag == "ol" else "• "
            number += -1 if reverse else 1
            yield from _item_lines(item, depth + 1, indent, mark)


def _item_lines(item: LexborNode, depth: int, indent: str, mark: str) -> Iterator[str]:
    pieces: list[_Piece] = []
    for child in (*item.iter(include_text=True), None):
        nested = child is not None and child.tag in ("ul", "ol") and depth < DEEPEST
        if child is not None and not nested:
            pieces.extend(_pieces(child, depth))
            continue
        for line in "\n".join(_texts(pieces)).split("\n"):
            if line.strip():
                yield f"{indent}{mark}{line}"
                mark = " " * len(mark)
        pieces = []
        if child is not None:
            yield from _list_lines(child, depth + 1, indent + "  ")


def _whole_number(stated: str | None, otherwise: int) -> int:
    return int(stated) if stated and re.fullmatch(r"\d{1,6}", stated) else otherwise


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
    # A search from a node finds the node itself as well.
    nested = any(found.mem_id != node.mem_id for found in node.css("table, h1, h2, h3"))
    if nested or node.attributes.get("role") == "presentation":
        yield from _children(node, depth)
        return
    caption = node.css_first("caption")
    rows = [_flat(caption, depth, " ")] if caption is not None else []
    for _, group in groupby(node.css("tr"), key=_group_of):
        rows += map(_BETWEEN_CELLS.join, filled(_cells(row, depth) for row in group))
    shown = [row for row in rows if row]
    if shown:
        yield Block("\n".join(shown))


def _group_of(row: LexborNode) -> int:
    return row.parent.mem_id if row.parent is not None else 0


def _cells(row: LexborNode, depth: int) -> list[Cell]:
    return [
        Cell(
            _flat(cell, depth, " ").replace("\n", " "),
            span(cell.attributes.get("rowspan")),
            span(cell.attributes.get("colspan")),
        )
        for cell in row.iter()
        if cell.tag in ("th", "td")
    ]


_BLOCKS: dict[str, Callable[[LexborNode, int], Iterator[_Piece]]] = {
    **{tag: partial(_heading, level=level) for tag, level in HEADINGS.items()},
    "pre": _preformatted,
    "ul": _list,
    "ol": _list,
    "dl": _definitions,
    "details": _fold_out,
    "table": _table,
}
