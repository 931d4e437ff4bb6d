"""What is trained on: which documents, and how many pairs of each kind a round draws."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from qa.ranking.fit.medquad import MEDQUAD, Article, medquad
from qa.training import public_sets
from qa.training.aspects import AspectPairs
from qa.training.example import Example, held_out
from qa.training.rules import asked_elsewhere, gapped, phrases_of, spoilt
from qa.training.windows import Sentences, window

_T = TypeVar("_T")
SALT = "reader-1"
# The share of each set's documents that is kept for validation. The two sets whose figures are
# quoted keep more, so that the figures have a narrow interval.
HELD = {
    "squad2": 0.25,
    "clapnq": 0.5,
    "covidqa": 0.1,
    "pubmedqa": 0.1,
    "covid_faq": 0.1,
    "scifact": 0.1,
    "medquad": 0.1,
}
# How many of a hundred passages come from each set. The first rounds lean on passages with nothing
# but made questions: they teach matching cheaply.
FIRST = {
    "made": 40, "medquad": 28, "squad2": 20, "clapnq": 3, "covidqa": 5, "pubmedqa": 1,
    "covid_faq": 2, "scifact": 1,
}  # fmt: skip
MAIN = {
    "made": 10, "medquad": 36, "squad2": 34, "clapnq": 7, "covidqa": 6, "pubmedqa": 2,
    "covid_faq": 3, "scifact": 2,
}  # fmt: skip
# For going on from a trained reader: fewer of the easy pages, more questions that share few words
# with their answer.
LAST = {
    "made": 8, "elsewhere": 16, "medquad": 18, "squad2": 40, "clapnq": 7, "covidqa": 6,
    "pubmedqa": 1, "covid_faq": 2, "scifact": 2,
}  # fmt: skip
# With questions written for it: most of the room is theirs, and SQuAD's, whose kind they are.
WRITTEN = "written"
WITH_WRITTEN = {
    WRITTEN: 44, "squad2": 28, "medquad": 9, "clapnq": 5, "covidqa": 5, "made": 3, "elsewhere": 2,
    "pubmedqa": 1, "covid_faq": 1, "scifact": 2,
}  # fmt: skip
# Once they are asked of many more passages than SQuAD's eleven pages have.
MOSTLY_WRITTEN = {
    WRITTEN: 58, "squad2": 18, "medquad": 8, "clapnq": 4, "covidqa": 4, "made": 2, "elsewhere": 2,
    "pubmedqa": 1, "covid_faq": 1, "scifact": 2,
}  # fmt: skip
MIXTURES = {"last": LAST, "with_written": WITH_WRITTEN, "mostly_written": MOSTLY_WRITTEN}
FIRST_ROUNDS = 0.1  # Of all rounds.
CONTEXT_CHANCE = 0.5  # A publisher's titles help or don't: the reader must cope with both.


@dataclass(frozen=True, slots=True)
class Parts:
    """Each set's examples with their own passages, and MedQuAD's pages.

    Only a part to train on has written ones, as another set.
    """

    examples: Mapping[str, Sequence[Example]]
    articles: Sequence[Article]

    def texts(self) -> list[Example]:
        """Return one example for each passage there is, to make gapped sentences from."""
        passages = {e.passage: e for part in self.examples.values() for e in part}
        pages = [Example("medquad", a.subject, "-", a.text, a.subject, ()) for a in self.articles]
        return [*passages.values(), *pages]


def load(folder: Path) -> Parts:
    """Read every set under `folder`."""
    tested = public_sets.qrels(folder / "scifact" / "qrels.tsv")
    claims = public_sets.qrels(folder / "scifact" / "qrels_train.tsv")
    in_test = {document for documents in tested.values() for document in documents}
    untested = {q: [d for d in ds if d not in in_test] for q, ds in claims.items()}
    everything = [
        *public_sets.squad2(folder / "squad2_dev_half"),
        *public_sets.clapnq(folder / "clapnq_dev"),
        *public_sets.covidqa(folder / "covidqa"),
        *public_sets.whole_texts(folder / "scifact", "scifact", untested),
    ]
    for name in ("pubmedqa", "covid_faq"):
        relevant = public_sets.qrels(folder / name / "qrels.tsv")
        everything += public_sets.whole_texts(folder / name, name, relevant)
    sets = {name: [e for e in everything if e.source == name] for name in HELD if name != "medquad"}
    return Parts(sets, medquad(public_sets.rows(folder / MEDQUAD)))


def divide(parts: Parts) -> tuple[Parts, Parts]:
    """Return the part to train on and the part to validate on; they share no document."""
    training, validation = {}, {}
    for name, examples in parts.examples.items():
        held = held_out([e.document for e in examples], HELD[name], SALT)
        training[name] = [e for e in examples if e.document not in held]
        validation[name] = [e for e in examples if e.document in held]
    held = held_out([a.subject.lower() for a in parts.articles], HELD["medquad"], SALT)
    return (
        Parts(training, [a for a in parts.articles if a.subject.lower() not in held]),
        Parts(validation, [a for a in parts.articles if a.subject.lower() in held]),
    )


class Mixture:
    """Draws rounds of training pairs; a round depends on the seed and its number only."""

    def __init__(self, parts: Parts, seed: int) -> None:
        self._parts, self._seed = parts, seed
        self._sentences = Sentences()
        self._pages = AspectPairs(parts.articles)
        self._texts = parts.texts()
        self._beside_medquad = [text for text in self._texts if text.source != "medquad"]
        self._by_passage = {name: _by_passage(part) for name, part in parts.examples.items()}

    def round(self, number: int, passages: int, shares: Mapping[str, int]) -> list[Example]:
        """Return the pairs of about `passages` passages, each cut to a window."""
        rng = random.Random(f"{self._seed}:{number}")  # noqa: S311 - nothing secret is drawn
        names = [p for e in some(self._texts, 300, rng) for p in phrases_of(e.passage[:600])]
        drawn: list[Example] = []
        for kind, share in shares.items():
            for _ in range(round(share * passages / 100)):
                drawn += self._placed(self._group(kind, names, rng), rng)
        return drawn

    def _placed(self, group: list[Example], rng: random.Random) -> list[Example]:
        """Return the pairs of one passage cut to one window, with or without its context."""
        if not group:
            return []
        cut = window(group, self._sentences.of(group[0].passage), rng)
        context = group[0].context if rng.random() < CONTEXT_CHANCE else ""
        return [replace(as_typed(example, rng), context=context) for example in cut]

    def _group(self, kind: str, names: Sequence[str], rng: random.Random) -> list[Example]:
        """Return the questions that one drawn passage is asked."""
        if kind == "made":
            passage = rng.choice(self._texts)
            return self._made(passage, 6, 3, names, rng)
        if kind == "elsewhere":
            # MedQuAD has seven times the pages of all others, and only one kind of text.
            passage = rng.choice(self._texts if rng.random() < 0.5 else self._beside_medquad)
            return asked_elsewhere(passage, self._sentences.of(passage.passage), rng)
        if kind == "medquad":
            own = self._pages.ask(rng)
            return own + self._made(own[0], 2, 1, names, rng)
        own = rng.choice(self._by_passage[kind])
        others = self._others(own, self._parts.examples[kind], _OTHERS.get(kind, 4), rng)
        asked = [spoilt(e, some(names, 60, rng), rng) for e in own if e.answerable]
        changed = [e for e in asked if e is not None]
        rng.shuffle(changed)
        made = [] if kind in _OTHERS else self._made(own[0], 2, 1, names, rng)
        own = some(own, 8, rng)
        return [*own, *others, *changed[: 1 if kind in _SHORT_QUESTIONS else 0], *made]

    def _made(
        self, passage: Example, right: int, wrong: int, names: Sequence[str], rng: random.Random
    ) -> list[Example]:
        """Return up to `right` gapped sentences of a passage and `wrong` spoilt ones."""
        sentences = self._sentences.of(passage.passage)
        drawn = [gapped(passage, sentences, rng) for _ in range(right + wrong)]
        asked = [example for example in drawn if example is not None]
        bad = [spoilt(e, some(names, 60, rng), rng) for e in asked[right:]]
        return [*asked[:right], *(example for example in bad if example is not None)]

    @staticmethod
    def _others(
        own: Sequence[Example], examples: Sequence[Example], count: int, rng: random.Random
    ) -> list[Example]:
        """Ask the passage questions of other passages, of the same document where there are any."""
        passage = own[0]
        near = [e for e in examples if e.document == passage.document]
        mine = {e.question for e in own}
        found: list[Example] = []
        for _ in range(4 * count):
            other = rng.choice(
                near if len(near) > 3 * len(own) and rng.random() < 0.7 else examples
            )
            texts = [span.of(other.passage) for span in other.answers]
            if other.question not in mine and not any(t in passage.passage for t in texts):
                found.append(replace(passage, question=other.question, answers=()))
        return found[:count]


# How many questions of other passages one is asked, where its own hold ones that it doesn't answer.
_OTHERS = {"squad2": 2, WRITTEN: 1}
_SHORT_QUESTIONS = frozenset({"squad2", "clapnq", "covidqa"})


def some(items: Sequence[_T], most: int, rng: random.Random) -> list[_T]:
    """Return up to `most` of the items, drawn without putting back."""
    return rng.sample(items, min(most, len(items)))


def as_typed(example: Example, rng: random.Random) -> Example:
    """Return `example` with its question the way people type: now and then without its mark."""
    question = example.question
    if rng.random() < 0.3:
        question = question.rstrip("? ") or question
    elif not question.endswith("?") and rng.random() < 0.4:
        question += "?"
    return replace(example, question=question)


def _by_passage(examples: Sequence[Example]) -> list[list[Example]]:
    together: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        together[example.passage].append(example)
    return list(together.values())
