"""Cut a long passage to the few sentences a training pair needs: short pairs train faster."""

import random
from collections.abc import Sequence

from corpus.document import Span
from corpus.sentences import sentence_spans
from qa.reader.view import most_alike
from qa.training.example import Example

SHORTEST, LONGEST = 240, 800  # Characters of a window; about 55 to 180 tokens.
SPLIT_CHARACTERS = 4000  # Enough of a page to draw windows from; splitting is the slow part.


class Sentences:
    """Splits texts into sentences, each text once."""

    def __init__(self) -> None:
        self._known: dict[str, list[Span]] = {}

    def of(self, text: str) -> list[Span]:
        """Return the sentence spans of the first characters of `text`; never empty."""
        if text not in self._known:
            spans = sentence_spans(text[:SPLIT_CHARACTERS])
            self._known[text] = spans or [Span(0, len(text))]
        return self._known[text]


def window(
    examples: Sequence[Example], sentences: Sequence[Span], rng: random.Random
) -> list[Example]:
    """Return `examples`, all on one passage, with one run of its sentences for a passage.

    The run is drawn around a sentence that matters to one of the questions: the one that answers,
    or, where none does, the one that shares most words with the question. A question whose answer
    lies outside becomes one without an answer, unless the answer's words stand inside all the same.
    """
    anchor = _anchor(rng.choice(examples), sentences, rng)
    part = _run(sentences, anchor, rng.randint(SHORTEST, LONGEST), rng)
    cut = [example.cut(part) for example in examples]
    return [
        new
        for old, new in zip(examples, cut, strict=True)
        if new.answerable or not any(s.of(old.passage) in new.passage for s in old.answers)
    ]


def _anchor(example: Example, sentences: Sequence[Span], rng: random.Random) -> int:
    chance = rng.random()
    if chance < 0.12:
        return rng.randrange(len(sentences))
    whole = example.answers == (Span(0, len(example.passage)),)
    if whole or not example.answerable:
        return most_alike(example.question, example.passage, sentences)
    return _first(example, sentences)


def _first(example: Example, sentences: Sequence[Span]) -> int:
    start = example.answers[0].start
    return next((n for n, span in enumerate(sentences) if start < span.end), len(sentences) - 1)


def _run(sentences: Sequence[Span], anchor: int, room: int, rng: random.Random) -> Span:
    first = last = anchor
    while True:
        before = first > 0 and sentences[last].end - sentences[first - 1].start <= room
        after = (
            last + 1 < len(sentences) and sentences[last + 1].end - sentences[first].start <= room
        )
        if not before and not after:
            return _shortened(Span(sentences[first].start, sentences[last].end))
        if after and (not before or rng.random() < 0.5):
            last += 1
        else:
            first -= 1


def _shortened(span: Span) -> Span:
    # A list without full stops can be one "sentence" of a thousand words.
    return Span(span.start, min(span.end, span.start + LONGEST))
