"""Names of what a press shows: of tabs, which stand away from it, and lines above answers."""

import re

from selectolax.lexbor import LexborNode

from corpus.parsers.html_marked import HEADED, LEFT_OUT

_TABS = "[role=tab], [data-toggle=tab], [data-bs-toggle=tab], [data-bs-toggle=pill]"
_GROUPS = {"ul", "ol"}
_HEADINGS = "h1, h2, h3, h4, h5, h6"
# Whatever element it is: what follows is the answer.
_QUESTION = re.compile(
    r"(?:.*[-_])?(?:accordion[-_]{1,2}(?:title|button|header|heading|trigger|toggle)|collapsible"
    r"|faq[-_]{1,2}(?:question|title)|question|toggle[-_]{1,2}(?:title|header))",
    re.IGNORECASE,
)
_LONGEST = 160
_NO_ANSWERS = {"h1", "h2", "h3", "h4", "h5", "h6", "button", "span", "a", "i", "svg"}


def head_panels(body: LexborNode) -> None:
    """Mark each panel of tabs with the name of its tab, and leave the names above them out.

    Where a name stands right above its own panel, as in accordions, all stays as it is.
    """
    panels = {name: node for node in body.css("[id]") if (name := node.attributes.get("id"))}
    for tab in body.css(_TABS):
        panel = panels.get(_shows(tab))
        name = " ".join(tab.text(deep=True, separator=" ").split())
        if panel is None or not name or tab.css_first(_HEADINGS) is not None:
            continue
        if not _stands_around(_group(tab), panel):
            panel.attrs[HEADED] = name
            tab.attrs[LEFT_OUT] = ""


def head_answers(body: LexborNode) -> None:
    """Let lines that are named for questions head what follows them."""
    for line in body.css("button[class], div[class], p[class], span[class], a[class], dt[class]"):
        names = (line.attributes.get("class") or "").split()
        is_button = line.tag == "button" and "accordion" in names
        if is_button or any(map(_QUESTION.fullmatch, names)):
            answer = line.next
            while answer is not None and not answer.is_element_node:
                answer = answer.next
            if (
                answer is not None
                and not {"aria-expanded", "aria-controls"} & line.attributes.keys()
            ):
                head(line, answer)


def head(line: LexborNode, answer: LexborNode) -> None:
    """Let `line` head `answer`, unless it holds a heading or another thing to press."""
    name = " ".join(line.text(deep=True, separator=" ").split())
    nested = line.css_first(f"{_HEADINGS}, [aria-expanded], [aria-controls]")
    if nested is None and 0 < len(name) <= _LONGEST and answer.tag not in _NO_ANSWERS:
        answer.attrs[HEADED] = name
        line.attrs[LEFT_OUT] = ""


def _shows(tab: LexborNode) -> str:
    for name in ("aria-controls", "data-bs-target", "data-target", "href"):
        shown = (tab.attributes.get(name) or "").removeprefix("#")
        if shown:
            return shown
    return ""


def _group(tab: LexborNode) -> LexborNode:
    """Return the list of tabs that `tab` stands in."""
    around = tab
    while around.parent is not None and around.tag != "body":
        around = around.parent
        if around.attributes.get("role") == "tablist" or around.tag in _GROUPS:
            return around
    return tab.parent or tab


def _stands_around(group: LexborNode, panel: LexborNode) -> bool:
    around: LexborNode | None = panel
    while around is not None:
        if around.mem_id == group.mem_id:
            return True
        around = around.parent
    return False
