"""Read a question as it was meant: repaired words, other words for the same, terms and rarity."""

from dataclasses import dataclass, replace
from typing import Self

from index import Analyzer, English, EnglishPairs, OpenIndex, Rarity
from qa.query.abbreviations import Abbreviations
from qa.query.asking import asking_part
from qa.query.glossary import Glossary, bundled_groups
from qa.query.lexicon import Lexicon
from qa.query.medicines import Medicines
from qa.query.own_words import OwnWords, with_repairs
from qa.query.query import Guessed, Query, parse_query, with_guesses
from qa.query.spelling import Guess, Reading, Repair, Speller
from qa.query.word_list import DRUGS, MEDICINE, WordList


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question as read, its whole `text` with the `repairs`: words read otherwise than typed.

    `guesses` are likely readings of words that stay as typed; they only widen the search.
    """

    query: Query
    text: str
    repairs: tuple[Repair, ...]
    guesses: tuple[Guess, ...] = ()

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
    medicines: Medicines
    own_words: OwnWords
    speller: Speller
    rarity: Rarity

    @classmethod
    def of(cls, index: OpenIndex) -> Self:
        """Make an interpreter for `index`, with the publisher's own glossary added to ours."""
        analyzer = Analyzer()
        # Of each new term it stems all words that begin like it: to remember those would take
        # three times as long, and push out the words that are asked for.
        english = English(Analyzer(remembered=0))
        groups, vocabulary = [*bundled_groups(), *index.glossary], index.lexical.words()
        medicines = Medicines(vocabulary)
        glossary = Glossary([*groups, *medicines.groups], analyzer)
        lists = WordList(DRUGS), WordList(MEDICINE)
        lexicon = Lexicon(vocabulary, english, *lists, names=glossary)
        rarity = Rarity(index.lexical, english)
        speller = Speller(lexicon, EnglishPairs(), analyzer)
        abbreviations = Abbreviations(groups)
        own_words = OwnWords(index.glossary, analyzer)
        return cls(
            *(index, analyzer, glossary, abbreviations, medicines, own_words, speller, rarity)
        )

    def interpret(self, text: str, *, as_typed: bool = False) -> Interpretation:
        """Return `text` as read; `as_typed` leaves every word as it is."""
        read = Reading(text, (), text, ()) if as_typed else self.speller.repair(text)
        names = () if as_typed else self._names(read.likely)
        query = self._parsed(read.likely, names)
        if read.guesses:
            query = with_guesses(query, read.text, self._guessed(read.guesses))
        said = tuple(name for name in names if name.typed in read.text)
        return Interpretation(
            query, with_repairs(read.text, said), (*read.repairs, *said), read.guesses
        )

    def _names(self, text: str) -> tuple[Repair, ...]:
        """Return what the pages call otherwise than `text` does; the publisher's word wins."""
        found = (*self.medicines.repair(text, self._said), *self.own_words.repair(text, self._said))
        return tuple({name.typed: name for name in found}.values())

    def _parsed(self, text: str, names: tuple[Repair, ...]) -> Query:
        """Return the query for `text`, to be searched for with `names` for those it has."""
        searched = with_repairs(text, names)
        synonyms = [(s.asked, s.other) for s in self.glossary.synonyms(searched)]
        query = parse_query(searched, self.index.lexical, self.rarity, self.analyzer, synonyms)
        spelt = self.abbreviations.spelt_out(searched, self._said)
        query = replace(query, spelt_out=spelt, searched=searched)
        if names:
            # Decisions of staff are about questions as people ask them.
            query = replace(query, text=text, typed=text, asking=asking_part(text))
        return query

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
