import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qa.ranking.fit.arithmetic import (
    Choice,
    calibration_error,
    fit_order,
    fit_probability,
    ndcg,
    order_loss,
)

RNG = np.random.default_rng(7)


def choices(count: int = 200) -> list[Choice]:
    """Questions with six passages of four documents; the second signal alone tells which."""
    made = []
    for _ in range(count):
        signals = RNG.normal(size=(6, 3))
        owner = np.array([0, 0, 1, 2, 2, 3])
        best = int(signals[:, 1].argmax())
        made.append(Choice(signals, owner, np.arange(4) == owner[best], 1.0))
    return made


def test_the_signal_that_tells_gets_the_weight() -> None:
    weights = fit_order(choices())
    assert weights[1] > 10 * max(weights[0], weights[2])
    assert (weights >= 0).all()


def test_the_gradient_is_that_of_the_loss() -> None:
    choice, weights = choices(1)[0], np.array([0.4, 0.7, 0.1])
    _, slope = order_loss(choice, weights)
    for place in range(3):
        step = np.eye(3)[place] * 1e-6
        above, below = order_loss(choice, weights + step), order_loss(choice, weights - step)
        assert slope[place] == pytest.approx((above[0] - below[0]) / 2e-6, abs=1e-5)


def test_a_logistic_model_finds_the_odds_it_was_made_with() -> None:
    signals = RNG.normal(size=(20_000, 2))
    odds = 1.5 * signals[:, 0] - 0.5
    answers = RNG.random(len(odds)) < 1 / (1 + np.exp(-odds))
    slopes, intercept = fit_probability(signals, answers, np.ones(len(odds)))
    assert slopes == pytest.approx([1.5, 0.0], abs=0.1)
    assert intercept == pytest.approx(-0.5, abs=0.1)


def test_calibration_error_is_nothing_for_the_truth_and_half_for_a_coin_called_sure() -> None:
    answers = np.array([True, False] * 50)
    assert calibration_error(np.full(100, 0.5), answers, np.ones(100)) == pytest.approx(0.0)
    assert calibration_error(np.full(100, 1.0), answers, np.ones(100)) == pytest.approx(0.5)


@given(gains=arrays(float, 4, elements=st.sampled_from([0.0, 1.0, 2.0])))
def test_ndcg_is_that_of_the_textbook(gains: np.ndarray) -> None:
    scores, owner = np.array([0.1, 0.9, 0.5, 0.3, 0.7]), np.array([0, 1, 2, 3, 3])
    order = [1, 3, 2, 0]
    best = sorted(gains.tolist(), reverse=True)
    ideal = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(best))
    if ideal:
        found = sum(gains[owner] / math.log2(rank + 2) for rank, owner in enumerate(order))
        assert ndcg(scores, owner, gains, best) == pytest.approx(found / ideal)
