"""Read a question as it was meant: repaired words, other words for the same, terms and rarity."""

from dataclasses import dataclass
from typing import Self

from index import Analyzer, English, OpenIndex, Rarity
from qa.query.drugs import DrugNames
from qa.query.glossary import Glossary, bundled_groups
from qa.query.query import Query, parse_query
from qa.query.spelling import Repair, Speller


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question as read; `repairs` are the words that were read otherwise than typed."""

    query: Query
    repairs: tuple[Repair, ...]

    @property
    def text(self) -> str:
        """Return the whole question as read."""
        return self.query.text

    @property
    def changed(self) -> str | None:
        """Return the question as read where it differs from the question as typed."""
        return self.text if self.repairs else None


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Interprets questions for one index."""

    index: OpenIndex
    analyzer: Analyzer
    glossary: Glossary
    speller: Speller
    rarity: Rarity

    @classmethod
    def of(cls, index: OpenIndex) -> Self:
        """Make an interpreter for `index`, with the publisher's own glossary added to ours."""
        analyzer = Analyzer()
        english = English(analyzer)
        glossary = Glossary([*bundled_groups(), *index.glossary], analyzer)
        drugs = DrugNames()
        speller = Speller(
            index.lexical.words(),
            lambda word: word in english or word in glossary or word in drugs,
            english.commonness,
        )
        return cls(index, analyzer, glossary, speller, Rarity(index.lexical, english))

    def interpret(self, text: str, *, as_typed: bool = False) -> Interpretation:
        """Return `text` as read; `as_typed` leaves every word as it is."""
        as_read, repairs = (text, ()) if as_typed else self.speller.repair(text)
        synonyms = [(s.asked, s.other) for s in self.glossary.synonyms(as_read)]
        query = parse_query(as_read, self.index.lexical, self.rarity, self.analyzer, synonyms)
        return Interpretation(query, repairs)
