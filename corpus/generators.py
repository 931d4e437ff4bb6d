"""What the front matter of website generators means here, from their documentation.

Hugo, Jekyll (with the plugins and the themes that most sites use), Docusaurus, MkDocs with
Material, and Eleventy. Hugo reads names in any case, so all names here are in small letters.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from corpus.document import Status
from corpus.errors import SourceError
from corpus.facts import DECIDING, Note, PageFacts, first_fault, unusable

# Reviewed one by one: none says who wrote a page, when, or whether it may be read. What may say so
# (`cascade`, `build`, `eleventyComputed`, `redirect_to`, `robots`) stays unknown, and so an error.
_HUGO = """
    aliases audio categories description images iscjklanguage keywords layout linktitle markup menu
    menus outputs resources series sitemap slug summary translationkey type videos weight
"""
_JEKYLL = """
    author_profile category child_nav_order classes comments entries_layout excerpt
    excerpt_separator feed grand_parent has_children has_toc header image layout nav_enabled
    nav_exclude nav_fold nav_order parent read_time redirect_from related render_with_liquid
    search_enabled seo share sidebar tagline toc toc_icon toc_label toc_sticky twitter
"""
_DOCUSAURUS = """
    author_image_url author_title author_url custom_edit_url displayed_sidebar
    hide_table_of_contents hide_title last_update.author pagination_label pagination_next
    pagination_prev parse_number_prefixes sidebar_class_name sidebar_custom_props sidebar_key
    sidebar_label sidebar_position title_meta toc_max_heading_level toc_min_heading_level
    wrapperclassname
"""
_MKDOCS = "hide icon links meta nav_title pin readtime search.boost social subtitle template"
_ELEVENTY = "eleventyimport eleventynavigation pagination templateengineoverride"
SILENT = frozenset(f"{_HUGO} {_JEKYLL} {_DOCUSAURUS} {_MKDOCS} {_ELEVENTY}".split())
"""The names, in small letters, that say nothing of a page."""

# The value with which each keeps the page off its site, or out of its lists and its search.
_HELD_BACK = {
    "draft": True,
    "eleventyexcludefromcollections": True,
    "headless": True,
    "permalink": False,
    "published": False,
    "search.exclude": True,
    "search_exclude": True,
    "unlisted": True,
}
# These may be something else than true or false.
_OR_ELSE = {"permalink", "published"}
# The first one stated counts. An update is not a review: nothing here states `reviewed_on`.
_MEANT = {
    "authors": ("author",),
    "expires_on": ("expirydate", "unpublishdate"),
    "language": ("lang",),
    "modified_on": (
        *("lastmod", "last_modified_at", "last_update", "last_update.date"),
        *("updated", "date.updated", "modified"),
    ),
    "published_on": ("publishdate", "pubdate", "published", "date", "date.created"),
    "url": ("canonical_url",),
}
_TABLES = {"date", "last_update", "search"}
# Somebody who writes one of these wants the page to wait: a day that can't be read must not pass.
_WAITING = {"publishdate", "pubdate", "published"}

TAKEN = frozenset(PageFacts.model_fields).union(_HELD_BACK, *_MEANT.values())
"""The names, in small letters, that say something: no catalogue may have them passed over."""

_THEIRS = SILENT.union(_HELD_BACK, *_MEANT.values())

_Written = Sequence[tuple[str, object]]


def in_own_fields(
    path: Path, stated: Mapping[str, object], ignored: Set[str]
) -> tuple[dict[str, object], tuple[Note, ...]]:
    """Return what `stated` says in the fields of PageFacts, and a note on what can't be used.

    A field of PageFacts wins over a generator's. What is neither's, and not `ignored`, is
    returned as it stands, for `read_facts` to refuse.
    """
    own: dict[str, object] = {}
    theirs: list[tuple[str, object]] = []
    for name, value in _flat(stated):
        if isinstance(name, str) and name.casefold() in _THEIRS:
            theirs.append((name, value))
        elif name not in ignored:
            own[name] = value
    theirs = [(name, value) for name, value in theirs if value not in (None, "")]
    if own.get("status") is None and _is_held_back(path, theirs):
        own["status"] = Status.DRAFT
    notes: list[Note] = []
    for field, names in _MEANT.items():
        if own.get(field) is None:
            found, unused = _first_usable(path, field, _named(theirs, names))
            own |= found
            notes += unused
    return own, tuple(notes)


def _flat(stated: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield each field, those inside of a table by `table.field`; Hugo's `params` are fields."""
    # Those at the top come last, and so win.
    for name, value in sorted(stated.items(), key=lambda field: field[0] != "params"):
        if name == "params" and isinstance(value, dict):
            yield from _flat(value)
        elif name in _TABLES and isinstance(value, dict):
            yield from ((f"{name}.{inner}", stated) for inner, stated in value.items())
        else:
            yield name, value


def _is_held_back(path: Path, theirs: _Written) -> bool:
    held = False
    for name, value in theirs:
        known = name.casefold()
        if known not in _HELD_BACK:
            continue
        said = _either(value)
        if said is None and known not in _OR_ELSE:
            found = f"the field {name!r} is not usable: write true or false"
            raise SourceError(path, found, "fix or remove it")
        held = held or said is _HELD_BACK[known]
    return held


def _either(value: object) -> bool | None:
    return {"true": True, "false": False}.get(str(value).strip().casefold())


def _named(theirs: _Written, names: Sequence[str]) -> _Written:
    """Return the fields of these names, in the names' order."""
    named = [(name, value) for name, value in theirs if name.casefold() in names]
    return sorted(named, key=lambda field: names.index(field[0].casefold()))


def _first_usable(
    path: Path, field: str, written: _Written
) -> tuple[dict[str, object], list[Note]]:
    """Return what the first usable one states of `field`, if any, and a note on those before."""
    notes: list[Note] = []
    for name, value in written:
        if name.casefold() in _HELD_BACK and _either(value) is not None:
            continue
        try:
            stated = getattr(PageFacts.model_validate({field: value}), field)
        except ValidationError as error:
            what = first_fault(error)[1]
            if field in DECIDING or name.casefold() in _WAITING:
                found = f"the field {name!r} is not usable: {what}"
                raise SourceError(path, found, "fix or remove it") from error
            notes.append(unusable(name, value, what))
        else:
            return {field: _last_day(stated) if field == "expires_on" else stated}, notes
    return {}, notes


def _last_day(expiry: date) -> date:
    """Return the day before: on that of `expiryDate` the website has the page no longer."""
    return date.fromordinal(max(expiry.toordinal() - 1, 1))
