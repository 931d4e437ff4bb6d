import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from qa.evaluation.confidence import (
    area_under_risk_coverage,
    area_under_roc,
    bins_for,
    expected_calibration_error,
    reliability,
    risk_coverage,
)
from qa.evaluation.intervals import Numbers

tables = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.integers(0, 1)),
    min_size=1,
    max_size=60,
).map(lambda rows: np.array(rows, dtype=np.float64).T)


def test_calibration_error_worked_by_hand() -> None:
    # Two bins of 20: confidence 0.2 with 2 right (0.1), confidence 0.9 with 15 right (0.75).
    confidence = np.array([0.2] * 20 + [0.9] * 20)
    right = np.array([1.0] * 2 + [0.0] * 18 + [1.0] * 15 + [0.0] * 5)
    assert expected_calibration_error(confidence, right) == pytest.approx((0.1 + 0.15) / 2)


def test_a_confidence_that_is_the_share_right_has_no_error() -> None:
    confidence = np.repeat([0.25, 0.75], 100)
    right = np.concatenate([np.repeat([1.0, 0.0], [25, 75]), np.repeat([1.0, 0.0], [75, 25])])
    assert bins_for(200) == 10
    # Each block fills five bins, and its right ones all come first: the order may not matter.
    assert expected_calibration_error(confidence, right) == pytest.approx(0.0)
    assert expected_calibration_error(confidence[::-1], right[::-1]) == pytest.approx(0.0)
    assert [b.n for b in reliability(confidence, right)] == [20] * 10


def test_bins_hold_questions_of_like_confidence_and_all_of_them() -> None:
    random = np.random.default_rng(1)
    confidence = random.random(237)
    right = (random.random(237) < confidence).astype(float)
    bins = reliability(confidence, right)
    assert sum(b.n for b in bins) == 237
    assert max(b.n for b in bins) - min(b.n for b in bins) <= 1
    assert [b.confidence for b in bins] == sorted(b.confidence for b in bins)
    assert sum(b.n * b.right for b in bins) == pytest.approx(right.sum())


def test_few_questions_are_not_cut_into_many_bins() -> None:
    assert [bins_for(n) for n in (1, 39, 40, 199, 200, 5000)] == [1, 1, 2, 9, 10, 10]


def test_risk_and_coverage_worked_by_hand() -> None:
    confidence = np.array([0.9, 0.8, 0.8, 0.1])
    right = np.array([1.0, 0.0, 1.0, 0.0])
    coverage, risk = risk_coverage(confidence, right)
    assert coverage.tolist() == [0.25, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0.0, 1 / 3, 0.5])
    # Risks 0, then 0.5 wrong of 2 and 1 of 3 (the tie counts half each), then 2 of 4.
    assert area_under_risk_coverage(confidence, right) == pytest.approx(
        (0 + 0.25 + 1 / 3 + 0.5) / 4
    )


@given(tables)
def test_area_under_risk_coverage_is_the_mean_over_shuffled_ties(table: Numbers) -> None:
    confidence, right = table
    random = np.random.default_rng(0)
    areas = []
    for _ in range(400):
        shuffled = random.permutation(len(confidence))
        order = shuffled[np.argsort(-confidence[shuffled], kind="stable")]
        wrong = np.cumsum(1 - right[order])
        areas.append((wrong / np.arange(1, len(order) + 1)).mean())
    assert area_under_risk_coverage(confidence, right) == pytest.approx(np.mean(areas), abs=0.08)


@given(tables)
def test_area_under_roc_agrees_with_scikit_learn(table: Numbers) -> None:
    score, positive = table
    if len(set(positive)) < 2:
        assert np.isnan(area_under_roc(score, positive))
    else:
        assert area_under_roc(score, positive) == pytest.approx(roc_auc_score(positive, score))
