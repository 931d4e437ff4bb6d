"""Read a question as it was meant: repaired words, other words for the same, terms and rarity."""

from dataclasses import dataclass, replace
from typing import Self

from index import Analyzer, English, OpenIndex, Rarity
from qa.query.abbreviations import Abbreviations
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
    abbreviations: Abbreviations
    speller: Speller
    rarity: Rarity

    @classmethod
    def of(cls, index: OpenIndex) -> Self:
        """Make an interpreter for `index`, with the publisher's own glossary added to ours."""
        analyzer = Analyzer()
        english = English(analyzer)
        groups = [*bundled_groups(), *index.glossary]
        glossary = Glossary(groups, analyzer)
        drugs = DrugNames()
        speller = Speller(
            index.lexical.words(),
            lambda word: word in english or word in glossary or word in drugs,
            english.commonness,
        )
        rarity = Rarity(index.lexical, english)
        return cls(index, analyzer, glossary, Abbreviations(groups), speller, rarity)

    def interpret(self, text: str, *, as_typed: bool = False) -> Interpretation:
        """Return `text` as read; `as_typed` leaves every word as it is."""
        as_read, repairs = (text, ()) if as_typed else self.speller.repair(text)
        synonyms = [(s.asked, s.other) for s in self.glossary.synonyms(as_read)]
        query = parse_query(as_read, self.index.lexical, self.rarity, self.analyzer, synonyms)
        spelt = self.abbreviations.spelt_out(as_read, self._said)
        return Interpretation(replace(query, spelt_out=spelt), repairs)

    def _said(self, plain_words: list[str]) -> int:
        numbers = map(self.index.lexical.number, self.analyzer.terms(" ".join(plain_words)))
        counts = (0 if n is None else self.index.lexical.document_frequency(n) for n in numbers)
        return min(counts, default=0)
