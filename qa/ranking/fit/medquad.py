"""MedQuAD: pages that each say one thing on one subject, and the ways people ask for such a thing.

The ranking is fitted on sites made of them, and the reader is trained on pages of them.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MEDQUAD = "medquad/corpus.jsonl.gz"  # Below the folder of the public sets.


@dataclass(frozen=True, slots=True)
class Article:
    """One page of MedQuAD: what it says on one aspect of one subject."""

    id: str
    subject: str
    aspect: str
    question: str
    text: str


def medquad(rows: Iterable[Mapping[str, str]]) -> list[Article]:
    """Return its corpus, less the pages that name the subject of the bundled article."""
    articles = []
    for row in rows:
        everything = f"{row['title']} {row['text']}".lower()
        if "multiple sclerosis" not in everything and row["text"].strip():
            question = " ".join(row["title"].replace("(are)", "").split()).replace(" ?", "?")
            articles.append(Article(row["_id"], row["focus"], row["qtype"], question, row["text"]))
    return articles


def corpus_line(page: Article) -> str:
    """Return the page as a line of a `corpus.jsonl`."""
    return json.dumps({"_id": page.id, "title": page.question, "text": page.text}) + "\n"


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
