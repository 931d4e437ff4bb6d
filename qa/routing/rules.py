"""The reviewed rules of `data/rules.toml`, and what they say of one text."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Self

from qa.routing.kinds import KINDS, Kind

RULE_WORDS = "rule_words.json"
# Words that begin alike in so many letters stand together.
_START = 5
_NAME = re.compile(r"\{([a-z]+)\}")
_PERSON = re.compile(r"\b(?:i|me|my|mine|myself|we|us|our|he|she|him|his|her)\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern, and the guards under which it is silent.

    `health`: alone it fires only where a word of health stands in the text.
    `needs_me`: and only where somebody in particular is spoken of. `asks`: and only in a question.
    `sure`: it needs no second opinion from the fitted decision. `where`: what must stand in the
    text for the rule to be tried at all. `words`: one of them stands in whatever the pattern
    matches, if there are any. Expressions are compiled when they are first needed.
    """

    kind: Kind
    name: str
    pattern: str
    where: str
    unless: tuple[str, ...]
    health: bool
    needs_me: bool
    asks: bool
    sure: bool
    words: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Say whether the rule's words stand in the normalised `text` and no guard forbids it."""
        if self.words and not _holds_any(text, self.words):
            return False
        if self.needs_me and not _PERSON.search(text):
            return False
        return self.stands_in(text)

    def stands_in(self, text: str) -> bool:
        """Say whether it matches, whoever is spoken of."""
        if self.asks and "?" not in text and not _ASKS.match(text):
            return False
        if not _compiled(self.where).search(text) or not _compiled(self.pattern).search(text):
            return False
        return not any(_compiled(guard).search(text) for guard in self.unless)


def _holds_any(text: str, words: Sequence[str]) -> bool:
    # Thousands of looks for each question: a generator would take twice as long.
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_ASKS = re.compile(
    r"(?:\w+ ){0,3}?(?:can|could|should|would|will|is|are|am|do|does|may|what|which|how)\b"
)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched; `alone` tells whether it decides without the fitted decision."""

    rule: Rule
    alone: bool


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules in the order of their kinds: crisis, emergency, personal advice."""

    rules: tuple[Rule, ...]
    health: re.Pattern[str]
    starts: "Starts"

    def matches(self, text: str) -> list[Match]:
        """Return every rule that matches the normalised `text`, in order."""
        healthy = self.speaks_of_health(text)
        possible = [self.rules[place] for place in self.starts.possible(text)]
        return [Match(r, healthy or not r.health) for r in possible if r.matches(text)]

    def speaks_of_health(self, text: str) -> bool:
        """Say whether a word of health stands in the normalised `text`."""
        return bool(self.health.search(text))


@dataclass(frozen=True, slots=True)
class Starts:
    """Which rules to try, by how their words begin: a text has few of two thousand words.

    `always` are the places of rules without words. Each word stands with the places of the rules
    that it is one of, by its start or, where it has none, among the `short`.
    """

    always: frozenset[int]
    short: Sequence[tuple[str, Sequence[int]]]
    words: Mapping[str, Sequence[tuple[str, Sequence[int]]]]

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Self:
        """Gather the words of `rules`."""
        places: dict[str, list[int]] = {}
        for place, rule in enumerate(rules):
            for word in rule.words:
                places.setdefault(word, []).append(place)
        words: dict[str, list[tuple[str, Sequence[int]]]] = {}
        for word, own in places.items():
            if len(word) >= _START:
                words.setdefault(word[:_START], []).append((word, own))
        always = frozenset(place for place, rule in enumerate(rules) if not rule.words)
        return cls(always, [of for of in places.items() if len(of[0]) < _START], words)

    def possible(self, text: str) -> list[int]:
        """Return the places of the rules that may match `text`, in order."""
        runs = {text[at : at + _START] for at in range(len(text) - _START + 1)}
        found = set(self.always)
        for word, places in self.short:
            if word in text:
                found.update(places)
        # Not `intersection`, which would go through all of the words.
        for run in self.words.keys() & runs:
            for word, places in self.words[run]:
                if word in text:
                    found.update(places)
        return sorted(found)


def load_rules() -> RuleBook:
    """Read the rules that ship with the package."""
    data = tomllib.loads(_data("rules.toml"))
    words: Mapping[str, str] = data["words"]
    guards: Mapping[str, str] = data["guards"]
    needed: Mapping[str, Sequence[str]] = json.loads(_data(RULE_WORDS))
    rules = tuple(_rule(kind, raw, words, guards, needed) for kind in KINDS for raw in data[kind])
    return RuleBook(rules, _health(data["health"]), Starts.of(rules))


def _rule(
    kind: Kind,
    raw: Mapping[str, Any],
    words: Mapping[str, str],
    guards: Mapping[str, str],
    needed: Mapping[str, Sequence[str]],
) -> Rule:
    pattern = rf"(?<!\w)(?:{_filled(raw['match'], words)})(?!\w)"
    unless = tuple(_filled(guards[name], words) for name in raw.get("unless", ()))
    flags = {name: bool(raw.get(name)) for name in ("health", "needs_me", "asks", "sure")}
    # A pattern that was changed since is not found, and its rule is always tried.
    one_of = tuple(needed.get(key(pattern), ()))
    return Rule(kind, raw["name"], pattern, raw.get("where", ""), unless, **flags, words=one_of)


def key(pattern: str) -> str:
    """Return the key under which RULE_WORDS holds the words of this pattern."""
    return sha256(pattern.encode()).hexdigest()[:16]


def _data(name: str) -> str:
    return files(__package__).joinpath(f"data/{name}").read_text(encoding="utf-8")


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """Return `pattern` with every {name} replaced; a line of [words] may use other lines."""
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda found: words[found.group(1)], pattern)
    return pattern


def _health(data: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    words, stems, endings = ("|".join(data[part]) for part in ("words", "stems", "endings"))
    return re.compile(rf"\b(?:(?:{words})\b|(?:{stems})|\w+(?:{endings})\b)")
