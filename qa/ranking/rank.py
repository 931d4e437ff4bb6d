"""From evidence to an order: the passages found, best first, each with what spoke for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import Passage, Span
from index import OpenIndex
from index.dense import Allowed
from index.encoder import EmbeddedQuery
from qa.calibration import AS_IT_IS, Calibration
from qa.query.query import Query
from qa.ranking.confidence import Confidence
from qa.ranking.evidence import SIGNALS, Evidence, gather
from qa.ranking.highlight import Highlighter, best
from qa.ranking.model import LinearModel
from qa.ranking.order import Order


def _no_fits() -> NDArray[np.float32]:
    return np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; `rank` counts from 1, a higher `score` is better.

    `confidence` is the probability, 0 to 1, that the passage answers; `highlight` is a span of
    its document. `shares` says what each signal added to the score, `fits` how well each of the
    passage's sentences fits, `decided` how far decisions of staff reach the passage, 0 to 1.
    """

    passage: Passage
    rank: int
    score: float
    scorer: str
    confidence: float
    highlight: Span
    signals: dict[str, float]
    shares: dict[str, float]
    fits: NDArray[np.float32] = field(default_factory=_no_fits, compare=False, repr=False)
    decided: float = 0.0


class _Scored(NamedTuple):
    """What was found for a question, with its score by `model`."""

    evidence: Evidence
    model: LinearModel
    scores: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranker:
    """The fitted models, applied in turn: order, sentence, confidence."""

    order: Order
    highlighter: Highlighter
    confidence: Confidence

    def rank(
        self,
        index: OpenIndex,
        query: Query,
        embedded: Sequence[EmbeddedQuery],
        depth: int,
        k: int,
        allowed: Allowed | None = None,
    ) -> list[Hit]:
        """Return the `k` best of the passages that either side finds among its `depth` best.

        `allowed` says of each row whether it may be found.
        """
        evidence = gather(index, query, embedded, depth, allowed)
        model = self.order.of(evidence)
        scored = _Scored(evidence, model, model(evidence.passages))
        # Equal scores keep the order of the build, so that the same question has one answer.
        order = np.argsort(-scored.scores, kind="stable")[:k]
        return [
            self._hit(index, query, scored, int(place), rank)
            for rank, place in enumerate(order, start=1)
        ]

    def _hit(
        self,
        index: OpenIndex,
        query: Query,
        scored: _Scored,
        place: int,
        rank: int,
    ) -> Hit:
        evidence, scores = scored.evidence, scored.scores
        passage = index.passage(int(evidence.rows[place]))
        signals = evidence.passages[place]
        fits = self.highlighter.scores(evidence.sentences_of(place))
        first, last = best(fits)
        return Hit(
            passage=passage,
            rank=rank,
            score=float(scores[place]),
            scorer="fitted",
            confidence=self.confidence.of(query, evidence, scores, place, passage.text),
            highlight=Span(passage.sentences[first].start, passage.sentences[last].end),
            signals=dict(zip(SIGNALS, signals.tolist(), strict=True)),
            shares=scored.model.shares(signals),
            fits=fits,
            decided=evidence.decided(place),
        )


def load_ranker(calibration: Calibration = AS_IT_IS) -> Ranker:
    """Load the bundled weights; `calibration` is the publisher's own, of the confidence alone."""
    return Ranker(Order.load(), Highlighter.load(), Confidence.load(calibration))
