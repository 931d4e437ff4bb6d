"""Examples as tensors: the questions on one passage share a row, rows of like length a batch."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from qa.reader.tokens import Integers, ReaderTokenizer, Tokens, padded
from qa.training.example import Example
from qa.training.network import PADDING, PASSAGE

MOST_QUESTIONS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One passage with its questions as one sequence, the passage first."""

    numbers: tuple[int, ...]
    passage: Tokens
    questions: tuple[Integers, ...]
    golds: tuple[Integers, ...]

    @property
    def length(self) -> int:
        """Return the number of tokens."""
        return len(self.passage.ids) + sum(len(question) for question in self.questions)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as tensors; `numbers` says which examples the rows' questions are, row by row."""

    numbers: tuple[tuple[int, ...], ...]
    ids: Tensor
    positions: Tensor
    owner: Tensor
    firsts: Tensor
    possible: Tensor
    gold: Tensor
    weight: Tensor


def rows(
    examples: Sequence[Example], tokenizer: ReaderTokenizer, *, keep_lost: bool = False
) -> list[Row]:
    """Return rows of the examples that share passage and context.

    An example whose answer was cut off with its passage's end is left out, unless `keep_lost`.
    """
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, example in enumerate(examples):
        together[example.context, example.passage].append(number)
    passages = tokenizer.passages(list(together))
    questions = tokenizer.questions([example.question for example in examples])
    made: list[Row] = []
    for passage, numbers in zip(passages, together.values(), strict=True):
        golds = {n: _gold(examples[n], passage) for n in numbers}
        kept = [n for n in numbers if keep_lost or golds[n].any() or not examples[n].answerable]
        for start in range(0, len(kept), MOST_QUESTIONS):
            part = tuple(kept[start : start + MOST_QUESTIONS])
            asked = tuple(questions[n] for n in part)
            made.append(Row(part, passage, asked, tuple(golds[n] for n in part)))
    return made


def batches(made: Iterable[Row], tokens: int, rng: random.Random) -> list[Batch]:
    """Return shuffled batches of rows of like length, about `tokens` tokens each."""
    ordered = sorted(made, key=lambda row: row.length)
    groups: list[list[Row]] = []
    for row in ordered:
        if not groups or (len(groups[-1]) + 1) * row.length > tokens:
            groups.append([])
        groups[-1].append(row)
    rng.shuffle(groups)
    return [collate(group) for group in groups]


def collate(group: Sequence[Row]) -> Batch:
    """Return rows as one padded batch."""
    width = max(row.length for row in group)
    questions = max(len(row.questions) for row in group)
    gold = np.zeros((len(group), questions, 1 + width), dtype=bool)
    gold[:, :, 0] = True
    weight = np.zeros((len(group), questions), dtype=np.float32)
    firsts = np.zeros((len(group), questions), dtype=np.int64)
    possible = np.zeros((len(group), 1, 1 + width), dtype=bool)
    possible[:, :, 0] = True
    for number, row in enumerate(group):
        size = len(row.passage.ids)
        possible[number, 0, 1 : 1 + size] = row.passage.starts >= 0
        start = size
        for asked, (question, marked) in enumerate(zip(row.questions, row.golds, strict=True)):
            firsts[number, asked], weight[number, asked] = start, 1.0
            gold[number, asked, 1 : 1 + size] = marked > 0
            gold[number, asked, 0] = not marked.any()
            start += len(question)
    parts = [[row.passage.ids, *row.questions] for row in group]
    owners = [
        [np.full(len(ids), PASSAGE + k, dtype=np.int64) for k, ids in enumerate(row)]
        for row in parts
    ]
    return Batch(
        numbers=tuple(row.numbers for row in group),
        ids=_joined(parts),
        positions=_joined([[np.arange(len(ids)) for ids in row] for row in parts]),
        owner=_joined(owners, fill=PADDING),
        firsts=torch.from_numpy(firsts),
        possible=torch.from_numpy(possible),
        gold=torch.from_numpy(gold),
        weight=torch.from_numpy(weight),
    )


def _joined(parts: Sequence[Sequence[Integers]], fill: int = 0) -> Tensor:
    return torch.from_numpy(padded([np.concatenate(row) for row in parts], fill))


def _gold(example: Example, passage: Tokens) -> Integers:
    marked = np.zeros(len(passage.ids), dtype=np.int64)
    for span in example.answers:
        marked |= passage.within(span.start, span.end).astype(np.int64)
    return marked
