"""Pages that say the same, or nearly the same with other numbers."""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from datasketch import MinHash, MinHashLSH

from corpus.document import Document
from corpus.review.concern import Concern, Level
from corpus.review.differences import differences

# The share of three-word sequences in common from which two pages are near-duplicates.
NEAR = 0.8
# The look-up misses pairs near its own threshold, so it looks lower.
_LOOKED_AT = 0.6
_SHINGLE = 3
_FEWEST_WORDS = 12
_PERMUTATIONS = 64
_SEED = 1
# A thousand pages from one template are each compared with the first few of them.
_MOST_COMPARED = 3


@dataclass(frozen=True, slots=True)
class _Seen:
    """What comparing needs of a page; its text is packed."""

    id: str
    title: str
    text: bytes
    changed_on: date | None
    words: MinHash | None


class Comparer:
    """Compares each document with those before it; keeps only what comparing needs."""

    def __init__(self) -> None:
        self._near = MinHashLSH(threshold=_LOOKED_AT, num_perm=_PERMUTATIONS)
        self._seen: dict[str, _Seen] = {}
        self._by_digest: dict[str, str] = {}
        self._by_title: dict[tuple[str, str | None], str] = {}
        self._by_address: dict[tuple[str, str | None], str] = {}

    def compare(self, document: Document) -> Iterator[Concern]:
        """Yield how `document` relates to those compared before, and remember it."""
        words = re.findall(r"\w+", document.text.casefold())
        digest = hashlib.sha256(" ".join(words).encode()).hexdigest()
        title = (" ".join(document.title.casefold().split()), document.language)
        same = self._by_digest.setdefault(digest, document.id)
        if same != document.id:
            found = f"it has the same words as {same!r}"
            yield Concern(Level.WARNING, "duplicate", document.id, found, "keep one of them")
            return
        named = self._by_title.setdefault(title, document.id)
        page = _seen(document, words)
        self._seen[page.id] = page
        near = self._near_ones(page)
        for alike, share in near:
            yield _related(page, alike, f"{share:.0%} of its words stand in {alike.id!r} too")
        if near:
            return
        if named != document.id:
            found = f"it has the title of {named!r}, and other words"
            yield _related(page, self._seen[named], found)
        elif (other := self._other_version(document)) is not None:
            yield _related(page, other, f"it has the address of {other.id!r}, and other words")

    def _near_ones(self, page: _Seen) -> list[tuple[_Seen, float]]:
        if page.words is None:
            return []
        candidates = (self._seen[key] for key in sorted(self._near.query(page.words)))
        shares = [(other, other.words.jaccard(page.words)) for other in candidates if other.words]
        near = [(other, share) for other, share in shares if share >= NEAR][:_MOST_COMPARED]
        if len(near) < _MOST_COMPARED:
            self._near.insert(page.id, page.words)
        return near

    def _other_version(self, document: Document) -> _Seen | None:
        """Return a page of the same address and another date.

        The passages of one page may share its address, and its date as well.
        """
        if document.url is None:
            return None
        known = self._by_address.setdefault((document.url, document.language), document.id)
        other = self._seen[known]
        dates = {other.changed_on, _changed_on(document)}
        return other if len(dates - {None}) == len(dates) == 2 else None


def _seen(document: Document, words: list[str]) -> _Seen:
    hashed = None
    if len(words) >= _FEWEST_WORDS:
        # Two versions of a page differ in a dose before they differ in words.
        masked = [re.sub(r"\d+", "#", word) for word in words]
        shingles = {" ".join(masked[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
        hashed = MinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        hashed.update_batch([shingle.encode() for shingle in sorted(shingles)])
    packed = zlib.compress(document.text.encode("utf-8", "surrogatepass"))
    return _Seen(document.id, document.title, packed, _changed_on(document), hashed)


def _changed_on(document: Document) -> date | None:
    """Return the last day on which somebody is known to have looked at the page."""
    days = (document.reviewed_on, document.modified_on, document.published_on)
    return max((day for day in days if day is not None), default=None)


def _related(page: _Seen, other: _Seen, alike: str) -> Concern:
    """Say what is wrong with two pages of which `alike` says how much they are one."""
    here, there = (zlib.decompress(p.text).decode("utf-8", "surrogatepass") for p in (page, other))
    found = list(differences(here, there, (page.title, other.title)))
    dated = page.changed_on is not None and other.changed_on is not None
    versions = dated and page.changed_on != other.changed_on
    dates = (
        f"; it is from {page.changed_on}, {other.id!r} from {other.changed_on}" if versions else ""
    )
    if found:
        more = f", and {len(found) - 1} more such" if len(found) > 1 else ""
        remedy = "withdraw the one that no longer holds"
        told = f"{found[0].told(other.id)}{more}{dates}"
        return Concern(Level.ERROR, "contradiction", page.id, told, remedy)
    two = versions or not alike.endswith(" too")
    remedy = "withdraw one of them, if they are versions of one page"
    check = "two versions" if two else "near-duplicate"
    return Concern(Level.WARNING, check, page.id, f"{alike}{dates}", remedy)
