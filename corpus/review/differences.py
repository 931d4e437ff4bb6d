"""What two pages that are much alike say differently: other numbers, or yes against no."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

# From this likeness of 100 on, two sentences without their numbers and negations are one.
_ALIKE = 88.0
_FEWEST_WORDS = 4
_MOST_SENTENCES = 400
# Cruder than `corpus.sentences` and a hundred times as fast; both pages are cut alike.
_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")
# A unit, or the first word of one: two doses differ by either.
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*(?:\s?(?:%|°c?|[mkµn]?g|mcg|[md]?l|[cm]?m|iu|mmol|units?|times?|degrees?|tablets?"
    r"|seconds?|minutes?|hours?|days?|weeks?|months?|years?)(?!\w))?",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# "doesnt" too: an apostrophe is easily lost.
_CONTRACTED = re.compile(
    r"\b(do|does|did|is|are|was|were|has|have|had|wo|ca|could|would|should|must)n['’]?t\b"
    r"|\b(can)not\b"
)
# Of English, German, Spanish, French and Polish.
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|without|nicht|nie|niemals|keine?[mnrs]?|ohne|nunca|sin|ne|pas|jamais"
    r"|sans|nigdy|bez)\b"
)
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sentences that are one but for what they say: a number, or a negation."""

    here: str
    there: str
    numbers: tuple[str, str] | None

    def told(self, other: str) -> str:
        """Say what differs from the page `other`."""
        if self.numbers is None:
            ours, theirs = _around(self.here, self.there), _around(self.there, self.here)
            return f"it says {ours!r} where {other!r} says {theirs!r}"
        here, there = self.numbers
        place = _around(self.here, self.there)
        return f"it says {here!r} where {other!r} says {there!r}, in {place!r}"


def differences(here: str, there: str, names: tuple[str, str] = ("", "")) -> Iterator[Difference]:
    """Yield how the sentences of `here` differ from those of `there`, in their order.

    `names` are the titles: a number that tells one page from the other contradicts nothing.
    """
    ours, theirs = _sentences(here), _sentences(there)
    own = [text for key, text in ours.items() if key not in theirs]
    others = [text for key, text in theirs.items() if key not in ours]
    if not own or not others:
        return
    masked = [[_masked(text) for text in texts] for texts in (own, others)]
    likeness = process.cdist(*masked, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    for text, row in zip(own, likeness, strict=True):
        best = int(np.argmax(row))
        if row[best] >= _ALIKE:
            found = _difference(text, others[best], names)
            if found is not None:
                yield found


def _sentences(text: str) -> dict[str, str]:
    """Return the sentences that say something, by their words alone."""
    texts = (" ".join(sentence.split()) for sentence in _ENDS.split(text)[:_MOST_SENTENCES])
    kept = (text for text in texts if len(_masked(text).split()) >= _FEWEST_WORDS)
    return {" ".join(re.findall(r"\w+", text.casefold())): text for text in kept}


def _masked(sentence: str) -> str:
    return " ".join(_NEGATION.sub("", _NUMBER.sub("#", _spelt_out(sentence))).split())


def _spelt_out(sentence: str) -> str:
    return _CONTRACTED.sub(lambda found: f"{found[1] or found[2]} not", sentence.casefold())


def _difference(here: str, there: str, names: tuple[str, str]) -> Difference | None:
    ours, theirs = _numbers(here, names[0]), _numbers(there, names[1])
    differing = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    if len(ours) == len(theirs) and differing:
        return Difference(here, there, differing[0])
    negated = [len(_NEGATION.findall(_spelt_out(text))) % 2 for text in (here, there)]
    return Difference(here, there, None) if negated[0] != negated[1] else None


def _numbers(sentence: str, title: str) -> list[str]:
    """Return the numbers with their units; a year is a date of the page, and no dose."""
    named = set(_NUMBER.findall(title))
    found = (" ".join(number.split()) for number in _NUMBER.findall(sentence))
    return [number for number in found if not _YEAR.match(number) and number not in named]


def _around(sentence: str, other: str) -> str:
    """Return the sentence, or the words around the first that `other` lacks."""
    if len(sentence) <= _SHOWN:
        return sentence
    same = Prefix.similarity(sentence, other)
    start = max(0, min(same - _SHOWN // 2, len(sentence) - _SHOWN))
    if start:
        start = sentence.find(" ", start) + 1
    end = sentence.rfind(" ", start, start + _SHOWN) if start + _SHOWN < len(sentence) else None
    return f"{'… ' if start else ''}{sentence[start:end]}{' …' if end is not None else ''}"
