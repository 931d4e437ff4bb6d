"""Examples as tensors: pairs of like length share a batch."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from qa.reader.tokens import Pair, ReaderTokenizer, stacked
from qa.training.example import Example


@dataclass(frozen=True, slots=True)
class Marked:
    """A pair, and which of its logits' columns may hold an answer and which do.

    `number` says which example it is; column 0 is "no answer".
    """

    number: int
    pair: Pair
    possible: NDArray[np.bool_]
    gold: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs as tensors, one a row."""

    ids: Tensor
    kinds: Tensor
    present: Tensor
    possible: Tensor
    gold: Tensor


def marked(
    examples: Sequence[Example], tokenizer: ReaderTokenizer, *, keep_lost: bool = False
) -> list[Marked]:
    """Return the examples as pairs, in order.

    An example whose answer was cut off with its passage's end is left out, unless `keep_lost`.
    """
    passages = tokenizer.passages([(example.context, example.passage) for example in examples])
    questions = tokenizer.questions([example.question for example in examples])
    made = []
    for number, example in enumerate(examples):
        pair = Pair(questions[number], passages[number])
        gold = pair.columns_within(example.answers)
        lost = example.answerable and not gold.any()
        if keep_lost or not lost:
            possible = pair.evidence()
            possible[0], gold[0] = True, not gold.any()
            made.append(Marked(number, pair, possible, gold))
    return made


def batches(made: Iterable[Marked], tokens: int, rng: random.Random) -> list[list[Marked]]:
    """Return shuffled batches of pairs of like length, about `tokens` tokens each."""
    ordered = sorted(made, key=lambda one: (one.pair.length, rng.random()))
    groups: list[list[Marked]] = []
    for one in ordered:
        if not groups or (len(groups[-1]) + 1) * one.pair.length > tokens:
            groups.append([])
        groups[-1].append(one)
    rng.shuffle(groups)
    return groups


def collate(group: Sequence[Marked]) -> Batch:
    """Return pairs as one padded batch."""
    ids, kinds, present = stacked([one.pair for one in group])
    possible = np.zeros((len(group), 1 + ids.shape[1]), dtype=bool)
    gold = np.zeros_like(possible)
    for row, one in enumerate(group):
        possible[row, : len(one.possible)] = one.possible
        gold[row, : len(one.gold)] = one.gold
    tensors = (torch.from_numpy(table) for table in (ids, kinds, present, possible, gold))
    return Batch(*tensors)
