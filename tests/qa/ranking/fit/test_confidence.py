import numpy as np

from qa.ranking.confidence import CONFIDENCE_SIGNALS, UNDECIDED_SIGNALS
from qa.ranking.fit.confidence import Judged, Part, fit_parts, folds_of

TELLING = "rarest_missing"


def rows(count: int) -> list[Judged]:
    """Passages that answer where one signal is low; every other signal is noise."""
    rng = np.random.default_rng(3)
    made = []
    for _ in range(count):
        signals = rng.normal(size=len(CONFIDENCE_SIGNALS)).astype(np.float32)
        answers = bool(signals[CONFIDENCE_SIGNALS.index(TELLING)] < 0)
        made.append(Judged(signals, answers))
    return made


def test_the_signal_that_tells_decides_and_unknown_rows_check_it() -> None:
    model, came = fit_parts({"one": Part(300.0, rows(600))}, UNDECIDED_SIGNALS)
    shares = dict(zip(model.names, np.abs(model.weights).tolist(), strict=True))
    assert max(shares, key=shares.__getitem__) == TELLING
    assert model.weights[UNDECIDED_SIGNALS.index(TELLING)] < 0
    assert came["answered, one"] > 0.9
    assert came["false answers, one"] < 0.1


def test_rows_of_one_group_are_never_fitted_on_and_checked_on_both() -> None:
    groups = [17, 3, 17, 4, 3, 17]
    folds = folds_of([r._replace(group=g) for r, g in zip(rows(6), groups, strict=True)])
    assert len({(group, int(fold)) for group, fold in zip(groups, folds, strict=True)}) == 3
    assert folds_of(rows(7)).tolist() == [0, 1, 2, 3, 4, 0, 1]
