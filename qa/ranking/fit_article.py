"""The bundled article with its tuning questions, which are right by section, not by document."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import read_sources
from corpus.bundled import BUNDLED
from corpus.pins import read_curation
from index import Encoder, Options, build, open_current
from qa.query import Interpreter, Query
from qa.ranking.confidence import confidence_signals
from qa.ranking.evidence import Evidence, gather
from qa.ranking.fit_confidence import Judged
from qa.ranking.fit_data import DEPTH
from qa.ranking.fitting import Choice
from qa.ranking.order import Order


class BundledArticle:
    """The article, indexed, with labelled questions: rows of tests/questions/article_tune.jsonl."""

    def __init__(
        self,
        indexes: Path,
        encoder: Encoder,
        questions: Sequence[dict[str, Any]],
        *,
        decided: bool = True,
    ) -> None:
        """Index the article below `indexes`, with or without the questions decided about."""
        root = indexes / ("article" if decided else "article_undecided")
        options = Options(curation=read_curation([BUNDLED])) if decided else Options()
        build(read_sources([BUNDLED]), encoder, root, lambda *_: None, options)
        self.index, self._encoder = open_current(root), encoder
        self._questions, self._interpreter = questions, Interpreter.of(self.index)

    def order_choices(self, weight: float) -> list[Choice]:
        """Return the answerable questions, which share `weight`; each passage is an owner."""
        asked = [row for row in self._questions if row["answerable"]]
        choices: list[Choice] = []
        for row in asked:
            _, evidence = self._find(row["question"])
            right = np.array([self._is_right(row, int(place)) for place in evidence.rows])
            signals = evidence.passages.astype(np.float64)
            choices.append(Choice(signals, np.arange(len(signals)), right, weight / len(asked)))
        return choices

    def highlight_choices(self, weight: float) -> Iterator[Choice]:
        """Yield each answerable question, which share `weight`, with its section's sentences."""
        asked = [row for row in self._questions if row["answerable"]]
        for row in asked:
            _, evidence = self._find(row["question"])
            for place, number in enumerate(evidence.rows):
                passage = self.index.passage(int(number))
                if list(passage.section) != row["section"]:
                    continue
                told = [passage.sentence_text(n) for n in range(len(passage.sentences))]
                right = np.array([row["answer"] in text or text in row["answer"] for text in told])
                signals = evidence.sentences_of(place).astype(np.float64)
                yield Choice(signals, np.arange(len(signals)), right, weight / len(asked))

    def judged(self, order: Order) -> Iterator[Judged]:
        """Yield the first passage of each question."""
        for row in self._questions:
            query, evidence = self._find(row["question"])
            signals, place = self._first(query, evidence, order)
            yield Judged(signals, bool(row["answerable"]) and self._is_right(row, place))

    def from_elsewhere(self, order: Order, texts: Iterable[str]) -> Iterator[Judged]:
        """Yield the first passage for questions that the article doesn't answer."""
        for text in texts:
            yield Judged(self._first(*self._find(text), order)[0], answers=False)

    def _find(self, question: str) -> tuple[Query, Evidence]:
        query = self._interpreter.interpret(question).query
        embedded = self._encoder.embed_queries(query.texts)
        return query, gather(self.index, query, embedded, DEPTH)

    def _first(
        self, query: Query, evidence: Evidence, order: Order
    ) -> tuple[NDArray[np.float32], int]:
        scores = order.scores(evidence)
        place = int(scores.argmax())
        row = int(evidence.rows[place])
        text = self.index.passage(row).text
        return confidence_signals(query, evidence, scores, place, text), row

    def _is_right(self, question: dict[str, Any], row: int) -> bool:
        section = list(self.index.passage(row).section)
        return section == question["section"] or section in question["also"]
