"""What the reader is compared with: similarity of passage and sentence, and shared words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from Stemmer import Stemmer

from index.encoder import Encoder
from qa.training.example import Example
from qa.training.windows import Sentences

Column = NDArray[np.float64]
NAMES = ("passage similarity", "best sentence similarity", "share of words found")


@dataclass(frozen=True, slots=True)
class Similarity:
    """What similarity and shared words say: a row of NAMES for each example, its best sentence."""

    columns: Column
    best: tuple[int, ...]


def similarity(examples: Sequence[Example], encoder: Encoder, sentences: Sentences) -> Similarity:
    """Measure each example; nothing here is trained."""
    passages = list(dict.fromkeys((e.context, e.passage) for e in examples))
    texts = [f"{context} > {text}" if context else text for context, text in passages]
    whole = dict(zip(passages, encoder.encode_passages(texts), strict=True))
    parts = {text: [span.of(text) for span in sentences.of(text)] for _, text in passages}
    vectors = iter(encoder.encode_passages([part for text in parts.values() for part in text]))
    split = {text: np.array([next(vectors) for _ in part]) for text, part in parts.items()}
    asked = encoder.encode_queries([example.question for example in examples])
    stem = Stemmer("english").stemWords
    words = {text: set(stem(_words(text))) for text in parts}
    columns, best = [], []
    for example, query in zip(examples, asked, strict=True):
        cosines = split[example.passage] @ query
        best.append(int(cosines.argmax()))
        share = _share(stem(_words(example.question)), words[example.passage])
        passage = float(query @ whole[example.context, example.passage])
        columns.append([passage, float(cosines.max()), share])
    return Similarity(np.array(columns), tuple(best))


def _words(text: str) -> list[str]:
    return re.findall(r"\w{3,}|\d+", text.lower())


def _share(asked: Sequence[str], found: set[str]) -> float:
    return sum(word in found for word in asked) / len(asked) if asked else 0.0
