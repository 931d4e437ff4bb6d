"""Small publishers' sites made of MedQuAD, on which nobody has decided about a question yet.

A site holds the pages on some subjects. It is asked what they answer, what no page on a subject is
about, and about subjects that it lacks, in the wordings of `medquad.py`. A page that might answer
by the way, because it uses the aspect's own words, is never called a wrong answer.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from corpus import read_sources
from index import Encoder, build, open_current
from qa.query import Query
from qa.ranking.evidence import Evidence
from qa.ranking.fit.arithmetic import Choice
from qa.ranking.fit.confidence import Judged
from qa.ranking.fit.lookup import Lookup
from qa.ranking.fit.medquad import (
    ANSWERED,
    MEDQUAD,
    UNANSWERED,
    Article,
    Aspect,
    corpus_line,
    medquad,
)
from qa.ranking.fit.public_set import read_lines
from qa.ranking.order import Order

SITES = 16
# Of one site: subjects with pages on at least so many aspects, which are asked about, and others.
_ASKED_SUBJECTS, _OTHER_SUBJECTS, _ASPECTS = 24, 30, 3
_LOOKED_AT = 4000  # Characters of a page that are searched for an aspect's words.
_ANSWERED = {aspect.name: aspect for aspect in ANSWERED}


@dataclass(frozen=True, slots=True)
class Question:
    """What a site is asked, and the pages that answer it; `wording` tells who asked alike."""

    text: str
    wording: str
    pages: frozenset[str]


class Sites:
    """Sites of one index, each with its questions."""

    def __init__(self, data: Path, indexes: Path, encoder: Encoder) -> None:
        """Index the pages of all sites below `indexes`, unless that has been done before."""
        subjects: dict[str, list[Article]] = defaultdict(list)
        for page in medquad(read_lines(data / MEDQUAD)):
            subjects[page.subject.lower()].append(page)
        self._sites = [[subjects[name] for name in names] for names in divided(subjects)]
        root = indexes / "medquad_sites"
        root.mkdir(parents=True, exist_ok=True)
        source = root / "pages.jsonl"
        pages = [page for site in self._sites for subject in site for page in subject]
        source.write_text("".join(map(corpus_line, pages)), encoding="utf-8")
        build(read_sources([source]), encoder, root, lambda *_: None)
        self._lookup = Lookup.of(open_current(root), encoder)
        index = self._lookup.index
        self._document = np.array([index.passage(row).document_id for row in range(len(index))])

    def order_choices(self, weight: float) -> list[Choice]:
        """Return the questions that a site answers, which share `weight`, with its pages."""
        answered = [(asked, found) for asked, _, found in self._asked() if asked.pages]
        choices = []
        for asked, evidence in answered:
            pages, owner = np.unique(self._document[evidence.rows], return_inverse=True)
            right = np.isin(pages, list(asked.pages))
            signals = evidence.passages.astype(np.float64)
            choices.append(Choice(signals, owner, right, weight / len(answered)))
        return choices

    def judged(self, order: Order) -> Iterator[Judged]:
        """Yield the first passage of every question of every site, by the order given."""
        for asked, query, evidence in self._asked():
            first = self._lookup.first(query, evidence, order)
            right = self._document[first.row] in asked.pages
            yield Judged(first.signals, right, crc32(asked.wording.encode()))

    def _asked(self) -> Iterator[tuple[Question, Query, Evidence]]:
        """Yield every question of every site with what is found for it there."""
        for number, site in enumerate(self._sites):
            elsewhere = self._sites[(number + 1) % len(self._sites)]
            pages = [page.id for subject in site for page in subject]
            allowed = np.isin(self._document, pages)
            for asked in questions_of(site, elsewhere, random.Random(number)):  # noqa: S311
                put = self._lookup.put(asked.text, allowed)
                yield asked, put.query, self._lookup.evidence(put)


def divided(subjects: dict[str, list[Article]]) -> list[list[str]]:
    """Return the subjects of each site; those that are asked about come first."""
    drawn = sorted(subjects, key=lambda name: crc32(name.encode()))
    rich = [name for name in drawn if len({p.aspect for p in subjects[name]}) >= _ASPECTS]
    kept = set(rich)
    other = [name for name in drawn if name not in kept]
    return [
        rich[number * _ASKED_SUBJECTS : (number + 1) * _ASKED_SUBJECTS]
        + other[number * _OTHER_SUBJECTS : (number + 1) * _OTHER_SUBJECTS]
        for number in range(SITES)
    ]


def questions_of(
    site: Sequence[list[Article]], elsewhere: Sequence[list[Article]], rng: random.Random
) -> Iterator[Question]:
    """Yield what a site of these subjects is asked; `elsewhere` are subjects that it lacks."""
    for subject in site[:_ASKED_SUBJECTS]:
        name = _name(subject)
        for page in rng.sample(subject, min(2, len(subject))):
            alike = frozenset(p.id for p in subject if p.aspect == page.aspect)
            yield _ask(page, name, alike, rng)
        said = " ".join(page.text[:_LOOKED_AT] for page in subject)
        held = {page.aspect for page in subject}
        for aspects in (UNANSWERED, ANSWERED):
            left = [a for a in aspects if a.name not in held and not a.may_answer(said)]
            if left:
                yield _word(rng.choice(left), name, frozenset(), rng)
    for subject in elsewhere[: _ASKED_SUBJECTS // 2]:
        yield _ask(rng.choice(subject), _name(subject), frozenset(), rng)


def _ask(page: Article, name: str, pages: frozenset[str], rng: random.Random) -> Question:
    """Ask for what the page says, in the page's own question now and then."""
    aspect = _ANSWERED.get(page.aspect)
    if aspect is None or rng.random() < 0.25:
        return Question(page.question.lower(), f"title: {page.aspect}", pages)
    return _word(aspect, name, pages, rng)


def _word(aspect: Aspect, name: str, pages: frozenset[str], rng: random.Random) -> Question:
    wording = rng.choice(aspect.wordings)
    return Question(wording.format(x=name), wording, pages)


def _name(subject: Sequence[Article]) -> str:
    """Return the subject's name without what stands in brackets."""
    whole = subject[0].subject
    return re.sub(r"\s*\([^)]*\)", "", whole).strip() or whole
