"""Read a question as it was meant: repaired words, other words for the same, terms and rarity."""

from dataclasses import dataclass, replace
from typing import Self

from index import Analyzer, English, EnglishPairs, OpenIndex, Rarity
from qa.query.abbreviations import Abbreviations
from qa.query.glossary import Glossary, bundled_groups
from qa.query.lexicon import Lexicon
from qa.query.query import Guessed, Query, parse_query, with_guesses
from qa.query.spelling import Guess, Reading, Repair, Speller
from qa.query.word_list import DRUGS, MEDICINE, WordList


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question as read; `repairs` are the words that were read otherwise than typed.

    `guesses` are likely readings of words that stay as typed; they only widen the search.
    """

    query: Query
    repairs: tuple[Repair, ...]
    guesses: tuple[Guess, ...] = ()

    @property
    def text(self) -> str:
        """Return the whole question as read."""
        return self.query.typed

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
        lists = WordList(DRUGS), WordList(MEDICINE)
        lexicon = Lexicon(index.lexical.words(), english, *lists, names=glossary)
        rarity = Rarity(index.lexical, english)
        speller = Speller(lexicon, EnglishPairs())
        return cls(index, analyzer, glossary, Abbreviations(groups), speller, rarity)

    def interpret(self, text: str, *, as_typed: bool = False) -> Interpretation:
        """Return `text` as read; `as_typed` leaves every word as it is."""
        read = Reading(text, (), text, ()) if as_typed else self.speller.repair(text)
        synonyms = [(s.asked, s.other) for s in self.glossary.synonyms(read.likely)]
        query = parse_query(read.likely, self.index.lexical, self.rarity, self.analyzer, synonyms)
        spelt = self.abbreviations.spelt_out(read.likely, self._said)
        query = replace(query, spelt_out=spelt)
        if read.guesses:
            query = with_guesses(query, read.text, self._guessed(read.guesses))
        return Interpretation(query, read.repairs, read.guesses)

    def _guessed(self, guesses: tuple[Guess, ...]) -> dict[str, Guessed]:
        found: dict[str, Guessed] = {}
        for guess in guesses:
            typed = next(iter(self.analyzer.terms(guess.typed)), guess.typed)
            number = self.index.lexical.number(typed)
            for term in self.analyzer.terms(guess.read):
                found[term] = Guessed(guess.probability, typed, number)
        return found

    def _said(self, plain_words: list[str]) -> int:
        numbers = map(self.index.lexical.number, self.analyzer.terms(" ".join(plain_words)))
        counts = (0 if n is None else self.index.lexical.document_frequency(n) for n in numbers)
        return min(counts, default=0)
