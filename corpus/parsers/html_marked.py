"""What elements of a page are marked with before it is read, or told by their names."""

import re

from selectolax.lexbor import LexborNode

# An element with this attribute is not part of the page's own words.
LEFT_OUT = "data-citewell-left-out"
# What an element with this attribute holds is shown by a press on what stands before it.
FOLDED = "data-citewell-folded"
# An element with this attribute is headed by its value, which stands elsewhere.
HEADED = "data-citewell-headed"
# A box of its own, by the names that design systems give them.
_CARD = re.compile(
    r"(?:.*-)?(?:card|callout|inset(?:-text)?|alert|notice|info-?box|admonition|panel|do-dont-list|has-background)"
    r"(?:-(?:warning|info|danger|success|default|primary|emergency|urgent))?"
)


def is_card(node: LexborNode) -> bool:
    """Say whether `node` is a box, whose headings head nothing after it."""
    names = (node.attributes.get("class") or "").split()
    return node.tag == "aside" or any(map(_CARD.fullmatch, names))


def is_note(node: LexborNode) -> bool:
    """Say whether `node`, which stands raised, is the number of a note that it links to."""
    link = node.css_first("a[href^='#']")
    around = node.parent
    if link is None and around is not None and around.tag == "a":
        link = around if (around.attributes.get("href") or "").startswith("#") else None
    return link is not None and node.text(deep=True).strip(" []").isdigit()
