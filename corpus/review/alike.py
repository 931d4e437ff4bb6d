"""Pages that say the same, or nearly the same with other numbers."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from datasketch import MinHash, MinHashLSH

from corpus.document import Document
from corpus.review.concern import Concern, Level

# The share of three-word sequences in common from which two pages are near-duplicates.
NEAR = 0.8
# The look-up misses pairs near its own threshold, so it looks lower.
_LOOKED_AT = 0.6
_SHINGLE = 3
_FEWEST_WORDS = 12
_PERMUTATIONS = 64
_SEED = 1
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:\s?[%°µ]?[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class _Seen:
    id: str
    digest: str
    numbers: frozenset[str]
    words: MinHash


class Comparer:
    """Compares each document with those before it; keeps only what comparing needs."""

    def __init__(self) -> None:
        self._near = MinHashLSH(threshold=_LOOKED_AT, num_perm=_PERMUTATIONS)
        self._seen: dict[str, _Seen] = {}
        self._by_digest: dict[str, str] = {}
        self._by_title: dict[tuple[str, str | None], str] = {}

    def compare(self, document: Document) -> Iterator[Concern]:
        """Yield how `document` relates to those compared before, and remember it."""
        words = re.findall(r"\w+", document.text.casefold())
        digest = hashlib.sha256(" ".join(words).encode()).hexdigest()
        title = (" ".join(document.title.casefold().split()), document.language)
        same = self._by_digest.setdefault(digest, document.id)
        named = self._by_title.setdefault(title, document.id)
        if same != document.id:
            yield _duplicate(document.id, same)
            return
        near = list(self._near_ones(document, digest, words))
        yield from near
        if named != document.id and not near:
            found = f"it has the title of {named!r}, and other words"
            remedy = "withdraw one of them, or give each its own title"
            yield Concern(Level.WARNING, "two versions", document.id, found, remedy)

    def _near_ones(self, document: Document, digest: str, words: list[str]) -> Iterator[Concern]:
        if len(words) < _FEWEST_WORDS:
            return
        # Two versions of a page differ in a dose before they differ in words.
        masked = [re.sub(r"\d+", "#", word) for word in words]
        shingles = {" ".join(masked[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
        hashed = MinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        hashed.update_batch([shingle.encode() for shingle in sorted(shingles)])
        numbers = frozenset(" ".join(n.split()) for n in _NUMBER.findall(document.text))
        seen = _Seen(document.id, digest, numbers, hashed)
        for key in sorted(self._near.query(hashed)):
            other = self._seen[key]
            share = other.words.jaccard(hashed)
            if share >= NEAR:
                yield _related(seen, other, share)
        self._near.insert(document.id, hashed)
        self._seen[document.id] = seen


def _duplicate(document_id: str, other: str) -> Concern:
    found = f"it has the same words as {other!r}"
    return Concern(Level.WARNING, "duplicate", document_id, found, "keep one of them")


def _related(one: _Seen, other: _Seen, share: float) -> Concern:
    here, there = one.numbers - other.numbers, other.numbers - one.numbers
    if here and there:
        found = f"it says {min(here)!r} where {other.id!r}, else much the same, says {min(there)!r}"
        remedy = "withdraw the one that no longer holds"
        return Concern(Level.ERROR, "contradiction", one.id, found, remedy)
    found = f"{share:.0%} of its words stand in {other.id!r} too"
    remedy = "withdraw one of them, if they are versions of one page"
    return Concern(Level.WARNING, "near-duplicate", one.id, found, remedy)
