"""The reviewed words of `words.toml`, and the phrases that name something in a question."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.english import most_frequent
from qa.query.letters import Letters

# A question with no rarer word than these names no subject of its own.
EVERYDAY = 1500
# Nor one with no rarer word than these, unless it asks what something is.
KNOWN = 9000
# A word of at least this many letters whose sequence is this improbable (in nats a letter) was
# typed at random. That holds for six of the 7,700 names of drugs.
_LONG = 6
_MASHED = -5.6
_NO_NAMES = frozenset({"I", "I'm", "I've", "I'd", "I'll"})
_TOKEN = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Language:
    """Word lists and compiled expressions."""

    function: frozenset[str]
    aspect: frozenset[str]
    everyday: frozenset[str]
    known: frozenset[str]
    openers: tuple[str, ...]
    empty_pronouns: re.Pattern[str]
    announcements: re.Pattern[str]
    introduces: re.Pattern[str]
    further: re.Pattern[str]
    people: re.Pattern[str]

    def names(self, word: str) -> bool:
        """Say whether `word` names something, be it only a side of a subject."""
        return plain(word) not in self.function

    def is_telling(self, phrase: Sequence[str], *, alone: bool = True) -> bool:
        """Say whether a phrase holds a word that is rare in everyday English, or a number.

        `alone`: rare enough to carry a question that defines or introduces; else rarer still.
        """
        common = self.everyday if alone else self.known
        return any(
            self.names(word)
            and plain(word) not in self.aspect
            and (plain(word) not in common or _is_name(word))
            for word in phrase
        )

    def is_specific(self, phrase: Sequence[str]) -> bool:
        """Say whether a phrase names a subject rather than a side of one."""
        return any(self.names(word) and plain(word) not in self.aspect for word in phrase)


@cache
def english() -> Language:
    """Load the English words; read once, never changed."""
    source = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    return Language(
        function=frozenset(data["function"].split()),
        aspect=frozenset(data["aspect"].split()),
        everyday=frozenset(most_frequent(EVERYDAY)),
        known=frozenset(most_frequent(KNOWN)),
        openers=tuple(data["openers"]),
        empty_pronouns=re.compile("|".join(data["empty_pronouns"])),
        announcements=re.compile("|".join(data["announcements"]), re.IGNORECASE),
        introduces=re.compile(data["introduces"]),
        further=re.compile(data["further"]),
        people=re.compile(data["people"]),
    )


@cache
def _letters() -> Letters:
    return Letters(english().known)


def is_mashed(word: str) -> bool:
    """Say whether `word` is no word of any kind but keys pressed at random ("asdfghjkl")."""
    letters = word.lower()
    if len(letters) < _LONG or not (letters.isascii() and letters.isalpha()):
        return False
    # One more than there are letters: that the word ends is as improbable or not.
    return _letters().log_probability(letters) < _MASHED * (len(letters) + 1)


def words(text: str) -> list[str]:
    """Return the words of `text` as typed, hyphens and apostrophes inside them kept."""
    return _TOKEN.findall(text)


def plain(word: str) -> str:
    """Return the form of a word that the lists hold."""
    lowered = word.lower().replace("’", "'")
    return lowered.removesuffix("'s").replace("'", "")


def _is_name(word: str) -> bool:
    return any(c.isdigit() for c in word) or (word[0].isupper() and word not in _NO_NAMES)


def phrases(text: str, language: Language) -> list[tuple[str, ...]]:
    """Return runs of words that name something, in their order, without repeats."""
    found: list[tuple[str, ...]] = []
    text = text[:1].lower() + text[1:] if text[1:2].islower() else text
    for clause in re.split(r"[.,;:!?()\"“”]", text):
        run: list[str] = []
        for word in [*words(clause), ""]:
            if word and language.names(word):
                run.append(word)
            elif run:
                found.append(tuple(run))
                run = []
    return list(dict.fromkeys(found))
