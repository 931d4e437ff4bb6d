"""Numbers in sentences."""

import pytest

from corpus.counting import counted


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (1204, "1,204 pages")]
)
def test_one_thing_is_named_as_one(number: int, said: str) -> None:
    assert counted(number, "page") == said
