import numpy as np
import pytest

from qa.ranking.evidence import SENTENCE_SIGNALS
from qa.ranking.highlight import PAIR_MARGIN, Highlighter, best
from qa.ranking.model import LinearModel

FIRST = LinearModel(
    SENTENCE_SIGNALS, np.array([1.0, *[0.0] * (len(SENTENCE_SIGNALS) - 1)], dtype=np.float32), 0.0
)
NEAR, FAR = PAIR_MARGIN * 0.9, PAIR_MARGIN * 1.1


@pytest.mark.parametrize(
    ("scores", "marked"),
    [
        ([5.0], (0, 0)),
        ([1.0, 5.0, 1.0], (1, 1)),
        ([5.0 - NEAR, 5.0, 1.0], (0, 1)),
        ([5.0 - FAR, 5.0, 5.0 - NEAR], (1, 2)),
        # Only neighbours are marked together: what stands between would be marked unread.
        ([5.0 - NEAR, 0.0, 5.0], (2, 2)),
    ],
)
def test_one_sentence_is_marked_or_two_that_adjoin(
    scores: list[float], marked: tuple[int, int]
) -> None:
    sentences = np.zeros((len(scores), len(SENTENCE_SIGNALS)), dtype=np.float32)
    sentences[:, 0] = scores
    assert best(Highlighter(FIRST).scores(sentences)) == marked
