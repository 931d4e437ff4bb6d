"""How probable it is that a passage answers: a logistic model over what speaks for and against.

Likeness is not confidence: a question on the subject that the pages don't answer looks like its
nearest passage too. So the model also sees what the question asks for and the passage lacks.

There are two sets of weights. Where staff have decided about questions, what those teach says most,
and likeness little; where nobody has, titles and missing words have to. Each passage is judged by a
mixture of the two, by how far decisions reach it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.terms import words
from qa.calibration import AS_IT_IS, Calibration
from qa.query.query import Query
from qa.ranking.evidence import SIGNALS, Evidence, Matrix
from qa.ranking.model import CONFIDENCE, UNDECIDED, LinearModel, load_model

_BY_DECISIONS = ("expectable", "expected_anywhere", "unanswered")
_WITHOUT_DECISIONS = ("title_match", "incomplete_phrase")
# It says which of the passages found is meant, and nothing of whether one answers.
_ORDER_ALONE = "telling_token_cosine"
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
_NOT_DECIDED = {_ORDER_ALONE, *_WITHOUT_DECISIONS}
DECIDED_SIGNALS = tuple(s for s in CONFIDENCE_SIGNALS if s not in _NOT_DECIDED)
# Fitted far from decisions: "coverage" says of a passage what "weight_said" says for the order.
_NOT_UNDECIDED = {"expected", "weight_said", _ORDER_ALONE, *_BY_DECISIONS}
UNDECIDED_SIGNALS = tuple(s for s in CONFIDENCE_SIGNALS if s not in _NOT_UNDECIDED)

_CONTEXT_COSINE, _PAIRS = SIGNALS.index("context_cosine"), SIGNALS.index("pairs")
# So many of the nearest others are the crowd that a passage stands out of, or not.
_RIVALS = 5
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

    def of(self, found: "Found", places: Sequence[int], texts: Sequence[str]) -> list[float]:
        """Return how probable it is for each of the passages at `places` that it answers.

        Their words are `texts`.
        """
        signals = found.signals(places, texts)
        reach = [found.evidence.reach_of_decisions(place) for place in places]
        share = np.array(reach, dtype=np.float32)
        odds = share * self.decided(signals) + (1.0 - share) * self.undecided(signals)
        return list(map(self.calibration.apply, (1.0 / (1.0 + np.exp(-odds))).tolist()))


class Found:
    """What was found for one question, each passage to be judged beside all the others.

    In Python's own numbers where there are few: numpy takes longer to be called than they do.
    """

    def __init__(self, query: Query, evidence: Evidence, scores: NDArray[np.float32]) -> None:
        """Gather what is the same for every passage; `scores` has one for each."""
        self.evidence, self.scores = evidence, scores
        self._query = query
        self._cosines = evidence.signal("passage_cosine")
        self._nearest = _highest(self._cosines, _RIVALS + 1)
        self._best = _highest(scores, 2)
        self._unknown = sum(t.rarity for t in query.terms if t.number is None) / query.weight
        self._asks_amount = bool(_AMOUNT.search(query.text))

    def signals(self, places: Sequence[int], texts: Sequence[str]) -> Matrix:
        """Return the CONFIDENCE_SIGNALS of the passages at `places`, whose words are `texts`."""
        signals = self.evidence.passages[places].tolist()
        said = self.evidence.said[places].tolist()
        each = zip(places, texts, signals, said, strict=True)
        rows = [own + self._extra(place, text, own, says) for place, text, own, says in each]
        return np.array(rows, dtype=np.float32)

    def _extra(self, place: int, text: str, signals: list[float], said: list[float]) -> list[float]:
        """Return those of one passage's CONFIDENCE_SIGNALS that come after its SIGNALS."""
        evidence = self.evidence
        missing = [t.rarity for t, s in zip(self._query.terms, said, strict=False) if not s]
        rarest = max(missing, default=0.0) / _RAREST
        return [
            *self._leads(place),
            self._unknown,
            rarest,
            missing_numbers(self._query.text, text),
            float(self._asks_amount and not has_number(text)),
            1.0 / max(1, len(self._query.terms)),
            *_by_sentence(evidence.sentences_of(place).tolist()),
            float(evidence.expectable[place]),
            evidence.expected_anywhere,
            evidence.unanswered,
            max(signals[_CONTEXT_COSINE] - _TITLE_MATCH, 0.0),
            rarest * signals[_PAIRS],
        ]

    def _leads(self, place: int) -> tuple[float, float, float]:
        """Return how far a passage leads by its score and its cosine, and the rivals' mean one."""
        score, cosine = float(self.scores[place]), float(self._cosines[place])
        rivals, best = _without(self._nearest, cosine), _without(self._best, score)
        if not rivals:
            return 5.0, 0.2, 0.0
        lead = min(max(score - best[0], -5.0), 5.0)
        return lead, cosine - rivals[0], sum(rivals) / len(rivals)


def confidence_signals(
    query: Query, evidence: Evidence, scores: NDArray[np.float32], place: int, text: str
) -> NDArray[np.float32]:
    """Return the CONFIDENCE_SIGNALS of one passage among those found."""
    signals: NDArray[np.float32] = Found(query, evidence, scores).signals([place], [text])[0]
    return signals


def _highest(values: NDArray[np.float32], count: int) -> list[float]:
    highest: list[float] = np.sort(values)[: -count - 1 : -1].tolist()
    return highest


def _without(highest: list[float], own: float) -> list[float]:
    """Return the highest of the others, one fewer than `highest` has."""
    at = highest.index(own) if own in highest else len(highest) - 1
    return highest[:at] + highest[at + 1 :]


def _by_sentence(sentences: list[list[float]]) -> tuple[float, float]:
    """Return the best of cosine times coverage, and the mean of the two highest cosines."""
    nearest = sorted([row[0] for row in sentences], reverse=True)[:2]
    return max([row[0] * row[1] for row in sentences]), sum(nearest) / len(nearest)


def missing_numbers(question: str, text: str) -> float:
    """Return the share of the question's numbers that `text` lacks, 0 where it has none."""
    asked = set(_NUMBER.findall(question))
    return len(asked - set(_NUMBER.findall(text))) / len(asked) if asked else 0.0


def has_number(text: str) -> bool:
    """Say whether `text` holds a number, in digits or in words."""
    return bool(_NUMBER.search(text)) or not _NUMBER_WORDS.isdisjoint(words(text))
