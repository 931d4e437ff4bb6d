"""The fit of words in place finds what it should, on numbers made for it."""

import random
from collections import Counter

import numpy as np

from qa.query.fit import Rows, draw, fit, make_speller


def _rows(words: int, seed: int) -> Rows:
    """Make words of three readings; the one meant has the most of direction (1, -1)."""
    chance = np.random.default_rng(seed)
    states = chance.standard_normal((3 * words, 2))
    right = np.argmax((states @ [1.0, -1.0]).reshape(words, 3), axis=1)
    signals = np.column_stack([chance.standard_normal((3 * words, 2)), states])
    return Rows(signals, np.arange(0, 3 * words, 3), right)


def test_the_fit_finds_the_direction_of_what_was_meant() -> None:
    rows = _rows(300, seed=1)
    weights = fit(rows, np.ones(300), ridge=1.0)
    assert abs(weights[:2]).max() < 0.2 * weights[2]
    np.testing.assert_allclose(weights[3] / weights[2], -1.0, atol=0.2)
    others = _rows(200, seed=2)
    best = np.argmax((others.signals @ weights).reshape(200, 3), axis=1)
    assert (best == others.right).mean() > 0.95


def test_words_that_count_nothing_change_nothing() -> None:
    rows = _rows(200, seed=3)
    wrong = Rows(rows.signals, rows.starts, np.where(np.arange(200) < 100, 0, rows.right))
    counts = np.where(np.arange(200) < 100, 0.0, 1.0)
    np.testing.assert_allclose(fit(wrong, counts, 1.0), fit(rows, counts, 1.0), rtol=1e-6)


def test_a_part_holds_the_rows_of_its_words_alone() -> None:
    signals = np.arange(12.0).reshape(6, 2)
    rows = Rows(signals, np.array([0, 1, 4]), np.array([0, 2, 1]))
    part = rows.part(np.array([True, False, True]))
    np.testing.assert_array_equal(part.signals, signals[[0, 4, 5]])
    assert (part.starts.tolist(), part.right.tolist()) == ([0, 1], [0, 1])


def test_drawn_words_are_one_slip_from_what_was_meant() -> None:
    made = make_speller(Counter(["health", "heath", "cure", "cute"]))
    chance = random.Random(2)  # noqa: S311
    drawn = [draw("health cure", made, chance) for _ in range(60)]
    found = [one for one in drawn if one is not None]
    assert {one.meant for one in found} == {"health", "cure"}
    assert any(one.is_right for one in found)
    assert any(one.is_word and not one.is_right for one in found)
    for one in found:
        assert one.is_word == (one.at.word in made.known({one.at.word}))
        assert one.meant in one.weighed
