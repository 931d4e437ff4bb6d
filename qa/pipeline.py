"""Question in, reply out: the one path that every surface takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from index import Encoder, OpenIndex
from qa.citing import cite, quote
from qa.messages import Messages
from qa.question import clean, has_words
from qa.ranking import Hit, rank_dense
from qa.reply import Abstention, Answer, Reason, Reply

DEFAULT_K = 3
_CLOSEST = 3
# Below this score a passage isn't worth a look either.
_CLOSEST_SCORE = 0.25
# A logistic curve through the scores of the bundled article's questions: 0.42 answers as often
# as not, and 0.1 more makes it four times as likely.
_MIDPOINT, _SLOPE = 0.42, 14.0


@dataclass(frozen=True, slots=True)
class Assistant:
    """Everything that answering needs; `today` says what day it is, for overdue reviews."""

    index: OpenIndex
    encoder: Encoder
    messages: Messages
    threshold: float
    depth: int
    today: Callable[[], date]

    def search(self, query: str, k: int) -> list[Hit]:
        """Return up to `k` passages, best first."""
        text = clean(query)
        if not has_words(text):
            return []
        vector = self.encoder.encode_queries([text])[0]
        return rank_dense(self.index, vector, max(k, self.depth))[:k]

    def ask(self, question: str, k: int = DEFAULT_K) -> Reply:
        """Answer in the words of the pages, or say that they don't; quotes up to `k` passages."""
        text = clean(question)
        if not has_words(text):
            return self._abstain(text, Reason.UNCLEAR, [])
        hits = self.search(text, max(k, _CLOSEST))
        if not hits or confidence_of(hits[0]) < self.threshold:
            return self._abstain(text, Reason.NOT_IN_CORPUS, hits)
        today = self.today()
        passages = tuple(
            quote(
                hit.passage,
                cite(self.index, hit.passage, today),
                hit.best_sentence,
                hit.rank,
                confidence_of(hit),
            )
            for hit in hits[:k]
        )
        return Answer(text, None, self.index.version, passages)

    def _abstain(self, question: str, reason: Reason, hits: list[Hit]) -> Abstention:
        today = self.today()
        closest = [hit for hit in hits[:_CLOSEST] if hit.score >= _CLOSEST_SCORE]
        return Abstention(
            question,
            None,
            self.index.version,
            reason,
            self.messages.text(f"abstain_{reason}"),
            tuple(cite(self.index, hit.passage, today) for hit in closest),
        )


def confidence_of(hit: Hit) -> float:
    """Return the probability, 0 to 1, that the passage answers."""
    return float(1.0 / (1.0 + np.exp(-_SLOPE * (hit.score - _MIDPOINT))))
