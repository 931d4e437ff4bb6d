"""How probable it is that a passage answers: a logistic model over what speaks for and against.

Likeness is not confidence: a question on the subject that the pages don't answer looks like its
nearest passage too. So the model also sees what the question asks for and the passage lacks.

There are two sets of weights. Where staff have decided about questions, what those teach says most,
and likeness little; where nobody has, titles and missing words have to. Each passage is judged by a
mixture of the two, by how far decisions reach it.
"""

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.terms import words
from qa.calibration import AS_IT_IS, Calibration
from qa.query.query import Query
from qa.ranking.evidence import SIGNALS, Evidence
from qa.ranking.model import CONFIDENCE, UNDECIDED, LinearModel, load_model

_BY_DECISIONS = ("expectable", "expected_anywhere", "unanswered")
_WITHOUT_DECISIONS = ("title_match", "incomplete_phrase")
CONFIDENCE_SIGNALS = (
    *SIGNALS,
    "lead",
    "cosine_lead",
    "crowd_cosine",
    "unknown_share",
    "rarest_missing",
    "missing_numbers",
    "amount_without_number",
    "few_terms",
    "sentence_match",
    "second_sentence",
    *_BY_DECISIONS,
    *_WITHOUT_DECISIONS,
)
DECIDED_SIGNALS = tuple(s for s in CONFIDENCE_SIGNALS if s not in _WITHOUT_DECISIONS)
# Fitted far from decisions: "coverage" says of a passage what "weight_said" says for the order.
_NOT_UNDECIDED = {"expected", "weight_said", *_BY_DECISIONS}
UNDECIDED_SIGNALS = tuple(s for s in CONFIDENCE_SIGNALS if s not in _NOT_UNDECIDED)

# A title this like the question is the question, in other words; less like, it shares a subject.
_TITLE_MATCH = 0.8

# The rarest a term can be, about: a word of which there is one in a thousand million.
_RAREST = 12.0
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_AMOUNT = re.compile(
    r"\b(?:how (?:many|much|long|often|old|soon|far|high|big)"
    r"|what (?:dose|dosage|percentage|percent|proportion|year|age|date|cost|price)"
    r"|when (?:was|were|did|is)|cost|price|dose|dosage)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = frozenset(
    """
    one two three four five six seven eight nine ten half third quarter twice once daily weekly
    monthly yearly hundred thousand million percent
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Confidence:
    """Turns evidence into a probability; both models weigh all of CONFIDENCE_SIGNALS."""

    decided: LinearModel
    undecided: LinearModel
    calibration: Calibration = AS_IT_IS

    @classmethod
    def load(cls, calibration: Calibration = AS_IT_IS) -> Self:
        """Load the bundled weights; `calibration` is the publisher's own."""
        decided = load_model(CONFIDENCE, DECIDED_SIGNALS).among(CONFIDENCE_SIGNALS)
        undecided = load_model(UNDECIDED, UNDECIDED_SIGNALS).among(CONFIDENCE_SIGNALS)
        return cls(decided, undecided, calibration)

    def of(
        self,
        query: Query,
        evidence: Evidence,
        scores: NDArray[np.float32],
        place: int,
        text: str,
    ) -> float:
        """Return the probability that the passage at `place`, whose words are `text`, answers."""
        signals = confidence_signals(query, evidence, scores, place, text)
        odds = self.decided.mixed(self.undecided, evidence.decided(place))(signals)
        return self.calibration.apply(float(1.0 / (1.0 + np.exp(-odds))))


def confidence_signals(
    query: Query, evidence: Evidence, scores: NDArray[np.float32], place: int, text: str
) -> NDArray[np.float32]:
    """Return the CONFIDENCE_SIGNALS of one passage among those found."""
    others = np.arange(len(scores)) != place
    cosines = evidence.signal("passage_cosine")
    rivals = np.sort(cosines[others])[::-1][:5]
    lead = scores[place] - scores[others].max() if len(rivals) else 5.0
    sentences = evidence.sentences_of(place)
    likeness = np.sort(sentences[:, 0])[::-1]
    missing = [t.rarity for t, s in zip(query.terms, evidence.said[place], strict=False) if not s]
    rarest = max(missing, default=0.0) / _RAREST
    title, pairs = (evidence.signal(name)[place] for name in ("context_cosine", "pairs"))
    extra = [
        min(max(lead, -5.0), 5.0),
        cosines[place] - rivals.max() if len(rivals) else 0.2,
        np.add.reduce(rivals) / len(rivals) if len(rivals) else 0.0,
        sum(t.rarity for t in query.terms if t.number is None) / query.weight,
        rarest,
        _missing_numbers(query.text, text),
        float(bool(_AMOUNT.search(query.text)) and not _has_number(text)),
        1.0 / max(1, len(query.terms)),
        float((sentences[:, 0] * sentences[:, 1]).max()),
        np.add.reduce(likeness[:2]) / min(2, len(likeness)),
        evidence.expectable[place],
        evidence.expected_anywhere,
        evidence.unanswered,
        max(title - _TITLE_MATCH, 0.0),
        rarest * pairs,
    ]
    row: NDArray[np.float32] = np.array([*evidence.passages[place], *extra], dtype=np.float32)
    return row


def _missing_numbers(question: str, text: str) -> float:
    asked = set(_NUMBER.findall(question))
    return len(asked - set(_NUMBER.findall(text))) / len(asked) if asked else 0.0


def _has_number(text: str) -> bool:
    return bool(_NUMBER.search(text)) or not _NUMBER_WORDS.isdisjoint(words(text))
