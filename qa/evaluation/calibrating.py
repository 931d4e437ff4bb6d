"""From a publisher's labelled questions to its calibration."""

from pathlib import Path

from qa.calibration import FittedCalibration
from qa.evaluation.fitting import check_enough, check_outcomes, fit
from qa.evaluation.measures import ECE, columns_of
from qa.evaluation.reading import read_labelled
from qa.evaluation.running import Bench, run_set


def calibrate_on(bench: Bench, path: Path) -> FittedCalibration:
    """Ask every question of `path` and fit; raises an EvaluationError where that can't be done."""
    questions = read_labelled(path)
    answerable = sum(question.answerable for question in questions.questions)
    unanswerable = len(questions.questions) - answerable
    check_enough(path, answerable, unanswerable)
    found = run_set(bench, questions)
    confidence, right = columns_of(found.rows, ECE)
    check_outcomes(path, right)
    fitted = fit(path, confidence, right)
    return FittedCalibration(
        slope=fitted.calibration.slope,
        intercept=fitted.calibration.intercept,
        questions=questions.name,
        questions_sha256=questions.sha256,
        index_version=found.index_version,
        answerable=answerable,
        unanswerable=unanswerable,
        right=int(right.sum()),
        ece_before=fitted.ece_before,
        ece_after=fitted.ece_after,
    )
