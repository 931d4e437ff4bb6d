"""What a web page states about itself: meta elements, JSON-LD, microdata, its canonical address."""

import json
import reprlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from corpus.facts import Note, PageFacts, readable_facts

_META = {
    "title": ("og:title", "dcterms.title", "dc.title"),
    "url": ("og:url",),
    "publisher": ("dcterms.publisher", "dc.publisher", "publisher", "og:site_name"),
    "authors": ("author", "dcterms.creator", "dc.creator"),
    "licence": ("dcterms.license", "dc.rights", "license"),
    "language": ("dcterms.language", "dc.language", "content-language"),
    "published_on": ("article:published_time", "dcterms.issued", "dc.date.issued", "dc.date"),
    "modified_on": ("article:modified_time", "dcterms.modified", "dc.date.modified"),
    "reviewed_on": ("last-reviewed", "lastreviewed", "dcterms.reviewed", "dc.date.reviewed"),
    "review_due_on": ("review-due", "next-review", "dc.date.reviewdue"),
    "expires_on": ("article:expiration_time", "dcterms.valid.end"),
}
_LINKED = {
    "title": "headline",
    "url": "url",
    "publisher": "publisher",
    "authors": "author",
    "licence": "license",
    "language": "inLanguage",
    "published_on": "datePublished",
    "modified_on": "dateModified",
    "reviewed_on": "lastReviewed",
    "expires_on": "expires",
}
_PAGE_TYPES = ("WebPage", "Article", "ScholarlyArticle", "NewsArticle", "BlogPosting", "FAQPage")
_MOST_JSON = 1_000_000


@dataclass(frozen=True, slots=True)
class HtmlFacts:
    """What a page states, its `<title>`, and what its owner should know of the rest."""

    facts: PageFacts
    title: str | None
    notes: tuple[Note, ...]


def html_facts(tree: LexborHTMLParser) -> HtmlFacts:
    """Read what the page states; JSON-LD wins over meta elements."""
    meta = _meta(tree)
    stated: dict[str, Any] = {
        field: next((meta[name] for name in names if name in meta), None)
        for field, names in _META.items()
    }
    stated["url"] = _canonical(tree) or stated["url"]
    stated["language"] = _language(tree) or stated["language"]
    stated["reviewed_on"] = _microdata(tree, "lastReviewed") or stated["reviewed_on"]
    stated["authors"] = [stated["authors"]] if stated["authors"] else None
    stated |= _json_ld(tree)
    # The headline in the page is what a reader sees; this is for pages without one.
    fallback = stated.pop("title") or _title(tree)
    usable = {name: _plain(name, value) for name, value in stated.items() if value}
    facts = readable_facts({name: value for name, value in usable.items() if value})
    return HtmlFacts(facts, fallback, tuple(_unread_expiry(stated["expires_on"], facts)))


def _unread_expiry(stated: object, facts: PageFacts) -> Iterator[Note]:
    # Only this could keep the page from answering, of all that it may state in its own way.
    if stated and facts.expires_on is None:
        reason = f"it states an expiry, {reprlib.repr(stated)}, that can't be read as a date"
        yield reason, "state its `expires_on` in catalogue.toml, or it never expires"


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        given = node.attributes
        name = given.get("name") or given.get("property") or given.get("http-equiv")
        content = (given.get("content") or "").strip()
        if name and content:
            found.setdefault(name.casefold(), content)
    return found


def _canonical(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("link[rel=canonical][href]")
    return node.attributes.get("href") if node is not None else None


def _language(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("html[lang]")
    return node.attributes.get("lang") if node is not None else None


def _microdata(tree: LexborHTMLParser, name: str) -> str | None:
    node = tree.css_first(f"[itemprop={name}]")
    if node is None:
        return None
    return node.attributes.get("content") or node.attributes.get("datetime") or node.text()


def _title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("head title") or tree.css_first("title")
    return " ".join(node.text().split()) or None if node is not None else None


def _json_ld(tree: LexborHTMLParser) -> dict[str, Any]:
    stated: dict[str, Any] = {}
    for script in tree.css("script[type='application/ld+json']"):
        text = script.text()
        try:
            data = json.loads(text) if len(text) <= _MOST_JSON else None
        except (ValueError, RecursionError):
            # Broken JSON-LD is common, and then states nothing.
            continue
        for item in _items(data):
            for field, key in _LINKED.items():
                if item.get(key):
                    stated.setdefault(field, item[key])
    return stated


def _items(data: object) -> Iterator[dict[str, Any]]:
    """Yield the objects that describe the page itself."""
    listed = data if isinstance(data, list) else [data]
    for item in listed:
        if not isinstance(item, dict):
            continue
        types = item.get("@type")
        kinds = types if isinstance(types, list) else [types]
        if any(isinstance(k, str) and (k in _PAGE_TYPES or k.endswith("WebPage")) for k in kinds):
            yield item
        if isinstance(item.get("@graph"), list):
            yield from _items([part for part in item["@graph"] if "@graph" not in part])


def _plain(field: str, value: Any) -> Any:
    if field == "authors":
        return [name for name in map(_name, value if isinstance(value, list) else [value]) if name]
    if field.endswith("_on"):
        return _earliest(value)
    return _name(value[0] if isinstance(value, list) else value)


def _name(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("name") or value.get("url") or value.get("@id")
    return " ".join(value.split()) if isinstance(value, str) else None


def _earliest(value: object) -> date | None:
    """Read an ISO date or instant; of several, the one that promises least."""
    days: list[date] = []
    for stated in value if isinstance(value, list) else [value]:
        try:
            days.append(date.fromisoformat(str(stated).strip()[:10]))
        except ValueError:
            continue
    return min(days, default=None)
