"""Products of rows with a vector."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.products import products, products_of_each


@given(st.integers(0, 40), st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_products_are_those_of_algebra(rows: int, width: int, seed: int) -> None:
    drawn = np.random.default_rng(seed).standard_normal((rows + 1, width))
    many, one = drawn[:-1].astype(np.float32), drawn[-1].astype(np.float32)
    found = products(many, one)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, drawn[:-1] @ drawn[-1], rtol=0, atol=1e-3)


@given(st.integers(0, 12), st.integers(0, 40), st.integers(1, 9000), st.integers(0, 2**32 - 1))
def test_products_of_each_are_those_of_algebra(
    vectors: int, rows: int, width: int, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    few, many = chance.standard_normal((vectors, width)), chance.standard_normal((rows, width))
    found = products_of_each(many.astype(np.float32), few.astype(np.float32))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, few @ many.T, rtol=0, atol=1e-2)
