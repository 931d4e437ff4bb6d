"""Markdown as website generators write it, made HTML: CommonMark, and what they add to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.superscript import superscript_plugin

# The name that a box without a title has on its page.
_SHOWN = {
    *("note", "tip", "info", "warning", "danger", "caution", "important", "success", "details"),
    *("abstract", "question", "failure", "bug", "example", "quote", "hint", "attention", "error"),
}
# `:::tip Title`, `:::tip[Title]{.class}`, `::: {.callout-tip title="Title"}`, `/// tip | Title`
_BOX = re.compile(
    r"\s*(?P<kind>[A-Za-z][\w-]*)?\s*(?:\[(?P<held>[^\]]*)\])?\s*(?P<braces>\{[^}]*\})?"
    r"\s*\|?\s*(?P<title>.*?)\s*\Z"
)
_IN_BRACES = re.compile(r"title=[\"']([^\"']*)[\"']")
# `> [!NOTE]`, and with a title of its own `> [!tip]- Title`
_ALERT = re.compile(
    r"\[!(?P<kind>[A-Za-z][\w-]*)(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>[^\n]*)(?:\n|\Z)"
)

_CLOSES = {
    *("admonition_close", "container_colons_close", "container_slashes_close"),
    "blockquote_close",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page in HTML, and its notes, which stand below all else."""

    body: str
    notes: str


def rendered(text: str, *, has_components: bool) -> Rendered:
    """Return Markdown in HTML; where there are components, what is indented is no code."""
    markdown = MarkdownIt("commonmark", {"tasklists": True})
    markdown.enable(["table", "strikethrough"])
    markdown.use(admon_plugin).use(deflist_plugin).use(footnote_plugin).use(superscript_plugin)
    for name, marker in (("colons", ":"), ("slashes", "/")):
        markdown.use(container_plugin, name, marker=marker, validate=lambda *_: True)
    markdown.core.ruler.before("inline", "boxes", _boxes)
    markdown.add_render_rule("footnote_ref", _reference)
    markdown.add_render_rule("footnote_anchor", lambda *_: "")
    if has_components:
        markdown.disable("code")
    environment: dict[str, object] = {}
    tokens = markdown.parse(text, environment)
    below = [n for n, token in enumerate(tokens) if token.type == "footnote_block_open"]
    end = below[0] if below else len(tokens)
    body, notes = (
        markdown.renderer.render(part, markdown.options, environment)
        for part in (tokens[:end], tokens[end:])
    )
    return Rendered(body, notes)


def _reference(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    number = tokens[place].meta["id"] + 1
    # "10¹ tablets" would be another dose.
    after_digit = place > 0 and tokens[place - 1].content[-1:].isdigit()
    return f" [{number}]" if after_digit else f"<sup>{number}</sup>"


def _boxes(state: StateCore) -> None:
    """Make fold-outs of boxes with a title, whose heading it then is; others keep their kind."""
    found: list[Token] = []
    tags: list[str] = []
    for place, token in enumerate(state.tokens):
        found.append(token)
        if token.type == "admonition_open":
            # Without a title of its own the plugin gives it the name of its kind.
            titled = token.content.casefold() not in ("", token.meta["tag"])
            token.tag = "details" if titled else "div"
            tags.append(token.tag)
        elif token.type in ("admonition_title_open", "admonition_title_close"):
            token.tag = "summary" if tags[-1] == "details" else "p"
        elif token.type in ("container_colons_open", "container_slashes_open"):
            found += _headed(token, *_named(token.info))
            tags.append(token.tag)
        elif token.type == "blockquote_open":
            found += _alert(token, state.tokens[place + 1 : place + 3])
            tags.append(token.tag)
        elif token.type in _CLOSES:
            token.tag = tags.pop()
    state.tokens = found


def _named(info: str) -> tuple[str, str]:
    """Return the kind of a box, "" for one that shows none, and its title."""
    box = _BOX.match(info)
    if box is None:
        return "", ""
    kind = (box["kind"] or "").casefold()
    in_braces = _IN_BRACES.search(box["braces"] or "")
    title = box["held"] or (in_braces[1] if in_braces else "") or box["title"].strip("\"' ")
    if kind in _SHOWN:
        return kind, title
    # What follows another word may be a class.
    return "", title if title[:1].isupper() else ""


def _alert(quote: Token, following: Sequence[Token]) -> list[Token]:
    inline = following[1] if len(following) > 1 and following[1].type == "inline" else None
    alert = _ALERT.match(inline.content) if inline else None
    if inline is None or alert is None:
        return []
    inline.content = inline.content[alert.end() :]
    return _headed(quote, alert["kind"], alert["title"].strip())


def _headed(box: Token, kind: str, title: str) -> list[Token]:
    """Let `box` begin with its title, else with its kind, and return the tokens of that."""
    text = title or kind.capitalize()
    if not text:
        return []
    box.tag = "details" if title else "div"
    tag = "summary" if title else "p"
    inline = Token("inline", "", 0, content=text, children=[], map=box.map)
    return [Token("paragraph_open", tag, 1), inline, Token("paragraph_close", tag, -1)]
