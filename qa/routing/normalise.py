"""The form of a typed question that the rules and the fitted decision read."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from rapidfuzz.distance import OSA

from qa.routing.disguise import Disguises

# With their digits: the "b" of "B12" is not a short form.
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"([^\W\d_])\1{2,}")
# Letters with a stroke are letters of their own to Unicode, so folding leaves them.
_STROKES = str.maketrans("łøđ", "lod")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_OTHER = re.compile(r"[^\w\s.,!?+/&]|_")
_SPACE = re.compile(r"\s+")
# Shorter words have too many neighbours among real ones to be repaired.
_SHORTEST_REPAIRED = 5
_TWO_SLIPS_FROM = 11


@dataclass(frozen=True)
class Normaliser:
    """Folds case, accents and short forms, and repairs slips and disguises in words of danger.

    `repairs` maps no word to another by meaning: only spelling changes.
    """

    expansions: Mapping[str, str]
    danger: tuple[str, ...]
    lookalikes: frozenset[str]
    disguises: Disguises

    def __call__(self, text: str) -> str:
        """Return `text` lower-case, without accents and apostrophes, short forms written out."""
        plain = _OTHER.sub(" ", self.disguises(plain_letters(text)))
        plain = _RUN.sub(r"\1", plain)
        return _SPACE.sub(" ", _WORD.sub(self._word, plain)).strip()

    def _word(self, found: re.Match[str]) -> str:
        word = found.group()
        return self.expansions.get(word) or self._repaired(word)

    def _repaired(self, word: str) -> str:
        """Return the danger word that `word` is a slip of, or `word`; the first of equals."""
        if len(word) < _SHORTEST_REPAIRED or word in self._known or not _plain(word):
            return word
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        near = [
            (distance, place, danger)
            for place, danger in self._by_letter.get(word[0], ())
            if (distance := OSA.distance(word, danger, score_cutoff=slips)) <= slips
        ]
        return min(near)[2] if near else word

    @cached_property
    def _by_letter(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        # Of a few hundred words, about a dozen begin like the one that was typed.
        found: dict[str, list[tuple[int, str]]] = {}
        for place, danger in enumerate(self.danger):
            found.setdefault(danger[0], []).append((place, danger))
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        return self.lookalikes.union(self.danger)


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha()


def plain_letters(text: str) -> str:
    """Return `text` in lower case, without accents and apostrophes."""
    if text.isascii():
        return _APOSTROPHES.sub("", text.lower())
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return _APOSTROPHES.sub("", bare.translate(_STROKES))


def load_normaliser() -> Normaliser:
    """Read the reviewed word lists that ship with the package."""
    source = files(__package__).joinpath("data/spelling.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    danger: Iterable[str] = data["danger"]["words"]
    lookalikes: Iterable[str] = data["danger"]["lookalikes"]
    disguises = Disguises((*data["disguised"]["words"], *danger))
    return Normaliser(data["expansions"], tuple(danger), frozenset(lookalikes), disguises)
