"""A second look by a reader: the best passages are read, ordered anew, and trusted anew.

Likeness finds passages on the subject; a reader judges which of them answers. What its judgement
counts beside the likeness is fitted for each reader, and for order and trust apart: more weight
than the order deserves spoils it long before it spoils the decision to abstain.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from corpus.passages import context_of
from index import OpenIndex
from index.dense import Allowed
from index.encoder import Vectors
from qa.calibration import Calibration
from qa.query.query import Query
from qa.ranking.model import LinearModel, load_model
from qa.ranking.rank import Hit
from qa.reader import Reader, ReaderInput

READ = 3  # Passages that are read. With 8 neither order nor trust was better, on any set.
DOUBT = (0.03, 0.97)  # Where likeness leaves less doubt than this, nothing is read: it takes time.
ORDER, TRUST = "order.json", "confidence.json"
ORDER_SIGNALS = ("score", "reader")
TRUST_SIGNALS = ("confidence", "reader")
_MOST_LOGIT = 12.0  # A probability of 1 has no finite logit.


class Ranks(Protocol):
    """Whatever finds and orders the passages that may answer."""

    def rank(
        self,
        index: OpenIndex,
        query: Query,
        vector: Vectors,
        depth: int,
        k: int,
        allowed: Allowed | None = None,
    ) -> list[Hit]:
        """Return the `k` best of the passages that either side finds among its `depth` best."""


@dataclass(frozen=True, slots=True)
class Rereader:
    """A ranker whose best passages are read before they are returned."""

    first: Ranks
    reader: Reader
    order: LinearModel
    trust: LinearModel
    calibration: Calibration

    @classmethod
    def load(cls, first: Ranks, reader: Reader, folder: Path, calibration: Calibration) -> Self:
        """Load the weights that were fitted for `reader` and are kept in `folder`.

        The publisher's `calibration` comes last, so `first` must be without it.
        """
        return cls(
            first,
            reader,
            load_model(ORDER, ORDER_SIGNALS, folder / ORDER),
            load_model(TRUST, TRUST_SIGNALS, folder / TRUST),
            calibration,
        )

    def rank(
        self,
        index: OpenIndex,
        query: Query,
        vector: Vectors,
        depth: int,
        k: int,
        allowed: Allowed | None = None,
    ) -> list[Hit]:
        """Return the `k` best; those that were not read keep their order, after all that were."""
        hits = self.first.rank(index, query, vector, depth, max(k, READ), allowed)
        if not in_doubt(hits):
            settled = [replace(h, confidence=self.calibration.apply(h.confidence)) for h in hits]
            return settled[:k]
        head, rest = hits[:READ], hits[READ:]
        signals = reader_signals(index, query.text, head, self.reader)
        scores = self.order(signals.order)
        trusted = 1.0 / (1.0 + np.exp(-self.trust(signals.trust)))
        judged = [
            replace(
                hit,
                score=float(scores[place]),
                scorer=f"{hit.scorer}, read",
                confidence=self.calibration.apply(float(trusted[place])),
                signals=hit.signals | {"reader": float(signals.order[place, 1])},
                shares=self.order.shares(signals.order[place]),
            )
            for place, hit in enumerate(head)
        ]
        # Equal scores keep the first order, so that the same question has one answer.
        judged.sort(key=lambda hit: -hit.score)
        return [replace(hit, rank=rank) for rank, hit in enumerate([*judged, *rest], start=1)][:k]


def in_doubt(hits: list[Hit]) -> bool:
    """Say whether reading could change what likeness says of the first hit."""
    return bool(hits) and DOUBT[0] < hits[0].confidence < DOUBT[1]


@dataclass(frozen=True, slots=True)
class ReaderSignals:
    """A row for each hit: ORDER_SIGNALS and TRUST_SIGNALS."""

    order: NDArray[np.float32]
    trust: NDArray[np.float32]


def reader_signals(
    index: OpenIndex, question: str, hits: list[Hit], reader: Reader
) -> ReaderSignals:
    """Read the hits, and set the reader's logits beside what is known of them."""
    readings = reader.read(question, [_input(index, hit) for hit in hits])
    logits = np.array([reading.logit for reading in readings], dtype=np.float32)
    scores = np.array([hit.score for hit in hits], dtype=np.float32)
    known = np.array([hit.confidence for hit in hits], dtype=np.float64)
    with np.errstate(divide="ignore"):
        odds = np.clip(np.log(known) - np.log1p(-known), -_MOST_LOGIT, _MOST_LOGIT)
    return ReaderSignals(
        np.column_stack([scores, logits]),
        np.column_stack([odds.astype(np.float32), logits]),
    )


def _input(index: OpenIndex, hit: Hit) -> ReaderInput:
    passage = hit.passage
    document = index.document(passage.document_id)
    title = document.title if document else ""
    sentences = tuple(span.shifted(-passage.span.start) for span in passage.sentences)
    return ReaderInput(passage.text, sentences, context_of(title, passage.section))
