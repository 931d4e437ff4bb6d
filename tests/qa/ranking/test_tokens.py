"""How each token of a question is met."""

import numpy as np
import pytest

from index.encoder import Vectors
from index.expectation import Pinned
from index.lexical import Units
from index.opened import Contents
from qa.ranking.tokens import token_cosines

NOTHING = np.zeros(0, dtype=np.int64)
NO_UNITS = Units(NOTHING.astype(np.int32), NOTHING, NOTHING, NOTHING)
NO_PINS = Pinned(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING.astype(np.float32), 0)


def contents(sentences: Vectors, headings: Vectors) -> Contents:
    """One sentence a passage."""
    firsts = np.arange(len(sentences) + 1)
    vectors = np.concatenate([sentences, headings, sentences])
    return Contents.of(vectors, firsts, NO_UNITS, NO_PINS)


def test_a_token_that_every_passage_meets_alike_tells_none_of_them_apart() -> None:
    # Three tokens and two passages of one sentence each, under one heading that meets the first.
    tokens = np.eye(3, 4, dtype=np.float32)
    sentences = np.array([[0.0, 0.9, 0.1, 0.0], [0.0, 0.1, 0.3, 0.0]], dtype=np.float32)
    heading = np.array([[0.8, 0.0, 0.0, 0.0]] * 2, dtype=np.float32)
    mean, least, telling = token_cosines(contents(sentences, heading), tokens)
    assert mean.tolist() == pytest.approx([0.6, 0.4])
    assert least.tolist() == pytest.approx([0.1, 0.1])
    # Each token's best stands above the mean of both by 0, 0.4 and 0.1, and by 0.001 for all.
    shares = np.square([0.001, 0.401, 0.101])
    met = np.array([[0.8, 0.9, 0.1], [0.8, 0.1, 0.3]])
    assert telling.tolist() == pytest.approx((met @ shares / shares.sum()).tolist(), abs=1e-5)


def test_only_the_ten_best_passages_say_what_a_token_tells() -> None:
    rng = np.random.default_rng(1)
    sentences = rng.uniform(0.0, 1.0, (30, 5)).astype(np.float32)
    _, _, telling = token_cosines(
        contents(sentences, np.zeros_like(sentences)), np.eye(5, dtype=np.float32)
    )
    best = -np.sort(-sentences, axis=0)[:10]
    shares = np.square(best[0] - best.mean(axis=0) + 1e-3)
    assert telling.tolist() == pytest.approx((sentences @ shares / shares.sum()).tolist(), abs=1e-5)
