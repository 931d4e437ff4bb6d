"""What the comparison of a search without and with a reader counts."""

import math

import pytest

from qa.training.compare import Outcome, figures_of

NOTHING = (math.nan, math.nan)


def outcomes(with_reader: bool) -> list[Outcome]:
    """Return answerable and unanswerable questions by turns, told apart by the reader alone."""
    return [
        Outcome(
            answerable=bool(number % 2),
            confidence=(0.5, 0.5 + with_reader * (0.4 if number % 2 else -0.4)),
            ndcg=(0.5, 0.75) if number % 2 else NOTHING,
            holds=(0.0, 1.0) if number % 4 == 1 else NOTHING,
        )
        for number in range(40)
    ]


def test_a_reader_that_tells_them_apart_gains_and_every_draw_says_so() -> None:
    without, with_it, gain, low, high = figures_of(outcomes(with_reader=True))["AUROC"]
    assert (without, with_it, gain) == (0.5, 1.0, 0.5)
    assert low == high == 0.5


def test_a_reader_that_changes_nothing_gains_nothing() -> None:
    assert figures_of(outcomes(with_reader=False))["AUROC"] == [0.5, 0.5, 0.0, 0.0, 0.0]


def test_a_question_counts_where_it_can_be_judged() -> None:
    found = figures_of(outcomes(with_reader=True))
    assert found["nDCG@10"][:3] == [0.5, 0.75, 0.25]
    assert found["highlight holds"][:3] == [0.0, 1.0, 1.0]


@pytest.mark.parametrize("kind", [True, False])
def test_one_kind_of_question_has_no_auroc(kind: bool) -> None:
    rows = [row for row in outcomes(with_reader=True) if row.answerable is kind]
    assert "AUROC" not in figures_of(rows)
