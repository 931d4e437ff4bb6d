"""The bundled article with its tuning questions, which are right by section, not by document."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus import read_sources
from corpus.bundled import BUNDLED
from corpus.pins import read_curation
from index import Encoder, Options, build, open_current
from qa.query import Query
from qa.ranking.evidence import Evidence
from qa.ranking.fit.arithmetic import Choice
from qa.ranking.fit.confidence import Judged
from qa.ranking.fit.lookup import Lookup
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
        self._lookup = Lookup.of(open_current(root), encoder)
        self._index, self._questions = self._lookup.index, questions

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
                passage = self._index.passage(int(number))
                if list(passage.section) != row["section"]:
                    continue
                told = [passage.sentence_text(n) for n in range(len(passage.sentences))]
                right = np.array([row["answer"] in text or text in row["answer"] for text in told])
                signals = evidence.sentences_of(place).astype(np.float64)
                yield Choice(signals, np.arange(len(signals)), right, weight / len(asked))

    def judged(self, order: Order) -> Iterator[Judged]:
        """Yield the first passage of each question."""
        for row in self._questions:
            first = self._lookup.first(*self._find(row["question"]), order)
            right = bool(row["answerable"]) and self._is_right(row, first.row)
            yield Judged(first.signals, right)

    def from_elsewhere(self, order: Order, texts: Iterable[str]) -> Iterator[Judged]:
        """Yield the first passage for questions that the article doesn't answer."""
        for text in texts:
            yield Judged(self._lookup.first(*self._find(text), order).signals, answers=False)

    def _find(self, question: str) -> tuple[Query, Evidence]:
        put = self._lookup.put(question)
        return put.query, self._lookup.evidence(put)

    def _is_right(self, question: dict[str, Any], row: int) -> bool:
        section = list(self._index.passage(row).section)
        return section == question["section"] or section in question["also"]
