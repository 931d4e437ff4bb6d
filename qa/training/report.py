"""The reader's figures on documents it was not trained on, with and without the other signals."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from index.encoder import Encoder
from qa.reader.reading import Reader, ReaderInput, Reading
from qa.training.example import Example
from qa.training.signals import NAMES, similarity
from qa.training.windows import Sentences

RESAMPLES = 1000
FOLDS = 4
Numbers = NDArray[np.float64]


def report(
    examples: Sequence[Example], reader: Reader, encoder: Encoder, sentences: Sentences
) -> dict[str, Any]:
    """Return AUROC of every signal, alone and together, and the share of right highlights.

    Signals are put together by logistic regression fitted on other documents than it is tried on.
    """
    readings = read(examples, reader, sentences)
    logits = np.array([reading.logit for reading in readings])
    measured = similarity(examples, encoder, sentences)
    others = measured.columns
    labels = np.array([example.answerable for example in examples])
    groups = np.array([example.document for example in examples])
    without = together(others, labels, groups)
    with_reader = together(np.column_stack([others, logits]), labels, groups)
    columns = dict(zip(NAMES, others.T, strict=True))
    columns |= {"reader": logits, "others together": without, "with the reader": with_reader}
    result: dict[str, Any] = {"pairs": len(labels), "answerable": int(labels.sum())}
    result["auroc"] = {
        name: [round(float(value), 4) for value in interval(labels, column)]
        for name, column in columns.items()
    }
    gain = interval(labels, with_reader, without)
    result["gain of the reader"] = [round(float(value), 4) for value in gain]
    result["highlight"] = {
        "reader": highlight(examples, [reading.best for reading in readings], sentences),
        "similarity": highlight(examples, measured.best, sentences),
    }
    return result


def read(examples: Sequence[Example], reader: Reader, sentences: Sentences) -> list[Reading]:
    """Return the reader's reading of each example, in order."""
    return [
        reader.read(
            example.question,
            [ReaderInput(example.passage, tuple(sentences.of(example.passage)), example.context)],
        )[0]
        for example in examples
    ]


def together(columns: Numbers, labels: NDArray[np.bool_], groups: NDArray[np.str_]) -> Numbers:
    """Return each example's log-odds by a regression fitted on the other folds' documents."""
    logits = np.zeros(len(labels))
    for fitted, tried in GroupKFold(FOLDS).split(columns, labels, groups):
        model = make_pipeline(StandardScaler(), LogisticRegression())
        model.fit(columns[fitted], labels[fitted])
        logits[tried] = model.decision_function(columns[tried])
    return logits


def interval(
    labels: NDArray[np.bool_], score: Numbers, base: Numbers | None = None
) -> tuple[float, float, float]:
    """Return the AUROC and its 95 % interval; with `base`, the gain over it, paired."""
    rng = np.random.default_rng(0)

    def value(chosen: NDArray[np.int64]) -> float:
        area = float(roc_auc_score(labels[chosen], score[chosen]))
        return area if base is None else area - float(roc_auc_score(labels[chosen], base[chosen]))

    everyone = np.arange(len(labels))
    drawn = [value(rng.choice(everyone, len(everyone))) for _ in range(RESAMPLES)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return value(everyone), float(low), float(high)


def highlight(
    examples: Sequence[Example], best: Sequence[int], sentences: Sentences
) -> dict[str, float]:
    """Return how often the chosen sentence holds an answer whole, and how often it touches one."""
    whole, touched = [], []
    for example, number in zip(examples, best, strict=True):
        if example.answerable:
            chosen = sentences.of(example.passage)[number]
            whole.append(any(chosen.contains(answer) for answer in example.answers))
            touched.append(
                any(a.start < chosen.end and chosen.start < a.end for a in example.answers)
            )
    return {
        "holds": round(float(np.mean(whole)), 4),
        "touches": round(float(np.mean(touched)), 4),
    }
