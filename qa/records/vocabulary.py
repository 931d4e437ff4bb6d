"""Which words may stay in a stored question: known words that are nobody's name."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from importlib import import_module

from index.terms import STOP_WORDS, words

# Faker's lists (MIT) for the languages that we speak and their neighbours.
_LOCALES = (
    "ar_AA de_DE en_GB en_IN en_US es_ES fr_FR it_IT nl_NL pl_PL pt_PT sv_SE tr_TR".split()  # noqa: SIM905
)
# A letter alone, and what cells, vitamins and viruses are called: T, B12, CD20.
_CODE = re.compile(r"[a-z]|[a-z]{1,3}\d{1,3}")


@dataclass(frozen=True, slots=True)
class Names:
    """First and last names, folded as `words` folds them."""

    first: frozenset[str]
    last: frozenset[str]


def load_names(more: Iterable[str]) -> Names:
    """Read the names, and `more` first ones; too slow to be called while somebody waits."""
    found: dict[str, set[str]] = {"first_name": set(more), "last_name": set()}
    for locale in _LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute, kind in ((a, k) for a in dir(provider) for k in found if k in a):
            listed = getattr(provider, attribute)
            if isinstance(listed, Iterable) and not isinstance(listed, str):
                folded = (word for name in listed for word in words(name))
                found[kind].update(word for word in folded if len(word) > 1)
    return Names(frozenset(found["first_name"]), frozenset(found["last_name"]))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Says of a word whether it is known, and whether it may name somebody."""

    names: Names
    ordinary: Collection[str]
    subject: Collection[str]
    endings: tuple[str, ...]
    in_pages: Callable[[str], bool]
    """Whether the pages or the glossary hold a folded word."""
    is_english: Callable[[str], bool]
    """Whether everyday English knows a folded word; names of people and places are among them."""

    def names_somebody(self, word: str) -> bool:
        """Say whether a folded word is on a list of names, of a person or a family."""
        return word in self.names.first or word in self.names.last

    def is_medical(self, word: str) -> bool:
        """Say whether a folded word belongs to the subject."""
        if word in self.subject or self.in_pages(word):
            return True
        return _CODE.fullmatch(word) is not None or (len(word) > 5 and word.endswith(self.endings))

    def stays(self, word: str) -> bool:
        """Say whether a folded word stays that is typed in lower case or heads a sentence."""
        if word in self.ordinary or (word in STOP_WORDS and word not in self.names.first):
            return True
        if word in self.names.first and word not in self.subject:
            return False
        return self.is_medical(word) or self.is_english(word)

    def stays_capital(self, word: str) -> bool:
        """Say whether a folded word stays that has a capital in the middle of a sentence."""
        if word in self.subject or word in STOP_WORDS:
            return True
        return self.is_medical(word) and not self.names_somebody(word)
