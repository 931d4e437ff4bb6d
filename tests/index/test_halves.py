"""Widening by bits gives what numpy's own conversion gives."""

import numpy as np

from index.halves import widened


def test_every_finite_number_is_widened_exactly() -> None:
    every = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    halves = every[np.isfinite(every)]
    assert len(halves) == (1 << 16) - (1 << 11)
    wide = widened(halves)
    assert wide.dtype == np.float32
    np.testing.assert_array_equal(wide.view(np.uint32), halves.astype(np.float32).view(np.uint32))


def test_the_halves_stay_as_they_are_and_so_does_their_shape() -> None:
    halves = np.linspace(-1, 1, 24, dtype=np.float16).reshape(4, 6)
    before = halves.copy()
    np.testing.assert_array_equal(widened(halves), before.astype(np.float32))
    np.testing.assert_array_equal(halves, before)
    assert widened(np.zeros((0, 6), np.float16)).shape == (0, 6)
