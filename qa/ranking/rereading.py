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
from index import OpenIndex
from index.dense import Allowed
from index.encoder import EmbeddedQuery
from qa.calibration import Calibration
from qa.query.query import Query
from qa.ranking.highlight import PAIR_MARGIN, best
from qa.ranking.looks import Looks, inputs
from qa.ranking.model import LinearModel, load_model
from qa.ranking.outlook import OUTLOOK, Outlook
from qa.ranking.rank import Hit
from qa.reader import Reader, ReaderInput

READ = 5  # Passages that may be read. Of eight the right one would be first hardly oftener.
ALWAYS = 2  # The first of them, read whatever they say: one for each core of a small machine.
CLOSER = 3  # The most that are looked at again.
DOUBT = (0.03, 0.97)  # Where likeness leaves less doubt than this, nothing is read: it takes time.
ORDER, TRUST = "order.json", "confidence.json"
ORDER_SIGNALS = ("score", "reader")
# All but the first vanish where the staff's decisions say all.
TRUST_SIGNALS = ("confidence", "undecided", "undecided confidence", "reader")
LEAST_UNDECIDED = 0.1  # Below it nothing is read: what staff decided on like questions counts.
# By what the reader says sentences lie further apart: on its held-out questions as many are marked
# alone as without it.
READ_MARGIN = 3.9
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
class ReaderSignals:
    """A row for each hit: ORDER_SIGNALS, TRUST_SIGNALS."""

    order: NDArray[np.float32]
    trust: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rereader:
    """A ranker whose best passages are read before they are returned."""

    first: Ranks
    reader: Reader
    order: LinearModel
    trust: LinearModel
    outlook: Outlook
    calibration: Calibration
    threshold: float

    @classmethod
    def load(
        cls,
        first: Ranks,
        reader: Reader,
        folder: Path,
        calibration: Calibration,
        threshold: float,
    ) -> Self:
        """Load the weights that were fitted for `reader` and are kept in `folder`.

        The publisher's `calibration` comes last, so `first` must be without it. From `threshold`
        on a passage is quoted; what can't be is not worth reading.
        """
        return cls(
            first,
            reader,
            load_model(ORDER, ORDER_SIGNALS, folder / ORDER),
            load_model(TRUST, TRUST_SIGNALS, folder / TRUST),
            Outlook.load(folder / OUTLOOK),
            calibration,
            threshold,
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
        """Return the `k` best; those beyond the first READ keep their order, after all of these."""
        hits = self.first.rank(index, query, embedded, depth, max(k, READ), allowed)
        if not in_doubt(hits):
            return [self._calibrated(hit) for hit in hits[:k]]
        head, rest = hits[:READ], hits[READ:]
        looks, closer = self._looks(query.searched, head, inputs(index, head))
        logits = looks.logits(self.outlook.usual, closer)
        signals = reader_signals(head, logits)
        scores = self.order(signals.order)
        # Equal scores keep the first order, so that the same question has one answer.
        order = sorted(range(len(head)), key=lambda place: (place not in closer, -scores[place]))
        trusted = self._trusted(signals)
        judged = [
            replace(
                self._told(head, looks, place, signals.order[place]),
                score=float(scores[place]),
                confidence=trusted[place],
            )
            for place in order
        ]
        return [replace(hit, rank=rank) for rank, hit in enumerate([*judged, *rest], start=1)][:k]

    def _calibrated(self, hit: Hit) -> Hit:
        confidence = self.calibration.apply(hit.confidence)
        return hit if confidence == hit.confidence else replace(hit, confidence=confidence)

    def _looks(
        self, question: str, hits: list[Hit], passages: list[ReaderInput]
    ) -> tuple[Looks, list[int]]:
        """Read the first, then what could still come before them, and the likely best closer.

        Also returns the places of those that count as looked at closer.
        """
        looks = Looks(self.reader, question, passages).further(range(min(ALWAYS, len(hits))))
        looks = looks.further(self._rivals(hits, looks), self._contenders(hits, looks))
        closer = self._contenders(hits, looks)
        return looks.further((), closer), closer

    def _rivals(self, hits: list[Hit], looks: Looks) -> list[int]:
        """Return the places of what hasn't been read and could come first, and be quoted."""
        signals = reader_signals(hits, looks.logits(self.outlook.high))
        scores, trusted = self.order(signals.order), self._trusted(signals)
        first = max(scores[place] for place in looks.readings)
        unread = [place for place in range(len(hits)) if place not in looks.readings]
        return [n for n in unread if scores[n] >= first and trusted[n] >= self.threshold]

    def _contenders(self, hits: list[Hit], looks: Looks) -> list[int]:
        """Return the places of what has been read and may be first after a closer look.

        The likeliest comes first. A look counts half, and may raise one and lower the other. Where
        it can't raise the likeliest to what is quoted there are none.
        """
        logits = looks.logits(self.outlook.usual)
        scores = self.order(reader_signals(hits, logits).order)
        order = sorted(looks.readings, key=lambda place: (-scores[place], place))
        raised = reader_signals(hits, logits + np.float32(self.outlook.rise / 2))
        if self._trusted(raised)[order[0]] < self.threshold:
            return []
        could = self.order.weights[1] * undecided(hits) * self.outlook.rise
        first = scores[order[0]]
        return [place for place in order[:CLOSER] if scores[place] + could >= first]

    def _trusted(self, signals: ReaderSignals) -> list[float]:
        """Return each hit's confidence, calibrated."""
        trusted = 1.0 / (1.0 + np.exp(-self.trust(signals.trust)))
        return [self.calibration.apply(float(probability)) for probability in trusted]

    def _told(self, hits: list[Hit], looks: Looks, place: int, signals: NDArray[np.float32]) -> Hit:
        """Return the hit at a place with what there is to tell of its reading, and its mark."""
        read = place in looks.readings
        name = "reader" if read else "unread"
        score, judged = self.order.shares(signals[None])[0].values()
        hit = replace(
            hits[place],
            signals=hits[place].signals | {name: float(signals[1])},
            shares={"score": score, name: judged},
        )
        if not read:
            return hit
        marked = _marked(hit, looks.evidence(place), undecided(hits))
        return replace(hit, scorer=f"{hit.scorer}, read", highlight=marked)


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


def reader_signals(hits: list[Hit], logits: NDArray[np.float32]) -> ReaderSignals:
    """Set the reader's `logits` of the hits beside what is known of them.

    A logit counts the less the more is decided.
    """
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
    )


def _marked(hit: Hit, evidence: NDArray[np.float32], doubted: float) -> Span:
    """Return what to mark of a passage that was read."""
    if len(hit.fits) != len(evidence):
        return hit.highlight
    margin = PAIR_MARGIN + doubted * (READ_MARGIN - PAIR_MARGIN)
    first, last = best(hit.fits + np.float32(doubted) * evidence, margin)
    sentences = hit.passage.sentences
    return Span(sentences[first].start, sentences[last].end)
