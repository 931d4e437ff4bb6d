"""Take out of a question what may tell who asked; what is uncertain goes as well.

First patterns (mail, numbers, dates, addresses, "my name is ..."), then every word that isn't known
to be a word of the subject or of everyday English. So an unknown name goes because nobody knows it,
and a known one because it is on a list of names.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Self

from index.terms import STOP_WORDS, words
from qa.records.vocabulary import Vocabulary, load_names

_FILE = "redaction.toml"
_DROPPED = "[…]"
_PLACE = re.compile(r"\[(?:web|date|address|number|name|…)\]")
_BLANK = re.compile(r"[^\S\n]+")
_TOKEN = re.compile(r"[^\W\d_][\w]*(?:['’.-][\w]+)*|\d[\w]*")
_REPEATED = re.compile(r"(\[…\]|\[name\])(?:[\s.'’-]*\[(?:…|name)\])+")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;\n\"“(])\s*$")
# A text of which half is gone says nothing that is worth keeping.
_MOST_LOST = 0.5


@dataclass(frozen=True, slots=True)
class Redactor:
    """Redacts questions with the patterns and words of `redaction.toml`."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    verbs: frozenset[str]
    titles: frozenset[str]
    introductions: frozenset[str]
    vocabulary: Vocabulary

    @classmethod
    def load(cls, in_pages: Callable[[str], bool], is_english: Callable[[str], bool]) -> Self:
        """Read the reviewed file and the lists of names."""
        text = files("qa.records").joinpath(_FILE).read_text(encoding="utf-8")
        read: dict[str, Any] = tomllib.loads(text)
        listed = read["words"]
        vocabulary = Vocabulary(
            load_names(listed["more_names"]),
            frozenset(listed["ordinary"]),
            frozenset(listed["subject"]),
            tuple(listed["medical_endings"]),
            in_pages,
            is_english,
        )
        patterns = tuple(
            (f"[{pattern['takes']}]", re.compile(pattern["regex"], re.IGNORECASE))
            for pattern in read["pattern"]
        )
        verbs, titles, introductions = (
            frozenset(listed[name]) for name in ("verbs_after_a_name", "titles", "introductions")
        )
        return cls(patterns, verbs, titles, introductions, vocabulary)

    def redact(self, question: str) -> str | None:
        """Return `question` without what may tell who asked, or None where too little is left."""
        # A place held in what was typed would pass for ours.
        text = _BLANK.sub(" ", question.replace("[", "(").replace("]", ")"))
        for place, pattern in self.patterns:
            text = pattern.sub(place, text)
        kept = _REPEATED.sub(r"\1", "".join(self._pieces(text)))
        plain = " ".join(kept.split())
        tokens = len(_TOKEN.findall(_PLACE.sub("", plain)))
        places = len(_PLACE.findall(plain))
        if tokens == 0 or places / (tokens + places) > _MOST_LOST:
            return None
        return plain

    def _pieces(self, text: str) -> Iterator[str]:
        """Yield the text with each word that may not stay replaced."""
        shouted = text.isupper()
        end, introduced, after_first, before = 0, False, False, ""
        held = [m.span() for m in _PLACE.finditer(text)]
        for match in _TOKEN.finditer(text):
            if any(start < match.start() < stop for start, stop in held):
                continue
            yield text[end : match.start()]
            typed, end = match.group(), match.end()
            goes = self._goes(typed.lower() if shouted else typed, text, match)
            goes = goes or (before in self.introductions and self._is_first_name(typed))
            before = "".join(words(typed))
            # The family's name follows the first one or a title, and may be a word as well.
            named = after_first or text[: match.start()].endswith("[name] ")
            goes = goes or (named and self._is_family(typed, after_first))
            goes = goes or (introduced and self._may_be_family(typed))
            introduced = goes or typed.casefold() in self.titles
            after_first = goes and any(p in self.vocabulary.names.first for p in words(typed))
            yield _DROPPED if goes else typed
        yield text[end:]

    def _goes(self, typed: str, text: str, match: re.Match[str]) -> bool:
        parts = words(typed)
        if not parts or typed[0].isdigit():
            # Short numbers stay; long ones went by a pattern.
            return False
        heads = bool(_SENTENCE_END.search(text[: match.start()]))
        if heads and typed[0].isupper() and self._is_somebody(parts, text[match.end() :]):
            return True
        inside = typed[0].isupper() and not heads and len(typed) > 1
        stays = self.vocabulary.stays_capital if inside else self.vocabulary.stays
        return not all(part.isdigit() or stays(part) for part in parts)

    def _is_first_name(self, typed: str) -> bool:
        kept = self._never_names()
        return any(p in self.vocabulary.names.first and p not in kept for p in words(typed))

    def _never_names(self) -> frozenset[str]:
        """Return the words that follow a name, and are none even where they could be."""
        return STOP_WORDS | self.verbs

    def _is_family(self, typed: str, after_first: bool) -> bool:
        """Say whether a word after a name belongs to it, as any but a medical one may."""
        known, parts = self.vocabulary, words(typed)
        if any(part in self._never_names() for part in parts):
            return False
        family = any(part in known.names.last for part in parts)
        return family or (after_first and not all(map(known.is_medical, parts)))

    def _may_be_family(self, typed: str) -> bool:
        """Say whether a word after one that went may belong to it: a name and no ordinary word."""
        known = self.vocabulary
        return any(
            p in known.names.last and p not in known.ordinary and p not in self._never_names()
            for p in words(typed)
        )

    def _is_somebody(self, parts: list[str], rest: str) -> bool:
        """Say whether a name heads a sentence that goes on as one about a person does."""
        following = next(iter(words(rest[:40])), "")
        return following in self.verbs and any(map(self.vocabulary.names_somebody, parts))
