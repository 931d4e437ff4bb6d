"""Tags of Liquid, Nunjucks, Hugo's shortcodes and JSX in a Markdown page.

What a tag holds is the page's own text; what it would fetch or compute is a gap.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from corpus.parsers.gaps import Gaps

# Bounded everywhere, so that no text takes long to look through.
_BRACED = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,500}\}){0,500}\}){0,1000}\}"
_ATTRIBUTE = (
    rf"\s+[\w:@.-]+(?:\s?=\s?(?:\"[^\"]{{0,1000}}\"|'[^']{{0,1000}}'|{_BRACED}|[^\s\"'{{}}<>=]+))?"
)
_TAG = re.compile(
    r"\{\{(?P<hugo>[<%])-?\s*(?P<hugo_close>/?)\s*(?P<hugo_name>[\w./-]+)(?P<hugo_rest>[^{}]{0,1000}?)[%>]\}\}"
    r"|\{%-?\s*(?P<liquid_name>[\w-]+)(?P<liquid_rest>(?:[^%{}]|%(?!\})|\{\{[^{}]{0,200}\}\}){0,1000}?)-?%\}"
    r"|(?P<value>\{\{[^{}]{0,500}\}\}|\{![^{}\n]{1,300}!\})"
    rf"|<(?P<jsx_close>/?)(?P<jsx_name>[A-Za-z][\w.]*)(?P<jsx_rest>(?:{_ATTRIBUTE}){{0,50}})\s*/?>"
    r"|<>|</>"
)
_NAMED = re.compile(r"""([\w:-]+)\s?[=:]\s?(?:"([^"]*)"|'([^']*)'|“([^”]*)”)""")
_COMPUTED_VALUE = re.compile(_BRACED)
_QUOTED = re.compile(r'"([^"]+)"')
_TITLES = ("title", "label", "summary", "header", "heading", "question", "caption")
# These fill nothing in where they stand, or nothing that has words.
_SILENT = {
    *("assign", "set", "increment", "decrement", "cycle", "layout", "extends", "import", "from"),
    *("raw", "endraw", "verbatim", "endverbatim", "seo", "feed_meta", "link", "post_url", "toc"),
    *("ref", "relref", "youtube", "vimeo", "gist", "tweet", "x", "instagram", "qr", "img"),
    *("icon", "br", "hr", "clear", "embed", "TOCInline", "Img", "Image", "Icon"),
}
_CONTENTS = re.compile(r"[\w/]*\btoc\b")
_FIELD = re.compile(r"\{\{-?\s*(?:page\.|\$?frontmatter\.)?(\w+)\s*-?\}\}")
# What these hold is shown or not, once or often.
_COMPUTED = {"if", "unless", "case", "for", "tablerow"}
_UNSEEN = {"capture", "macro", "comment", "style", "javascript", "schema", "stylesheet"}
_CODE = {"highlight", "code"}


@dataclass(slots=True)
class _Tag:
    written: str
    start: int
    end: int
    name: str
    rest: str
    closes: bool
    alone: bool
    partner: "_Tag | None" = None


def with_fields(text: str, fields: Mapping[object, object]) -> str:
    """Return `text` with the page's own `fields`, as `{{ page.title }}`, filled in."""

    def filled(found: re.Match[str]) -> str:
        value = fields.get(found[1])
        return str(value) if isinstance(value, str | int) else found.group()

    return _FIELD.sub(filled, text)


def without_tags(text: str, gaps: Gaps) -> str:
    """Return `text` with HTML in place of what holds text, and gaps for what can't be read."""
    tags = list(_tags(text))
    _pair(tags)
    parts: list[str] = []
    end = 0
    for tag in tags:
        if tag.start < end:
            continue
        parts.append(text[end : tag.start])
        if tag.partner and not tag.closes and tag.name in _COMPUTED | _UNSEEN | _CODE:
            end = tag.partner.end
            parts.append(_whole(text, tag, tag.partner, gaps))
            continue
        parts.append(_in_place_of(text, tag, gaps))
        end = tag.end
    return "".join([*parts, text[end:]])


def _tags(text: str) -> Iterator[_Tag]:
    for found in _TAG.finditer(text):
        name = found["hugo_name"] or found["liquid_name"] or found["jsx_name"] or ""
        rest = found["hugo_rest"] or found["liquid_rest"] or found["jsx_rest"] or ""
        closes = bool(found["hugo_close"] or found["jsx_close"])
        if found["jsx_name"] and not _is_component(name, rest):
            continue
        if found["liquid_name"] and name.startswith("end") and name not in _SILENT:
            name, closes = name.removeprefix("end"), True
        # A closing JSX tag of an element that isn't written as a component stays HTML.
        alone = found.group().endswith(("/>", "/>}}", "/%}}"))
        yield _Tag(found.group(), found.start(), found.end(), name, rest, closes, alone)


def _is_component(name: str, rest: str) -> bool:
    return name[0].isupper() or "." in name or "{" in rest


def _pair(tags: list[_Tag]) -> None:
    """Let each closing tag and the nearest open one of its name know each other."""
    opened: dict[str, list[_Tag]] = {}
    for tag in tags:
        if tag.closes:
            waiting = opened.get(tag.name)
            if waiting:
                tag.partner = waiting.pop()
                tag.partner.partner = tag
        elif tag.name and not tag.alone:
            opened.setdefault(tag.name, []).append(tag)


def _whole(text: str, tag: _Tag, closing: _Tag, gaps: Gaps) -> str:
    if tag.name in _CODE:
        return f"\n\n```\n{text[tag.end : closing.start].strip()}\n```\n\n"
    if tag.name in _UNSEEN:
        return ""
    around = _around(text, tag.start, closing.end)
    return f"{around}{gaps.gap(tag.written)}{around}"


def _in_place_of(text: str, tag: _Tag, gaps: Gaps) -> str:
    if tag.written in ("<>", "</>"):
        return ""
    if tag.partner is None:
        return _single(text, tag, gaps)
    opening, closing = (tag.partner, tag) if tag.closes else (tag, tag.partner)
    if not _around(text, opening.start, closing.end):
        return "</span>" if tag.closes else "<span>"
    # An empty line on both sides: what stands between is Markdown.
    indent = text[text.rfind("\n", 0, opening.start) + 1 : opening.start]
    title = _title(opening)
    if tag.closes:
        return f"\n\n{indent}</{'details' if title else 'div'}>\n\n{indent}"
    begins = f"<details><summary>{escape(title)}</summary>" if title else "<div>"
    return f"{begins}\n\n{indent}"


def _single(text: str, tag: _Tag, gaps: Gaps) -> str:
    if tag.name in _SILENT or _CONTENTS.match(tag.rest.strip(" \"'")):
        return ""
    if tag.name[:1].islower() and tag.written.startswith("<"):
        return f"<{'/' if tag.closes else ''}{tag.name}>"
    title = _title(tag)
    if tag.name.casefold() == "figure" and title:
        around = _around(text, tag.start, tag.end)
        return f"{around}{title}{around}"
    return "" if tag.closes else gaps.gap(tag.written)


def _around(text: str, start: int, end: int) -> str:
    """Return an empty line where nothing else stands on the lines from `start` to `end`."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    line_end = text.find("\n", end)
    after = text[end : line_end if line_end >= 0 else len(text)]
    return "" if before.strip(" \t>") or after.strip() else "\n\n"


def _title(tag: _Tag) -> str:
    rest = _COMPUTED_VALUE.sub("", tag.rest)
    named = {found[1]: found[2] or found[3] or found[4] or "" for found in _NAMED.finditer(rest)}
    for name in (*_TITLES, *(["name"] if "tab" in tag.name.casefold() else [])):
        if title := named.get(name, "").strip():
            return title
    if named:
        return ""
    # A title begins with a capital letter; a kind, a class or a file does not.
    quoted = [text.strip() for text in _QUOTED.findall(rest)]
    return next((text for text in quoted if text[:1].isupper() or text[:1].isdigit()), "")
