"""Cut a document into passages: a section where it fits, else whole sentences."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from corpus.document import Document, Passage, Section, Span
from corpus.sentences import leads_to, sentence_spans

CountTokens = Callable[[Sequence[str]], list[int]]

# A long title must not starve the text: beyond this many tokens the context is cut.
CONTEXT_TOKENS = 64


def context_of(title: str, section: Sequence[str]) -> str:
    """Return the words that place a passage for the encoder and are never quoted."""
    return " > ".join([title, *section])


def split(document: Document, count_tokens: CountTokens, max_tokens: int) -> list[Passage]:
    """Return the passages of `document` in reading order.

    Together they cover each section's body without gap or overlap. A passage with its context
    holds at most `max_tokens` of the encoder's tokens, unless one sentence alone is longer.
    """
    passages: list[Passage] = []
    for section in document.sections:
        if section.body is None:
            continue
        context = count_tokens([context_of(document.title, section.path)])[0]
        room = max(1, max_tokens - min(context, CONTEXT_TOKENS))
        passages.extend(_split_section(document, section, section.body, count_tokens, room))
    return passages


def _split_section(
    document: Document, section: Section, body: Span, count_tokens: CountTokens, room: int
) -> Iterator[Passage]:
    sentences = [span.shifted(body.start) for span in sentence_spans(body.of(document.text))]
    if not sentences:
        return
    counts = count_tokens([span.of(document.text) for span in sentences])
    leads = [leads_to(document.text, *pair) for pair in pairwise(sentences)]
    groups = _group(counts, [*leads, False], room)
    # White space between two passages belongs to the earlier one, so that nothing is uncovered.
    starts = [body.start, *(sentences[group.start].start for group in groups[1:])]
    for group, (start, end) in zip(groups, pairwise([*starts, body.end]), strict=True):
        span = Span(start, end)
        yield Passage(
            document_id=document.id,
            span=span,
            text=span.of(document.text),
            section=section.path,
            sentences=tuple(sentences[group.start : group.stop]),
        )


def _group(counts: Sequence[int], leads: Sequence[bool], room: int) -> list[range]:
    """Group neighbouring sentences into as few passages as fit, of about equal length.

    One that `leads` to the next, as a question does to its answer, stays with it where both fit.
    """
    parts = -(-sum(counts) // room)
    aim = sum(counts) / max(1, parts)
    groups: list[range] = []
    start, filled = 0, 0
    for number, count in enumerate(counts):
        full = filled + count > room or filled + count / 2 > aim
        if number > start and parts > 1 and full:
            cut = number
            while cut - 1 > start and leads[cut - 1] and sum(counts[cut - 1 : number + 1]) <= room:
                cut -= 1
            groups.append(range(start, cut))
            start, filled = cut, sum(counts[cut:number])
        filled += count
    groups.append(range(start, len(counts)))
    return groups
