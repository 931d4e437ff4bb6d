"""Teach the aspect: a page on the symptoms of a disease does not answer how it is treated.

Questions about one subject are put in several wordings, and paired with the page that answers
and with pages on the same subject that don't. A page that might answer by the way, because it
uses the aspect's own words, is never called a wrong answer.
"""

import random
import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.document import Span
from qa.ranking.fit.medquad import ANSWERED, UNANSWERED, Article
from qa.training.example import Example

LOOKED_AT = 2500  # Characters of a page that are searched for cues; windows lie within them.


class AspectPairs:
    """Asks pages what they answer, and what pages near them answer."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = list(articles)
        self._known = {aspect.name: aspect for aspect in ANSWERED}
        self._by_subject: dict[str, list[Article]] = defaultdict(list)
        self._by_aspect: dict[str, list[Article]] = defaultdict(list)
        for article in articles:
            self._by_subject[article.subject.lower()].append(article)
            self._by_aspect[article.aspect].append(article)

    def ask(self, rng: random.Random) -> list[Example]:
        """Return questions on one page: two that it answers, up to four that it doesn't."""
        article = rng.choice(self._articles)
        whole = (Span(0, len(article.text)),)
        right = {article.question, self._question(article, rng)}
        wrong = {
            *self._sibling(article, rng),
            *self._unasked(article, rng),
            *self._unasked(article, rng),
            *self._other_subject(article, rng),
        }
        return [
            *(_example(article, question, whole) for question in sorted(right)),
            *(_example(article, question, ()) for question in sorted(wrong - right)),
        ]

    def _sibling(self, article: Article, rng: random.Random) -> list[str]:
        """Ask the page what another page on its subject answers."""
        subject = self._by_subject[article.subject.lower()]
        others = [other for other in subject if other.aspect != article.aspect]
        rng.shuffle(others)
        for other in others:
            aspect = self._known.get(other.aspect)
            if aspect is not None and not aspect.may_answer(article.text[:LOOKED_AT]):
                return [self._question(other, rng)]
        return []

    @staticmethod
    def _unasked(article: Article, rng: random.Random) -> list[str]:
        """Ask the page something that no page of the set is about."""
        aspect = rng.choice(UNANSWERED)
        if aspect.may_answer(article.text[:LOOKED_AT]):
            return []
        return [rng.choice(aspect.wordings).format(x=_subject(article, rng))]

    def _other_subject(self, article: Article, rng: random.Random) -> list[str]:
        """Ask the page about the same aspect of another subject."""
        other = rng.choice(self._by_aspect[article.aspect])
        names = {word for word in other.subject.lower().split() if len(word) > 3}
        same = other.subject.lower() == article.subject.lower()
        if same or not names or any(name in article.text.lower() for name in names):
            return []
        return [self._question(other, rng)]

    def _question(self, article: Article, rng: random.Random) -> str:
        aspect = self._known.get(article.aspect)
        if aspect is None or rng.random() < 0.4:
            return article.question
        return rng.choice(aspect.wordings).format(x=_subject(article, rng))


def _example(article: Article, question: str, answers: tuple[Span, ...]) -> Example:
    return Example(
        source="medquad",
        document=article.subject.lower(),
        question=question,
        passage=article.text,
        context=article.subject,
        answers=answers,
    )


def _subject(article: Article, rng: random.Random) -> str:
    """Return the subject's name, at times without what stands in brackets."""
    short = re.sub(r"\s*\([^)]*\)", "", article.subject).strip()
    return short if short and rng.random() < 0.7 else article.subject
