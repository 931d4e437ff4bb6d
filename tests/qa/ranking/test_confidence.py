import numpy as np
import pytest

from index import OpenIndex
from qa.query import Interpreter
from qa.ranking.confidence import (
    CONFIDENCE_SIGNALS,
    _has_number,
    _missing_numbers,
    confidence_signals,
)
from tests.qa.ranking.test_evidence import found, index, row_of

__all__ = ["index"]


def signals(index: OpenIndex, question: str, document: str) -> dict[str, float]:
    query = Interpreter.of(index).interpret(question).query
    evidence = found(index, question)
    place = row_of(index, evidence, document)
    scores = evidence.signal("passage_cosine")
    text = index.passage(int(evidence.rows[place])).text
    row = confidence_signals(query, evidence, scores, place, text)
    return dict(zip(CONFIDENCE_SIGNALS, row.tolist(), strict=True))


def test_a_word_that_stands_nowhere_speaks_against_an_answer(index: OpenIndex) -> None:
    known = signals(index, "flu vaccine autumn", "vaccine")
    unknown = signals(index, "flu vaccine Medicare", "vaccine")
    assert known["unknown_share"] == known["rarest_missing"] == 0.0
    assert unknown["unknown_share"] > 0.3
    assert unknown["rarest_missing"] > 0.3


def test_an_amount_is_asked_of_a_passage_without_a_number(index: OpenIndex) -> None:
    assert signals(index, "How many vaccines are given?", "vaccine")["amount_without_number"] == 1.0
    assert signals(index, "Who is given the vaccine?", "vaccine")["amount_without_number"] == 0.0


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("Is 300 mg safe?", "Take 300 mg.", 0.0),
        ("Is 40 or 50?", "It is 40.", 0.5),
        ("Is it?", "", 0),
    ],
)
def test_numbers_of_the_question_are_looked_for(question: str, text: str, share: float) -> None:
    assert _missing_numbers(question, text) == share


def test_a_number_in_words_is_a_number() -> None:
    assert _has_number("Take it twice.")
    assert not _has_number("Take it often.")


def test_the_lead_is_over_the_best_of_the_others(index: OpenIndex) -> None:
    first = signals(index, "flu vaccine autumn", "vaccine")
    other = signals(index, "flu vaccine autumn", "fever")
    assert first["lead"] == pytest.approx(first["cosine_lead"])
    assert other["lead"] < 0 < first["lead"]
    assert np.isfinite(list(other.values())).all()
