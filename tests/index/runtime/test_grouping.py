"""Few texts are run together just where that costs less than running them apart."""

from itertools import combinations

import numpy as np
import pytest

from index.runtime.grouping import cheapest

_RUN = 9


def cost(groups: list[list[int]], lengths: list[int]) -> int:
    return sum(_RUN + len(rows) * max(lengths[row] for row in rows) for rows in groups)


@pytest.mark.parametrize("seed", range(20))
def test_no_other_grouping_by_length_costs_less(seed: int) -> None:
    random = np.random.default_rng(seed)
    lengths = random.integers(3, 90, random.integers(1, 9)).tolist()
    groups = cheapest(lengths)
    assert sorted(row for rows in groups for row in rows) == list(range(len(lengths)))
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    others = [
        [order[a:b] for a, b in zip([0, *cuts], [*cuts, len(order)], strict=True)]
        for count in range(len(order))
        for cuts in combinations(range(1, len(order)), count)
    ]
    assert cost(groups, lengths) == min(cost(other, lengths) for other in others)


def test_a_long_text_and_its_sentences_are_run_apart_and_likes_together() -> None:
    assert cheapest([58, 20, 19, 58]) == [[0, 3], [1, 2]]
    assert cheapest([14, 12]) == [[0, 1]]
    assert cheapest([]) == []
