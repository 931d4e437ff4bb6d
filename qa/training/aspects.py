"""Teach the aspect: a page on the symptoms of a disease does not answer how it is treated.

Questions about one subject are put in several wordings, and paired with the page that answers
and with pages on the same subject that don't. A page that might answer by the way, because it
uses the aspect's own words, is never called a wrong answer.
"""

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Span
from qa.training.example import Example
from qa.training.public_sets import Article


@dataclass(frozen=True, slots=True)
class Aspect:
    """What one can ask about a subject, how people put it, and the words an answer would use."""

    name: str
    wordings: tuple[str, ...]
    cues: str

    def may_answer(self, text: str) -> bool:
        """Say whether `text` uses words that an answer would use."""
        return re.search(self.cues, text, re.IGNORECASE) is not None


def _aspect(name: str, cues: str, *wordings: str) -> Aspect:
    return Aspect(name, wordings, cues)


ANSWERED = (
    _aspect("information", r"\bis (a|an|the|one)\b|refers to|\bare (a|an)\b|defined",
            "what is {x}", "what does {x} mean", "explain {x}", "{x} definition",
            "tell me about {x}", "what exactly is {x}"),
    _aspect("symptoms", r"symptom|\bsigns?\b|feature|manifest|experience",
            "signs of {x}", "{x} symptoms", "what does {x} feel like", "how do I know I have {x}",
            "what happens to people with {x}", "symptoms of {x}?"),
    _aspect("treatment", r"treat|therap|surg|medic|manag|drug",
            "how is {x} treated", "what can be done about {x}", "{x} treatment options",
            "is there a cure for {x}", "which medicines help {x}", "therapy for {x}"),
    _aspect("inheritance", r"inherit|gene|famil|hereditary|parent|pass",
            "does {x} run in families", "can I pass {x} on to my children",
            "is {x} hereditary", "{x} inheritance pattern"),
    _aspect("frequency", r"\d|rare|common|prevalen|inciden|frequen",
            "how common is {x}", "how rare is {x}", "{x} prevalence", "how many people have {x}"),
    _aspect("genetic changes", r"gene\b|genes\b|mutat|chromosom|variant",
            "which gene causes {x}", "{x} gene mutation", "what mutations lead to {x}"),
    _aspect("causes", r"caus|due to|result|lead|trigger|because|risk|mutat|deficien",
            "why do people get {x}", "cause of {x}", "what brings on {x}",
            "where does {x} come from", "reasons for {x}"),
    _aspect("exams and tests", r"diagnos|test|exam|scan|x-ray|imag|biops|screen",
            "how do doctors diagnose {x}", "tests for {x}", "how is {x} found",
            "{x} diagnosis", "what scan shows {x}"),
    _aspect("research", r"research|stud|trial|investigat|support",
            "latest research on {x}", "clinical trials for {x}", "{x} studies"),
    _aspect("outlook", r"outlook|prognos|surviv|recover|life|course|progress|death|die|fatal",
            "prognosis of {x}", "can you recover from {x}", "how long do people live with {x}",
            "does {x} get worse"),
    _aspect("susceptibility", r"risk|likely|common|age|people who|men|women|children",
            "who gets {x}", "risk factors for {x}", "am I likely to get {x}"),
    _aspect("considerations", r"diet|eat|food|nutrition|lifestyle|avoid",
            "what should I eat with {x}", "diet for {x}", "{x} nutrition"),
    _aspect("prevention", r"prevent|avoid|lower|reduc|protect|vaccin|risk",
            "how to avoid {x}", "can {x} be prevented", "lower my risk of {x}"),
    _aspect("stages", r"stage|grade|spread", "stages of {x}", "how far has {x} spread by stage"),
    _aspect("complications", r"complicat|lead to|problem|risk|damage",
            "what can go wrong with {x}", "complications of {x}", "dangers of {x}"),
)  # fmt: skip

UNANSWERED = (
    _aspect("cost", r"cost|price|expens|insur|afford|\$|pay",
            "how much does {x} treatment cost", "price of medicine for {x}",
            "will insurance pay for {x}", "cost of {x} care per year"),
    _aspect("dose", r"\bmg\b|dos(e|age)|milligram|daily|\bml\b|tablet",
            "what dose is given for {x}", "how many mg for {x}", "dosage in {x}",
            "how often is the injection for {x}"),
    _aspect("pregnancy", r"pregnan|birth|baby|mother|fetus|breast",
            "{x} and pregnancy", "can I breastfeed with {x}", "is {x} safe when pregnant"),
    _aspect("side effects", r"side effect|adverse|reaction|toxic|risk|complicat",
            "side effects of drugs for {x}", "is the treatment of {x} dangerous",
            "will {x} medication make me gain weight"),
    _aspect("alcohol", r"alcohol|drink|wine|beer", "can I drink alcohol with {x}"),
    _aspect("travel", r"travel|fly|flight|trip|driv", "can I fly with {x}", "driving with {x}"),
    _aspect("work", r"work|job|employ|disab", "can I work with {x}", "disability benefits for {x}"),
    _aspect("vaccines", r"vaccin|immuni[sz]ation|shot", "should people with {x} get a flu shot"),
    _aspect("discovery", r"discover|first (describ|report)|named|histor|1[89]\d\d",
            "who discovered {x}", "when was {x} first described", "history of {x}"),
    _aspect("exercise", r"exerci|physical|activ|sport", "is exercise good for {x}"),
    _aspect("herbs", r"herb|natural|alternat|supplement|vitamin|remed",
            "herbal remedies for {x}", "vitamins for {x}", "does cannabis help {x}"),
    _aspect("duration", r"day|week|month|year|hour|long",
            "how long does {x} last", "how many weeks until {x} treatment works"),
    _aspect("animals", r"dog|cat|animal|pet\b|horse", "can dogs get {x}", "{x} in cats"),
    _aspect("place", r"cent(er|re)|clinic|hospital|specialist",
            "best hospital for {x}", "which doctor should I see for {x}", "phone number for {x}"),
)  # fmt: skip


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
