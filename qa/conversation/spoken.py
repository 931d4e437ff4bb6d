"""Which language a question is plainly written in, by its commonest words."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qa.conversation.language import english

# So many different words that English has no use for tell a language. One alone may be a name or a
# slip, unless the others are that language's as well and none is English alone.
_LEAST, _WITH_OTHERS = 2, 3
# A sentence with so many words of one language for each of the other's is the one's.
_FOR_EACH_OTHER = 2
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_BEYOND_ENGLISH = re.compile(r"[^\x00-\x7f]")
# What stays of these once accents are taken off.
_PLAIN = str.maketrans({"ł": "l", "ß": "ss", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class _Marks:
    """What tells each language: its words, and letters that English has no use for."""

    words: Mapping[str, frozenset[str]]
    letters: Mapping[str, frozenset[str]]
    foreign: frozenset[str]
    particles: frozenset[str]


def spoken_in(question: str) -> str | None:
    """Return the language of `question`, where it can't be mistaken for another, else None."""
    typed, known = set(_WORD.findall(question.lower())), english()
    if typed.isdisjoint(_marks().foreign) and not _BEYOND_ENGLISH.search(question):
        # Nearly every question there is: no more work than that.
        return "en" if len(typed & known.function) >= _LEAST else None
    if len(_ARABIC.findall(question)) * 2 > sum(map(len, typed)):
        return "ar"
    return _by_words(question, typed)


def _by_words(question: str, typed: set[str]) -> str | None:
    words, known, marks = {_plain(word) for word in typed}, english(), _marks()
    # With its accent "für" is no English word, without it is one.
    foreign = {_plain(w) for w in typed if w not in known.known} - marks.particles
    telling = {
        name: len(foreign & own) + (not marks.letters[name].isdisjoint(question.lower()))
        for name, own in marks.words.items()
    }
    shared = {name: len(words & own) for name, own in marks.words.items()}
    first, second = sorted(telling, key=lambda name: (-telling[name], -shared[name]))[:2]
    said = words & known.function
    others = len(said - marks.words[first])
    is_enough = telling[first] >= max(_LEAST, _FOR_EACH_OTHER * others) or (
        telling[first] > 0 and shared[first] >= _WITH_OTHERS and not others
    )
    if is_enough:
        is_tied = (telling[first], shared[first]) == (telling[second], shared[second])
        return None if is_tied else first
    return "en" if len(said) >= max(_LEAST, _FOR_EACH_OTHER * telling[first] + 1) else None


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def _marks() -> _Marks:
    source = files(__package__).joinpath("spoken.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    words = {name: frozenset(words.split()) for name, words in data["words"].items()}
    return _Marks(
        words=words,
        foreign=frozenset(word for own in words.values() for word in own) - english().known,
        letters={name: frozenset(letters) for name, letters in data["letters"].items()},
        particles=frozenset(data["particles"].split()),
    )
