"""Question and passage as tokens, and where each token stands in the passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus import Span

Integers = NDArray[np.int64]

MAX_QUESTION_TOKENS = 48
MAX_CONTEXT_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Tokens:
    """One text as `[CLS] ... [SEP]`; `starts` and `ends` are -1 for a token outside the text."""

    ids: Integers
    starts: Integers
    ends: Integers

    def within(self, start: int, end: int) -> NDArray[np.bool_]:
        """Mark the tokens that overlap the text's characters [start, end)."""
        marked: NDArray[np.bool_] = (self.starts >= 0) & (self.starts < end) & (self.ends > start)
        return marked


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with a passage: `[CLS] question [SEP] passage [SEP]`.

    The reader's logits for it have one column for "no answer" and then one for each token.
    """

    question: Integers
    passage: Tokens

    @property
    def length(self) -> int:
        """Return the number of tokens; the passage's own `[CLS]` is left out."""
        return len(self.question) + len(self.passage.ids) - 1

    def evidence(self) -> NDArray[np.bool_]:
        """Mark the columns of the tokens that stand in the passage's text."""
        return self._columns(self.passage.starts >= 0)

    def columns_within(self, spans: Sequence[Span]) -> NDArray[np.bool_]:
        """Mark the columns of the tokens that overlap one of the `spans` of the passage."""
        inside = np.zeros(len(self.passage.ids), dtype=bool)
        for span in spans:
            inside |= self.passage.within(span.start, span.end)
        return self._columns(inside)

    def of_passage(self, logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the logits of "no answer" and of the passage's tokens, the `[CLS]` among them.

        The `[CLS]` gets the logit of the question's last token: neither is ever evidence.
        """
        start = len(self.question)
        return np.concatenate([logits[:1], logits[start : start + len(self.passage.ids)]])

    def _columns(self, tokens: NDArray[np.bool_]) -> NDArray[np.bool_]:
        columns = np.zeros(1 + self.length, dtype=bool)
        columns[1 + len(self.question) :] = tokens[1:]
        return columns


class ReaderTokenizer:
    """Turns questions and passages into tokens; what doesn't fit is cut from the end."""

    def __init__(self, tokenizer: Path, max_tokens: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._max_tokens = max_tokens

    def questions(self, questions: Sequence[str]) -> list[Integers]:
        """Return the token ids of each question, in order."""
        encodings = self._tokenizer.encode_batch(list(questions))
        return [_cut(encoding.ids, MAX_QUESTION_TOKENS) for encoding in encodings]

    def passages(self, placed: Sequence[tuple[str, str]]) -> list[Tokens]:
        """Return the tokens of each (context, passage), in order; the context is never evidence."""
        prefixes = [_prefix(context) for context, _ in placed]
        texts = [prefix + text for prefix, (_, text) in zip(prefixes, placed, strict=True)]
        return [
            self._tokens(encoding.ids, encoding.offsets, len(prefix))
            for encoding, prefix in zip(self._tokenizer.encode_batch(texts), prefixes, strict=True)
        ]

    def _tokens(
        self, ids: Sequence[int], offsets: Sequence[tuple[int, int]], prefix: int
    ) -> Tokens:
        places = np.asarray([*offsets[: self._max_tokens - 1], (0, 0)], dtype=np.int64)
        if len(ids) <= self._max_tokens:
            places = np.asarray(offsets, dtype=np.int64)
        # Special tokens have the empty offset (0, 0).
        inside = (places[:, 0] >= prefix) & (places[:, 1] > places[:, 0])
        return Tokens(
            ids=_cut(ids, self._max_tokens),
            starts=np.where(inside, places[:, 0] - prefix, -1),
            ends=np.where(inside, places[:, 1] - prefix, -1),
        )


def stacked(pairs: Sequence[Pair]) -> tuple[Integers, Integers, Integers]:
    """Return ids, kinds (0 question, 1 passage) and presence (0 padding), one row for each pair."""
    shape = (len(pairs), max(pair.length for pair in pairs))
    ids, kinds, present = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, pair in enumerate(pairs):
        asked = len(pair.question)
        ids[row, :asked] = pair.question
        ids[row, asked : pair.length] = pair.passage.ids[1:]
        kinds[row, asked : pair.length] = 1
        present[row, : pair.length] = 1
    return ids, kinds, present


def _prefix(context: str) -> str:
    return f"{context[:MAX_CONTEXT_CHARACTERS]}: " if context else ""


def _cut(ids: Sequence[int], most: int) -> Integers:
    # The last token is [SEP], which every text must end with.
    kept = ids if len(ids) <= most else [*ids[: most - 1], ids[-1]]
    return np.asarray(kept, dtype=np.int64)
