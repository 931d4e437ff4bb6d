"""What a reader sees in the best passages: each whole, and of some the best sentences alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.passages import context_of
from index import OpenIndex
from qa.ranking.rank import Hit
from qa.reader import Reader, ReaderInput, Reading

SENTENCES = 2  # Of the passage that is first, which is marked; of others the best one alone.
# What the reader says of a sentence counts beside how it fits: its log share of the evidence, and
# its logit alone. Fitted on the questions in `tests/questions/reader/held`.
SHARE_COUNTS, ALONE_COUNTS = 0.5, 0.2
_LEAST_SHARE = 1e-3

Alone = Mapping[int, Reading]


@dataclass(frozen=True, slots=True)
class Looks:
    """What a reader makes of some passages for one question, as far as it has read them.

    `readings` has those of whole passages, by the passage's place. `alone` has the readings of
    sentences by themselves, by the passage's place and the sentence's number.
    """

    reader: Reader
    question: str
    passages: Sequence[ReaderInput]
    readings: Mapping[int, Reading] = field(default_factory=dict)
    alone: Mapping[int, Alone] = field(default_factory=dict)

    def further(self, whole: Sequence[int], closer: Sequence[int] = ()) -> Self:
        """Read more passages: those at `whole`, and of those at `closer` the best sentence alone.

        Best is what has most evidence; of the first of `closer`, the two with most are read. A
        sentence that only seems to answer does so less without its neighbours' words. All is read
        at once, so that no core waits, and nothing is read twice.
        """
        tried = [
            (place, number)
            for place in closer
            if place not in self.alone and len(self.passages[place].sentences) > 1
            for number in _most(self.readings[place].shares, SENTENCES if place == closer[0] else 1)
        ]
        texts = [self.passages[place] for place in whole]
        texts += [_alone(self.passages[place], number) for place, number in tried]
        if not texts:
            return self
        found = self.reader.read(self.question, texts)
        alone: dict[int, dict[int, Reading]] = {}
        for (place, number), reading in zip(tried, found[len(whole) :], strict=True):
            alone.setdefault(place, {})[number] = reading
        return replace(
            self,
            readings={**self.readings, **dict(zip(whole, found, strict=False))},
            alone={**self.alone, **alone},
        )

    def logits(
        self, unread: float = float("nan"), closer: Iterable[int] = ()
    ) -> NDArray[np.float32]:
        """Return one for each passage: of the whole, or its mean with that of its best sentence.

        The latter for those at the places `closer`; `unread` for those that haven't been read.
        """
        logits = np.full(len(self.passages), unread, dtype=np.float32)
        for place, reading in self.readings.items():
            logits[place] = reading.logit
        for place in closer:
            if place in self.alone:
                best = self.alone[place][self.readings[place].best]
                logits[place] = (logits[place] + np.float32(best.logit)) / 2
        return logits

    def evidence(self, place: int) -> NDArray[np.float32]:
        """Return what the reader adds to how each sentence of a passage fits."""
        shares = np.array(self.readings[place].shares, dtype=np.float32)
        evidence: NDArray[np.float32] = np.log(shares + np.float32(_LEAST_SHARE))
        evidence *= np.float32(SHARE_COUNTS)
        alone = {number: reading.logit for number, reading in self.alone.get(place, {}).items()}
        if alone:
            # Sentences that weren't tried are assumed to say no more than those that were.
            least = min(alone.values())
            said = [alone.get(number, least) for number in range(len(shares))]
            evidence += np.float32(ALONE_COUNTS) * np.array(said, dtype=np.float32)
        return evidence


def _most(shares: Sequence[float], count: int) -> list[int]:
    """Return the numbers of the sentences with most evidence, the first of equals."""
    most: list[int] = np.argsort(-np.array(shares), kind="stable")[:count].tolist()
    return most


def _alone(passage: ReaderInput, number: int) -> ReaderInput:
    sentence = passage.sentences[number]
    within = (sentence.shifted(-sentence.start),)
    return replace(passage, text=sentence.of(passage.text), sentences=within)


def inputs(index: OpenIndex, hits: Sequence[Hit]) -> list[ReaderInput]:
    """Return the passages of `hits` as a reader is given them."""
    return [_input(index, hit) for hit in hits]


def _input(index: OpenIndex, hit: Hit) -> ReaderInput:
    passage = hit.passage
    document = index.document(passage.document_id)
    title = document.title if document else ""
    sentences = tuple(span.shifted(-passage.span.start) for span in passage.sentences)
    return ReaderInput(passage.text, sentences, context_of(title, passage.section))
