"""A second look by a reader: the best passages are read, ordered anew, and trusted anew.

Likeness finds passages on the subject; a reader judges which of them answers. What its judgement
counts beside the likeness is fitted for each reader, and for order and trust apart: more weight
than the order deserves spoils it long before it spoils the decision to abstain.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from corpus import Span
from corpus.passages import context_of
from index import OpenIndex
from index.dense import Allowed
from index.encoder import EmbeddedQuery
from qa.calibration import Calibration
from qa.query.query import Query
from qa.ranking.highlight import best
from qa.ranking.model import LinearModel, load_model
from qa.ranking.rank import Hit
from qa.reader import Reader, ReaderInput, Reading

READ = 3  # Passages that are read. With 8 neither order nor trust was better, on any set.
DOUBT = (0.03, 0.97)  # Where likeness leaves less doubt than this, nothing is read: it takes time.
ORDER, TRUST = "order.json", "confidence.json"
ORDER_SIGNALS = ("score", "reader")
# All but the first vanish where the staff's decisions say all.
TRUST_SIGNALS = ("confidence", "undecided", "undecided confidence", "reader")
LEAST_UNDECIDED = 0.1  # Below it nothing is read: what staff decided on like questions counts.
SHARE_COUNTS = 0.5  # Of a sentence's log share of the evidence; from 0.3 to 1 it is all the same.
_LEAST_SHARE = 1e-3
_MOST_LOGIT = 12.0  # A probability of 1 has no finite logit.


class Ranks(Protocol):
    """Whatever finds and orders the passages that may answer."""

    def rank(
        self,
        index: OpenIndex,
        query: Query,
        embedded: Sequence[EmbeddedQuery],
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
        embedded: Sequence[EmbeddedQuery],
        depth: int,
        k: int,
        allowed: Allowed | None = None,
    ) -> list[Hit]:
        """Return the `k` best; those that were not read keep their order, after all that were."""
        hits = self.first.rank(index, query, embedded, depth, max(k, READ), allowed)
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
                highlight=_marked(hit, signals.evidence[place], undecided(hits)),
            )
            for place, hit in enumerate(head)
        ]
        # Equal scores keep the first order, so that the same question has one answer.
        judged.sort(key=lambda hit: -hit.score)
        return [replace(hit, rank=rank) for rank, hit in enumerate([*judged, *rest], start=1)][:k]


def in_doubt(hits: list[Hit]) -> bool:
    """Say whether reading could change what likeness and decisions say of the first hit."""
    if not hits or undecided(hits) < LEAST_UNDECIDED:
        return False
    return DOUBT[0] < hits[0].confidence < DOUBT[1]


def undecided(hits: list[Hit]) -> float:
    """Return how little decisions of staff reach the first hit, 0 to 1.

    Where they reach it they know more than a reader of one passage.
    """
    return 1.0 - hits[0].decided


@dataclass(frozen=True, slots=True)
class ReaderSignals:
    """A row for each hit: ORDER_SIGNALS, TRUST_SIGNALS, and each sentence's share of evidence."""

    order: NDArray[np.float32]
    trust: NDArray[np.float32]
    evidence: tuple[tuple[float, ...], ...]


def reader_signals(
    index: OpenIndex, question: str, hits: list[Hit], reader: Reader
) -> ReaderSignals:
    """Read the hits, and set the reader's logits beside what is known of them.

    A logit is the mean of two looks; it counts the less the more is decided.
    """
    readings, closer = look_twice(reader, question, [_input(index, hit) for hit in hits])
    both = [[reading.logit for reading in look] for look in (readings, closer)]
    logits = np.mean(both, axis=0, dtype=np.float32)
    scores = np.array([hit.score for hit in hits], dtype=np.float32)
    known = np.array([hit.confidence for hit in hits], dtype=np.float64)
    with np.errstate(divide="ignore"):
        odds = np.clip(np.log(known) - np.log1p(-known), -_MOST_LOGIT, _MOST_LOGIT)
    doubted = np.float32(undecided(hits))
    judged, known_odds = doubted * logits, odds.astype(np.float32)
    undecided_part = np.full(len(hits), doubted, dtype=np.float32)
    return ReaderSignals(
        np.column_stack([scores, judged]),
        np.column_stack([known_odds, undecided_part, doubted * known_odds, judged]),
        tuple(reading.shares for reading in readings),
    )


def _marked(hit: Hit, evidence: tuple[float, ...], doubted: float) -> Span:
    """Return what to mark of a passage that was read."""
    if len(hit.fits) != len(evidence):
        return hit.highlight
    shares = np.log(np.array(evidence, dtype=np.float32) + _LEAST_SHARE)
    first, last = best(hit.fits + doubted * SHARE_COUNTS * shares)
    sentences = hit.passage.sentences
    return Span(sentences[first].start, sentences[last].end)


def look_twice(
    reader: Reader, question: str, passages: Sequence[ReaderInput]
) -> tuple[list[Reading], list[Reading]]:
    """Return how each passage reads whole, and how its sentence with most evidence does alone.

    A sentence that only seems to answer does so less without its neighbours' words.
    """
    whole = reader.read(question, passages)
    return whole, reader.read(question, list(map(_evidence, passages, whole)))


def _evidence(passage: ReaderInput, reading: Reading) -> ReaderInput:
    sentence = passage.sentences[reading.best]
    alone = (sentence.shifted(-sentence.start),)
    return replace(passage, text=sentence.of(passage.text), sentences=alone)


def _input(index: OpenIndex, hit: Hit) -> ReaderInput:
    passage = hit.passage
    document = index.document(passage.document_id)
    title = document.title if document else ""
    sentences = tuple(span.shifted(-passage.span.start) for span in passage.sentences)
    return ReaderInput(passage.text, sentences, context_of(title, passage.section))
