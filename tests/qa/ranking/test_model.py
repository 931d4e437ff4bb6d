import json
from pathlib import Path

import numpy as np
import pytest

from qa.errors import WeightsError
from qa.ranking.confidence import DECIDED_SIGNALS, UNDECIDED_SIGNALS
from qa.ranking.evidence import SENTENCE_SIGNALS
from qa.ranking.model import (
    CONFIDENCE,
    HIGHLIGHT,
    RANKING,
    RANKING_NAMED,
    RANKING_UNNAMED,
    UNDECIDED,
    LinearModel,
    load_model,
)
from qa.ranking.order import DECIDED_ORDER, UNDECIDED_ORDER

BUNDLED = {
    RANKING: DECIDED_ORDER,
    RANKING_NAMED: UNDECIDED_ORDER,
    RANKING_UNNAMED: UNDECIDED_ORDER,
    HIGHLIGHT: SENTENCE_SIGNALS,
    CONFIDENCE: DECIDED_SIGNALS,
    UNDECIDED: UNDECIDED_SIGNALS,
}


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bundled_weights_fit_their_signals_and_say_how_they_were_made(name: str) -> None:
    load_model(name, BUNDLED[name])
    file = Path("qa/ranking/weights") / name
    made = json.loads(file.read_text(encoding="utf-8"))["made"]
    assert {"date"} <= set(made)


def test_shares_add_up_to_the_score() -> None:
    model = LinearModel(("a", "b"), np.array([2.0, -1.0], dtype=np.float32), 0.0)
    row = np.array([0.5, 3.0], dtype=np.float32)
    assert model.shares(row[None]) == [{"a": 1.0, "b": -3.0}]
    assert float(model(row)) == sum(model.shares(row[None])[0].values())


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("{", "can't be read"),
        ('{"about": "", "made": {}, "signals": {"other": 1.0}}', "other signals"),
    ],
)
def test_weights_that_do_not_fit_are_refused(content: str, found: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WeightsError, match=found):
        load_model(RANKING, DECIDED_ORDER, path)


def test_a_model_among_other_signals_weighs_its_own_alone() -> None:
    model = LinearModel(("a", "b"), np.array([2.0, -1.0], dtype=np.float32), 0.5)
    wider = model.among(("b", "c", "a"))
    row = np.array([3.0, 99.0, 0.5], dtype=np.float32)
    assert float(wider(row)) == float(model(row[[2, 0]]))


def test_a_mixture_scores_between_its_parts() -> None:
    one = LinearModel(("a", "b"), np.array([2.0, -1.0], dtype=np.float32), 0.5)
    other = LinearModel(("a", "b"), np.array([0.0, 4.0], dtype=np.float32), 0.0)
    row = np.array([3.0, 0.5], dtype=np.float32)
    mixed = one.mixed(other, 0.25)
    assert float(mixed(row)) == pytest.approx(0.25 * float(one(row)) + 0.75 * float(other(row)))
