"""Texts whose words are mistyped for the fit: questions, sentences, and keywords of them.

What the misspelt questions of `tests.benchmarks.typing_errors` are drawn from stays out of it, but
for the titles of MedQuAD, which are all alike.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.terms import STOP_WORDS, words
from qa.training.public_sets import rows

_SENTENCES = re.compile(r"(?<=[.?!])\s")
_FEWEST, _MOST = 2, 16
# So many of each kind; "keywords" are made of sentences.
_QUESTIONS = {
    "squad2_dev_half/queries.jsonl": ("text", 4000),
    "followup_cast/turns.jsonl": ("resolved", 700),
    "followup_mtrag/rewrites.jsonl": ("resolved", 700),
    "kqa/patient_questions.jsonl": ("question", 800),
    "covidqa/queries.jsonl": ("text", 700),
    "mediqa2019_qa/queries.jsonl": ("text", 100),
}
_TITLES, _MEDICAL, _OTHER = 2500, 1500, 1000
_KEYWORDS = (2, 5)
_WITH_STOP_WORDS = 0.15


def texts(shared: Path, chance: random.Random) -> Iterator[str]:
    """Yield texts of the public sets in `shared`, in an order that `chance` decides."""
    found: list[str] = []
    for name, (field, most) in _QUESTIONS.items():
        found += _some((row[field] for row in rows(shared / name)), most, chance)
    pages_of_medicine = list(rows(shared / "medquad/corpus.jsonl.gz"))
    titles = (row["title"].replace(" ?", "?") for row in pages_of_medicine)
    found += _some(titles, _TITLES, chance)
    for documents, most in (
        (chance.sample(pages_of_medicine, 2000), _MEDICAL),
        (rows(shared / "squad2_dev_half/corpus.jsonl"), _OTHER),
    ):
        sentences = [part for row in documents for part in _SENTENCES.split(row["text"])]
        found += _some(sentences, most, chance)
        keywords = (_keywords(sentence, chance) for sentence in sentences)
        found += _some(keywords, most, chance)
    chance.shuffle(found)
    yield from found


def pages(shared: Path) -> Counter[str]:
    """Count the words of pages on medicine."""
    found = rows(shared / "medquad/corpus.jsonl.gz")
    return Counter(word for row in found for word in words(row["text"]))


def _some(found: Iterable[str], most: int, chance: random.Random) -> list[str]:
    fit = [text for text in dict.fromkeys(found) if _FEWEST <= len(text.split()) <= _MOST]
    return chance.sample(fit, min(most, len(fit)))


def _keywords(sentence: str, chance: random.Random) -> str:
    said = [w for w in words(sentence) if w not in STOP_WORDS or chance.random() < _WITH_STOP_WORDS]
    count = chance.randint(*_KEYWORDS)
    start = chance.randint(0, max(0, len(said) - count))
    return " ".join(said[start : start + count])
