"""Parts of a web page that are none of its text, told by how content systems name them."""

import re

from selectolax.lexbor import LexborNode

_BOX = (
    r"(?:[-_](?:banner|bar|notice|popup|modal|message|overlay|consent|container|wrapper|list"
    r"|nav|box|buttons|links|signup|sign-up|sdk|area|section|block|inner|form|widget|trail))*"
)
# Whole words of a class or id. "consent" alone, "social" and "share" inside another word stay:
# a page about consent to surgery, social care or shared decisions has them too.
_AROUND = re.compile(
    r"(?:.*[-_])?(?:cookies?|gdpr|onetrust|cookiebot|usercentrics|breadcrumbs?|skip-?links?"
    r"|newsletter|pagination|sharethis|addthis|addtoany|sharedaddy|share-?(?:bar|buttons|links|this)"
    r"|social-(?:share|sharing|media|links|icons)|consent-(?:banner|modal|popup|overlay|bar)"
    # What readers write below a page nobody has reviewed.
    r"|comments|comment-(?:list|respond|form)|disqus(?:_thread)?|livefyre"
    r"|ez-toc|toc_?container|table-of-contents|post-navigation|local-tasks"
    r"|(?:cat|tags)-links|post-(?:tags|categories)|(?:page|site|user|block)-feedback"
    r"|(?:was-this|page)-helpful|doc-footer|edit-this-page|back-to-top|scroll-to-top|wp-block-file__button|adsbygoogle"
    r"|print-only|visible-print|cc-window|cc-banner|skip-to-(?:content|main))" + _BOX + r"(?:-v\d)?"
    r"|respond|CybotCookiebotDialog|cookie-law-info.*|cmplz-.*|cky-.*|osano-cm.*",
    re.IGNORECASE,
)
# These may hold words that somebody came for, and are left out where they hold links alone.
_OF_LINKS = re.compile(
    r"(?:.*[-_])?(?:related(?:posts)?|social|share|tags|menu|nav|tabs|pager|toolbar|see-also|yarpp"
    r"|buttons?|more-links|quick-links|in-this-section)(?:[-_].*)?",
    re.IGNORECASE,
)
# As `entry-meta` of blogs: who wrote the page when. The date of a review is more than that.
_META = re.compile(r"(?:entry|post|article|node)[-_]{1,2}(?:meta|byline|submitted)", re.IGNORECASE)
# Where a page has no <main>.
_CHROME = re.compile(
    r"(?:site|page|main|global|top|left|right)?[-_]?(?:sidebar|navbar|top-?bar|masthead|colophon)"
    r"|(?:site|page|main|global)[-_]footer|footer|widget-area",
    re.IGNORECASE,
)
# What a control says, of whatever element it is made.
_CONTROLS = re.compile(
    r"(?:back to top|(?:return )?to top|top of page|print(?: (?:this )?page)?"
    r"|e-?mail(?: this page)?|share(?: this(?: page)?)?|facebook|twitter|x|linkedin|whatsapp"
    r"|pinterest|download(?: pdf)?|read more|skip to .{1,30}|previous|next|view|edit)[:.]?",
    re.IGNORECASE,
)
_HELPFUL = re.compile(
    r"(?:did you find|was|is) this (?:page|information|content|article|leaflet)"
    r" (?:helpful|useful)\s*\?.{0,60}",
    re.IGNORECASE | re.DOTALL,
)


def is_around(node: LexborNode) -> bool:
    """Say whether `node`, of any page, is named for something else than its text."""
    names = _names(node)
    if any(_AROUND.fullmatch(name) for name in names):
        return True
    if any(_META.fullmatch(name) for name in names):
        return "review" not in node.text(deep=True).casefold()
    return any(_OF_LINKS.fullmatch(name) for name in names) and holds_links_alone(node)


def is_chrome(node: LexborNode) -> bool:
    """Say whether `node`, of a page without `<main>`, is named as what surrounds pages."""
    named = any(_CHROME.fullmatch(name) for name in _names(node))
    return named and node.css_first("h1") is None


def is_control(node: LexborNode) -> bool:
    """Say whether `node` holds links to print, share and the like, or asks how the page was."""
    text = " ".join(node.text(deep=True, separator=" ").split())
    if _HELPFUL.fullmatch(text):
        return True
    links = node.css("a")
    said = sum(len(_joined(link)) for link in links)
    return (
        bool(links)
        and said >= sum(map(str.isalnum, text))
        and all(_CONTROLS.fullmatch(" ".join(link.text().split())) for link in links)
    )


def holds_links_alone(node: LexborNode) -> bool:
    """Say whether most of the words below the headings of `node` are links."""
    headings = sum(len(_joined(heading)) for heading in node.css("h1, h2, h3, h4, h5, h6"))
    # A heading may be a link itself: it is no text either way.
    linked = sum(len(_joined(link)) for link in node.css("a") if not _in_heading(link))
    return linked > 0.8 * (len(_joined(node)) - headings)


def _in_heading(link: LexborNode) -> bool:
    around = link.parent
    return around is not None and around.tag in ("h1", "h2", "h3", "h4", "h5", "h6")


def _joined(node: LexborNode) -> str:
    return "".join(filter(str.isalnum, node.text(deep=True)))


def _names(node: LexborNode) -> list[str]:
    given = (node.attributes.get(name) or "" for name in ("class", "id"))
    return [name for names in given for name in names.split()]
