"""How good a reader is, on documents it was not trained on."""

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from corpus import Span
from qa.reader.bundled import reading_of
from qa.reader.reading import Reading
from qa.reader.tokens import ReaderTokenizer
from qa.training.aspects import AspectPairs
from qa.training.batches import collate, marked
from qa.training.example import Example
from qa.training.mixture import Parts
from qa.training.network import ReaderNetwork
from qa.training.precision import bfloat16
from qa.training.windows import Sentences

BATCH = 32
HEAD = 700  # Characters of a page of MedQuAD that are judged.


def judge(
    network: ReaderNetwork,
    tokenizer: ReaderTokenizer,
    examples: Sequence[Example],
    sentences: Sentences,
) -> list[Reading]:
    """Return the network's reading of each example, in order."""
    made = sorted(marked(examples, tokenizer, keep_lost=True), key=lambda one: one.pair.length)
    readings: dict[int, Reading] = {}
    network.eval()
    with torch.inference_mode():
        for first in range(0, len(made), BATCH):
            group = made[first : first + BATCH]
            batch = collate(group)
            with bfloat16():
                logits = network(batch.ids, batch.kinds, batch.present).numpy()
            for one, line in zip(group, logits, strict=True):
                spans = sentences.of(examples[one.number].passage)
                known = one.pair.of_passage(line)
                readings[one.number] = reading_of(known, one.pair.passage, spans)
    return [readings[number] for number in range(len(examples))]


def figures(
    examples: Sequence[Example], readings: Sequence[Reading], sentences: Sentences
) -> dict[str, float]:
    """Return AUROC of "answers", and how often the best sentence holds or touches an answer."""
    labels = [example.answerable for example in examples]
    found: list[bool] = []
    for example, verdict in zip(examples, readings, strict=True):
        if example.answerable:
            best = sentences.of(example.passage)[verdict.best]
            found.append(any(s.start < best.end and best.start < s.end for s in example.answers))
    result = {"pairs": float(len(examples)), "answerable": float(np.mean(labels))}
    if 0 < sum(labels) < len(labels):
        result["auroc"] = float(roc_auc_score(labels, [verdict.logit for verdict in readings]))
    if found:
        result["highlight"] = float(np.mean(found))
    return result


def validation_sets(parts: Parts, limit: int) -> dict[str, list[Example]]:
    """Return the fixed pairs of each set that a running training is watched with."""
    rng = random.Random("validation:1")  # noqa: S311 - nothing secret is drawn
    drawn = {}
    for name in ("squad2", "clapnq", "covidqa"):
        examples = list(parts.examples[name])
        passages = sorted({example.passage for example in examples})
        kept = set(rng.sample(passages, min(limit, len(passages))))
        drawn[name] = [example for example in examples if example.passage in kept]
    drawn["covidqa"] += [
        replace(a, question=b.question, answers=())
        for a, b in zip(drawn["covidqa"], drawn["covidqa"][3:], strict=False)
        if a.passage != b.passage and not any(s.of(b.passage) in a.passage for s in b.answers)
    ]
    pages = AspectPairs(parts.articles)
    asked = [example for _ in range(limit) for example in pages.ask(rng)]
    drawn["medquad"] = [e.cut(Span(0, min(len(e.passage), HEAD))) for e in asked]
    return drawn
