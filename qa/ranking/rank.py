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
from qa.ranking.confidence import Confidence, Found
from qa.ranking.evidence import SIGNALS, Evidence, gather
from qa.ranking.highlight import Highlighter, best
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


class _Judged(NamedTuple):
    """One of the best passages: its place in the evidence, and what is made of it."""

    place: int
    passage: Passage
    score: float
    confidence: float
    signals: list[float]
    shares: dict[str, float]


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
        scores = model(evidence.passages)
        # Equal scores keep the order of the build, so that the same question has one answer.
        places = np.argsort(-scores, kind="stable")[:k].tolist()
        if not places:
            return []
        passages = [index.passage(row) for row in evidence.rows[places].tolist()]
        texts = [passage.text for passage in passages]
        signals = evidence.passages[places]
        judged = map(
            _Judged,
            places,
            passages,
            scores[places].tolist(),
            self.confidence.of(Found(query, evidence, scores), places, texts),
            signals.tolist(),
            model.shares(signals),
        )
        fits = self.highlighter.scores(evidence.sentences)
        return [_hit(evidence, fits, rank, one) for rank, one in enumerate(judged, start=1)]


def _hit(evidence: Evidence, fits: NDArray[np.float32], rank: int, judged: _Judged) -> Hit:
    place, passage = judged.place, judged.passage
    own = fits[evidence.firsts[place] : evidence.firsts[place + 1]]
    first, last = best(own)
    return Hit(
        passage=passage,
        rank=rank,
        score=judged.score,
        scorer="fitted",
        confidence=judged.confidence,
        highlight=Span(passage.sentences[first].start, passage.sentences[last].end),
        signals=dict(zip(SIGNALS, judged.signals, strict=True)),
        shares=judged.shares,
        fits=own,
        decided=evidence.reach_of_decisions(place),
    )


def load_ranker(calibration: Calibration = AS_IT_IS) -> Ranker:
    """Load the bundled weights; `calibration` is the publisher's own, of the confidence alone."""
    return Ranker(Order.load(), Highlighter.load(), Confidence.load(calibration))
