"""Pages by the hundred thousand: the bundled article's sentences with invented words put in.

Vectors of unrelated noise are all equally far from each other, and a graph finds nothing among
them. So a synthetic text's vector is a mixture of vectors of real sentences and questions.
"""

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.bundled import BUNDLED
from corpus.document import Document, Section, Span
from corpus.sentences import sentence_spans
from corpus.sources import read_sources
from index.encoder import EmbeddedQuery, Encoder, EncoderIdentity, Vectors

QUESTIONS = Path(__file__).parents[1] / "questions"
SENTENCES_A_PAGE = 3
_SYLLABLES = [c + v for c in "bcdfghklmnprstvz" for v in "aeiou"]
_MIXED = 4
_NOISE = 0.25


def pages(count: int) -> Iterator[Document]:
    """Yield `count` short pages, the same each time."""
    chance = random.Random(0)  # noqa: S311
    sentences = [s.split() for s in _real_sentences() if 8 <= len(s.split()) <= 30]
    for number in range(count):
        chosen = chance.sample(sentences, SENTENCES_A_PAGE)
        text = " ".join(_varied(words, chance) for words in chosen)
        title = f"Page {number} on {_invented(chance)}"
        section = Section((), None, Span(0, len(text)))
        yield Document(id=f"page-{number}", title=title, text=text, sections=(section,))


def real_questions() -> list[str]:
    """Return the questions that people wrote about the bundled article."""
    lines = (QUESTIONS / "article_tune.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


def mixture_bases(encoder: Encoder) -> Vectors:
    """Return the vectors of real sentences and questions that synthetic ones are mixed of."""
    return encoder.encode_passages([*_real_sentences(), *real_questions()])


class SyntheticEncoder:
    """Embeds queries as the real encoder does, and pages at no cost into the midst of them."""

    def __init__(self, real: Encoder) -> None:
        self._real = real
        self._bases = mixture_bases(real)
        self._noise = _NOISE / np.sqrt(real.identity.dimension)

    @property
    def identity(self) -> EncoderIdentity:
        return self._real.identity.model_copy(update={"name": "synthetic"})

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [2 * len(text.split()) for text in texts]

    def encode_queries(self, queries: Sequence[str]) -> Vectors:
        return self._real.encode_queries(queries)

    def encode_by_depth(self, queries: Sequence[str]) -> Vectors:
        return self._real.encode_by_depth(queries)

    def embed_queries(self, queries: Sequence[str]) -> list[EmbeddedQuery]:
        return self._real.embed_queries(queries)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.stack([self._vector(text) for text in texts])
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def _vector(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
        chance = np.random.default_rng(seed)
        chosen = self._bases[chance.integers(len(self._bases), size=_MIXED)]
        mixed = chance.dirichlet(np.ones(_MIXED)) @ chosen
        noise = chance.standard_normal(len(mixed)) * self._noise
        return (mixed + noise).astype(np.float32)


def _real_sentences() -> list[str]:
    return [
        span.of(document.text)
        for document in read_sources([BUNDLED])
        for span in sentence_spans(document.text)
    ]


def _varied(words: Sequence[str], chance: random.Random) -> str:
    varied = list(words)
    for place in chance.sample(range(1, len(words) - 1), max(1, len(words) // 4)):
        varied[place] = _invented(chance)
    return " ".join(varied)


def _invented(chance: random.Random) -> str:
    """Return one of some ten thousand words, the first of them far more often than the last."""
    rank = min(int(chance.paretovariate(0.7)), 20_000)
    word = ""
    while rank:
        rank, syllable = divmod(rank, len(_SYLLABLES))
        word += _SYLLABLES[syllable]
    return word or "ba"
