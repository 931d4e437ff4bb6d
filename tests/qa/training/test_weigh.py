import json
from pathlib import Path

import numpy as np
import pytest

from qa.calibration import AS_IT_IS
from qa.pipeline import Assistant
from qa.ranking import Rereader
from qa.ranking.rereading import ALWAYS, ORDER, TRUST
from qa.training.weigh import Asked, Part, TooFewQuestionsError, order_weight, weigh

ALIKE = np.ones(400)


def asked(count: int, answerable: float, knows: float, seed: int = 1) -> list[Asked]:
    """Return made questions of 4 passages, whose reader `knows` which one answers by so much."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        right = np.zeros(4, dtype=bool)
        right[rng.integers(4)] = number < answerable * count
        signals = rng.normal(size=(4, 2)).astype(np.float32)
        signals[:, 1] += knows * right
        known, judged = signals.T
        trust = np.column_stack([known, np.ones(4), known, judged]).astype(np.float32)
        made.append(Asked(signals, trust, right, whole=judged, closer=judged + 0.5))
    return made


def test_a_reader_that_knows_counts_and_one_that_guesses_does_not() -> None:
    assert order_weight(asked(400, 1.0, 3.0), ALIKE) > 1.0
    assert order_weight(asked(400, 1.0, 0.0), ALIKE) < 0.2


def test_the_weights_are_read_back_as_they_were_fitted(
    tmp_path: Path, assistant: Assistant
) -> None:
    questions = asked(400, 0.5, 3.0)
    weigh({"made": Part(questions, 400.0)}, "made questions", tmp_path)
    read = Rereader.load(assistant.ranker, None, tmp_path, AS_IT_IS, 0.5)  # type: ignore[arg-type]
    assert read.order.weights.tolist() == pytest.approx(
        [1.0, order_weight(questions, ALIKE)], abs=1e-3
    )
    assert json.loads((tmp_path / TRUST).read_text())["made"]["answerable"] == 200
    best = np.array([one.trust[np.argmax(read.order(one.order))] for one in questions])
    trusted = read.trust(best)
    right = np.array([one.right[np.argmax(read.order(one.order))] for one in questions])
    assert trusted[right].mean() > trusted[~right].mean() + 1.0
    assert set(json.loads((tmp_path / ORDER).read_text())["signals"]) == {"score", "reader"}
    assert read.outlook.rise == pytest.approx(
        1.0
    )  # What a closer look adds, twice: it counts half.
    late = np.concatenate([one.whole[ALWAYS:] for one in questions])
    assert (late > read.outlook.high).mean() == pytest.approx(0.01, abs=0.003)


def test_a_set_counts_what_it_is_said_to_count_however_many_questions_it_has(
    tmp_path: Path,
) -> None:
    guessing, knowing = asked(400, 0.5, 0.0, seed=2), asked(200, 0.5, 3.0)
    for name, counts in (("little", 1.0), ("much", 4000.0)):
        parts = {"guessing": Part(guessing, 400.0), "knowing": Part(knowing, counts)}
        weigh(parts, "made", tmp_path / name)
    little, much = (
        json.loads((tmp_path / name / TRUST).read_text())["signals"]["reader"]
        for name in ("little", "much")
    )
    assert abs(little) < 0.3
    assert much > 1.0


@pytest.mark.parametrize("answerable", [0.02, 0.98])
def test_too_few_of_either_kind_are_refused(answerable: float, tmp_path: Path) -> None:
    with pytest.raises(TooFewQuestionsError, match="at least 50 of each"):
        weigh({"made": Part(asked(200, answerable, 1.0), 200.0)}, "made", tmp_path)
    assert not list(tmp_path.iterdir())
