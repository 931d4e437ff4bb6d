from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from qa.calibration import AS_IT_IS, Calibration, load_calibration, logit
from qa.errors import CalibrationError
from qa.evaluation.errors import TooFewQuestionsError, UnfitConfidenceError
from qa.evaluation.fitting import check_enough, check_outcomes, fit, fit_calibration
from qa.evaluation.intervals import Numbers

PATH = Path("mine.jsonl")


def questions(n: int, slope: float, intercept: float) -> tuple[Numbers, Numbers]:
    """Return confidences, and outcomes whose true log odds are slope * logit + intercept."""
    random = np.random.default_rng(4)
    logits = random.normal(0.0, 2.0, n)
    right = (random.random(n) < expit(slope * logits + intercept)).astype(float)
    return expit(logits), right


def test_the_true_numbers_are_found_again() -> None:
    calibration = fit_calibration(PATH, *questions(20_000, 0.6, -1.2))
    assert calibration.slope == pytest.approx(0.6, abs=0.03)
    assert calibration.intercept == pytest.approx(-1.2, abs=0.05)


def test_the_fit_agrees_with_scikit_learn_where_targets_are_all_but_0_and_1() -> None:
    confidence, right = questions(5000, 1.7, 0.5)
    model = LogisticRegression(C=1e9).fit(np.array([[logit(p)] for p in confidence]), right)
    calibration = fit_calibration(PATH, confidence, right)
    assert calibration.slope == pytest.approx(model.coef_[0, 0], rel=0.02)
    assert calibration.intercept == pytest.approx(model.intercept_[0], abs=0.02)


def test_the_error_falls_on_questions_that_were_not_fitted_on() -> None:
    found = fit(PATH, *questions(600, 0.5, -1.5))
    assert found.ece_before > 0.15
    assert found.ece_after < 0.07


def test_questions_that_are_told_apart_perfectly_do_not_make_answers_certain() -> None:
    confidence = np.array([0.4] * 40 + [0.6] * 40)
    calibration = fit_calibration(PATH, confidence, np.array([0.0] * 40 + [1.0] * 40))
    assert calibration.apply(0.6) == pytest.approx(41 / 42, abs=0.001)


def test_too_few_questions_are_refused_with_how_many_are_needed() -> None:
    with pytest.raises(
        TooFewQuestionsError, match="39 questions labelled answerable, but 40 are needed"
    ):
        check_enough(PATH, 39, 200)
    with pytest.raises(TooFewQuestionsError, match=r"5 questions labelled unanswerable.*; add 35"):
        check_enough(PATH, 60, 5)
    with pytest.raises(TooFewQuestionsError, match="first passage doesn't answer, but 20"):
        check_outcomes(PATH, np.array([1.0] * 70 + [0.0] * 19))
    check_enough(PATH, 40, 40)


def test_a_confidence_that_means_nothing_is_refused() -> None:
    confidence, right = questions(400, -1.0, 0.0)
    with pytest.raises(UnfitConfidenceError, match="citewell evaluate mine"):
        fit_calibration(PATH, confidence, right)


def test_calibrating_keeps_the_order_and_the_ends() -> None:
    calibration = Calibration(0.7, 0.3)
    found = [calibration.apply(p) for p in np.linspace(0.001, 0.999, 200)]
    assert found == sorted(set(found))
    assert 0.0 < calibration.apply(0.0) < calibration.apply(1.0) < 1.0
    assert [AS_IT_IS.apply(p) for p in (0.0, 0.123456789, 1.0)] == [0.0, 0.123456789, 1.0]
    with pytest.raises(ValueError, match="slope of -1"):
        Calibration(-1.0, 0.0)


def test_a_calibration_worked_by_hand() -> None:
    # Even odds stay even without an intercept; odds of 3 become odds of 9 with a slope of 2.
    assert Calibration(2.0, 0.0).apply(0.5) == pytest.approx(0.5)
    assert Calibration(2.0, 0.0).apply(0.75) == pytest.approx(0.9)


def test_a_file_that_is_no_calibration_is_named(tmp_path: Path) -> None:
    assert load_calibration(None) == AS_IT_IS
    with pytest.raises(CalibrationError, match="No such file"):
        load_calibration(tmp_path / "absent.json")
    path = tmp_path / "c.json"
    path.write_text('{"slope": -1}')
    with pytest.raises(CalibrationError, match=r"c\.json: slope: .*greater than 0"):
        load_calibration(path)
