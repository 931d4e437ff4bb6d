import numpy as np
import pytest

from corpus import Span
from qa.reader import ReaderInput, Reading
from qa.reader.bundled import UNREAD, reading_of
from qa.reader.tokens import Tokens

# [CLS] aa bb cc [SEP] over the text "aa bb cc", whose sentences are "aa bb" and "cc".
TOKENS = Tokens(
    ids=np.array([101, 1, 2, 3, 102]),
    starts=np.array([-1, 0, 3, 6, -1]),
    ends=np.array([-1, 2, 5, 8, -1]),
)
SENTENCES = (Span(0, 5), Span(6, 8))


def test_a_reading_follows_from_the_logits_by_hand() -> None:
    logits = np.log(np.array([2.0, 99.0, 1.0, 2.0, 5.0, 99.0], dtype=np.float32))
    reading = reading_of(logits, TOKENS, SENTENCES)
    assert reading.logit == pytest.approx(np.log(8 / 2))
    assert reading.probability == pytest.approx(0.8)
    assert reading.shares == pytest.approx((3 / 8, 5 / 8))
    assert reading.best == 1


def test_a_sentence_outside_the_part_that_was_read_has_no_share() -> None:
    logits = np.zeros(6, dtype=np.float32)
    spans = (Span(0, 9), Span(10, 15), Span(16, 18))
    reading = reading_of(logits, TOKENS, spans, offset=10)
    assert reading.shares == pytest.approx((0.0, 2 / 3, 1 / 3))


def test_a_passage_without_a_readable_token_does_not_answer() -> None:
    nothing = Tokens(np.array([101, 102]), np.array([-1, -1]), np.array([-1, -1]))
    assert reading_of(np.zeros(3, dtype=np.float32), nothing, SENTENCES) == Reading(
        UNREAD, (0.0, 0.0)
    )


def test_a_huge_logit_is_a_probability_all_the_same() -> None:
    assert Reading(900.0, (1.0,)).probability == 1.0
    assert Reading(-900.0, (1.0,)).probability == 0.0


@pytest.mark.parametrize(
    "sentences", [(), (Span(0, 4), Span(3, 5)), (Span(0, 99),)], ids=["none", "overlap", "outside"]
)
def test_sentences_that_do_not_fit_the_text_are_refused(sentences: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match="sentence"):
        ReaderInput("short text", sentences)
