"""Where sentences begin and end, by syntok, which knows the abbreviations of health text."""

import re
from itertools import pairwise

from corpus.document import Span

# An item of a list or a row of a table stands on a line of its own.
_ROW = re.compile(r".* \| ")
_ITEM = re.compile(
    rf"\s*(?:[•‣◦*-]|\d{{1,3}}[.)]|\(?(?:[A-Za-z]|[ivx]{{2,4}})[.)])\s|{_ROW.pattern}"
)
# Ends that syntok takes for abbreviations, before a word that hardly stands inside a sentence.
_MISSED = re.compile(
    r"(?:\d ?(?:g|m|mg/dL|g/dL|mmol/L|a\.m|p\.m)|\b[A-Z]\.[A-Z]|\b[bqt]\.(?:i\.)?d"
    r"|\b(?:hepatitis|vitamin|type|types I and) (?:[A-EK]|I{1,3}|IV))\.\s+"
    r"(?=(?:If|Do|Don['’]t|Ask|Call|Take|Then|It|This|These|They|There|You|Your|He|She|We|The|People"
    r"|Most|Some|When|But)\b)"
)
# A row of a table is read whole ("Max. 4 times" is no end of it), unless it holds paragraphs.
_LONGEST_ROW = 300
_ENDS = re.compile(r"[.!…][\"'”’)\]]*$")


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences of `text` in order, without the white space around them.

    A blank line always ends a sentence, and so does the end of a list item or a table row.
    Wordless text between two sentences belongs to the first.
    """
    spans: list[Span] = []
    for block in _blocks(text):
        found = block.of(text)
        whole = len(found) <= _LONGEST_ROW and _ROW.match(found)
        starts = [block.start + start for start in ([0] if whole else _sentence_starts(found))]
        for start, end in pairwise([*starts, block.end]):
            trimmed = _trim(text, start, end)
            if trimmed is not None:
                spans.append(trimmed)
    return spans


def leads_to(text: str, sentence: Span, following: Span) -> bool:
    """Say whether `sentence` is a line that the next is about: a question, a term, a table's head.

    A blank line may stand between them after a question or a colon alone.
    """
    between, line = text[sentence.end : following.start], sentence.of(text)
    if "\n" not in between:
        return False
    if line.endswith(("?", ":")):
        return True
    if between.count("\n") > 1 or _ENDS.search(line):
        return False
    if _ROW.match(line):
        before = text[: sentence.start].rstrip(" \n").rpartition("\n")[2]
        return _ROW.match(before) is None
    return _ITEM.match(line) is None and _ITEM.match(following.of(text)) is None


def _blocks(text: str) -> list[Span]:
    blocks: list[Span] = []
    start, in_item = 0, False
    offset = 0
    for line in text.split("\n"):
        item = _ITEM.match(line) is not None
        # What is indented below an item belongs to it.
        if item or not line or (in_item and not line[0].isspace()):
            _append(blocks, _trim(text, start, offset))
            start, in_item = offset, item
        offset += len(line) + 1
    _append(blocks, _trim(text, start, len(text)))
    return blocks


def _append(blocks: list[Span], block: Span | None) -> None:
    if block is not None:
        blocks.append(block)


def _sentence_starts(block: str) -> list[int]:
    # Imported late: answering needs no sentence that a build hasn't found.
    from syntok import segmenter
    from syntok.tokenizer import Tokenizer

    # The tokens are used for their offsets alone: syntok may rewrite a token's letters
    # ("n't" becomes "not"), so a sentence is never put together from them.
    tokenizer = Tokenizer(emit_hyphen_or_underscore_sep=True, replace_not_contraction=False)
    sentences = segmenter.split(tokenizer.tokenize(block))
    starts = [sentence[0].offset for sentence in sentences if sentence]
    missed = [match.end() for match in _MISSED.finditer(block)]
    return sorted({0, *starts[1:], *missed})


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
