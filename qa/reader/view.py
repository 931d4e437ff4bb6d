"""Which part of a long passage is read: the run of sentences nearest to the question's words."""

import re
from collections.abc import Sequence

from corpus import Span


def most_alike(question: str, text: str, sentences: Sequence[Span]) -> int:
    """Return the number of the sentence that holds most of the question's words; first on ties."""
    asked = _words(question)
    shared = [len(asked & _words(sentence.of(text))) for sentence in sentences]
    return shared.index(max(shared))


def view(question: str, text: str, sentences: Sequence[Span], room: int) -> Span:
    """Return the whole sentences of `text` to read, at most `room` characters where possible.

    The run grows from the sentence most alike to the question, forward and back in turn.
    """
    if sentences[-1].end - sentences[0].start <= room:
        return Span(sentences[0].start, sentences[-1].end)
    first = last = most_alike(question, text, sentences)
    forward = True
    while True:
        after = last + 1 < len(sentences) and (
            sentences[last + 1].end - sentences[first].start <= room
        )
        before = first > 0 and sentences[last].end - sentences[first - 1].start <= room
        if not after and not before:
            return Span(sentences[first].start, sentences[last].end)
        if after and (forward or not before):
            last += 1
        else:
            first -= 1
        forward = not forward


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))
