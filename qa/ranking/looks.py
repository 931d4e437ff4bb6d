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
    """What a reader makes of some passages for one question.

    `readings` has one for each passage, of the whole. `alone` has the readings of sentences by
    themselves, by the passage's place and the sentence's number.
    """

    reader: Reader
    question: str
    passages: tuple[ReaderInput, ...] = ()
    readings: tuple[Reading, ...] = ()
    alone: Mapping[int, Alone] = field(default_factory=dict)

    def further(self, passages: Sequence[ReaderInput], places: Sequence[int] = ()) -> Self:
        """Read more passages whole and, of those at `places`, the sentence with most evidence.

        Of the first of these places the two with most. Each is read alone: one that only seems to
        answer does so less without its neighbours' words. All is read at once, so that no core
        waits, and nothing is read twice.
        """
        tried = [
            (place, number)
            for place in places
            if place not in self.alone and len(self.passages[place].sentences) > 1
            for number in _most(self.readings[place].shares, SENTENCES if place == places[0] else 1)
        ]
        sentences = [_alone(self.passages[place], number) for place, number in tried]
        if not passages and not sentences:
            return self
        found = self.reader.read(self.question, [*passages, *sentences])
        alone: dict[int, dict[int, Reading]] = {}
        for (place, number), reading in zip(tried, found[len(passages) :], strict=True):
            alone.setdefault(place, {})[number] = reading
        return replace(
            self,
            passages=(*self.passages, *passages),
            readings=(*self.readings, *found[: len(passages)]),
            alone={**self.alone, **alone},
        )

    def logits(self, closer: Iterable[int] = ()) -> NDArray[np.float32]:
        """Return one for each passage: of the whole, or its mean with that of its best sentence.

        The latter for those at the places `closer`.
        """
        logits = np.array([reading.logit for reading in self.readings], dtype=np.float32)
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
            # Those that weren't tried are taken to say no more than those that were.
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
