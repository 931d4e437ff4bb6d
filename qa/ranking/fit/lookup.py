"""Ask an index as the product does, up to the evidence: what is fitted here comes after that."""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index import Encoder, OpenIndex
from index.dense import Allowed
from index.encoder import EmbeddedQuery
from qa.query import Interpreter, Query
from qa.ranking.confidence import confidence_signals
from qa.ranking.evidence import Evidence, gather
from qa.ranking.order import Order

DEPTH = 50


@dataclass(frozen=True, slots=True)
class Put:
    """A question as the index is asked it; `allowed` says of each row whether it may be found."""

    query: Query
    embedded: list[EmbeddedQuery]
    allowed: Allowed | None


class First(NamedTuple):
    """The passage that an order puts first: its row, and its CONFIDENCE_SIGNALS."""

    row: int
    signals: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lookup:
    """One index with what reads and embeds its questions."""

    index: OpenIndex
    encoder: Encoder
    interpreter: Interpreter

    @classmethod
    def of(cls, index: OpenIndex, encoder: Encoder) -> Self:
        """Make what `index` needs to be asked."""
        return cls(index, encoder, Interpreter.of(index))

    def put(self, text: str, allowed: Allowed | None = None) -> Put:
        """Return `text` as the index is asked it."""
        query = self.interpreter.interpret(text).query
        return Put(query, self.encoder.embed_queries(query.texts), allowed)

    def evidence(self, put: Put) -> Evidence:
        """Gather the evidence for a question."""
        return gather(self.index, put.query, put.embedded, DEPTH, put.allowed)

    def first(self, query: Query, evidence: Evidence, order: Order) -> First:
        """Return the passage that `order` puts first of those in `evidence`."""
        scores = order.scores(evidence)
        place = int(scores.argmax())
        row = int(evidence.rows[place])
        text = self.index.passage(row).text
        return First(row, confidence_signals(query, evidence, scores, place, text))
