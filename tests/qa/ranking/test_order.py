"""The order near decided questions, and far from them with and without headings that name it."""

from dataclasses import replace

import numpy as np
import pytest

from qa.ranking.evidence import SENTENCE_SIGNALS, SIGNALS, Evidence
from qa.ranking.model import LinearModel
from qa.ranking.order import Order


def one(signal: str) -> LinearModel:
    return LinearModel((signal,), np.ones(1, dtype=np.float32), 0.0).among(SIGNALS)


ORDER = Order(
    decided=one("expected"),
    named=one("context_coverage"),
    unnamed=one("mean_token_cosine"),
)


def evidence(expectable: list[float], unanswered: float = 0.0) -> Evidence:
    """Three passages; the first is nearest, the second is expected, the third met by tokens."""
    passages = np.zeros((3, len(SIGNALS)), dtype=np.float32)
    for place, signal in enumerate(("passage_cosine", "expected", "mean_token_cosine")):
        passages[place, SIGNALS.index(signal)] = 0.5
    return Evidence(
        rows=np.arange(3),
        passages=passages,
        sentences=np.zeros((3, len(SENTENCE_SIGNALS)), dtype=np.float32),
        firsts=np.arange(4),
        said=np.zeros((3, 0), dtype=np.float32),
        expectable=np.array(expectable, dtype=np.float32),
        expected_anywhere=0.0,
        unanswered=unanswered,
    )


@pytest.mark.parametrize(
    ("found", "scores"),
    [
        (evidence([0.0, 1.0, 1.0]), [0.0, 0.0, 0.25]),
        (evidence([1.0, 0.0, 0.0]), [0.0, 0.5, 0.0]),
        (evidence([0.0, 0.0, 0.0], unanswered=0.5), [0.0, 0.25, 0.125]),
    ],
)
def test_decisions_that_reach_the_nearest_passage_choose_the_weights_for_all(
    found: Evidence, scores: list[float]
) -> None:
    assert ORDER.scores(found).tolist() == pytest.approx(scores)


@pytest.mark.parametrize(
    ("likest", "scores"),
    [
        (0.2, [0.0, 0.5, 0.25]),
        (0.3, [0.0, 0.5, 0.25]),
        (0.5, [0.0, 0.75, 0.125]),
        (0.7, [0.0, 1.0, 0.0]),
        (0.9, [0.0, 1.0, 0.0]),
    ],
)
def test_the_likest_heading_chooses_the_weights_for_all_far_from_decisions(
    likest: float, scores: list[float]
) -> None:
    found = evidence([0.0, 0.0, 0.0])
    found.passages[0, SIGNALS.index("context_cosine")] = likest
    found.passages[1, SIGNALS.index("context_coverage")] = 1.0
    assert ORDER.scores(found).tolist() == pytest.approx(scores, abs=1e-6)


def test_nothing_found_has_no_order() -> None:
    found = evidence([0.0, 0.0, 0.0])
    nothing = replace(found, rows=found.rows[:0], passages=found.passages[:0])
    assert ORDER.scores(nothing).tolist() == []
