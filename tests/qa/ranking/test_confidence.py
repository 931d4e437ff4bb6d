from dataclasses import replace

import numpy as np
import pytest

from index import OpenIndex
from qa.query import Interpreter
from qa.ranking.confidence import (
    CONFIDENCE_SIGNALS,
    Confidence,
    Found,
    confidence_signals,
    has_number,
    missing_numbers,
)
from qa.ranking.evidence import Evidence
from qa.ranking.model import LinearModel
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
    assert missing_numbers(question, text) == share


def test_a_number_in_words_is_a_number() -> None:
    assert has_number("Take it twice.")
    assert not has_number("Take it often.")


def test_the_lead_is_over_the_best_of_the_others(index: OpenIndex) -> None:
    first = signals(index, "flu vaccine autumn", "vaccine")
    other = signals(index, "flu vaccine autumn", "fever")
    assert first["lead"] == pytest.approx(first["cosine_lead"])
    assert other["lead"] < 0 < first["lead"]
    assert np.isfinite(list(other.values())).all()


def test_a_title_counts_where_it_is_nearly_the_question(index: OpenIndex) -> None:
    assert signals(index, "vaccine", "vaccine")["title_match"] == pytest.approx(0.2, abs=1e-3)
    assert signals(index, "flu each autumn", "vaccine")["title_match"] == 0.0


def test_a_phrase_without_the_rarest_word_asked_for_is_incomplete(index: OpenIndex) -> None:
    assert signals(index, "flu vaccine autumn", "vaccine")["incomplete_phrase"] == 0.0
    assert signals(index, "flu vaccine Medicare", "vaccine")["incomplete_phrase"] > 0.1


def test_decisions_of_staff_choose_the_weights(index: OpenIndex) -> None:
    question = "flu vaccine autumn"
    query, none = Interpreter.of(index).interpret(question).query, found(index, question)
    place, names = row_of(index, none, "vaccine"), ("passage_cosine",)
    sure, unsure = (
        LinearModel(names, np.ones(1, dtype=np.float32), at).among(CONFIDENCE_SIGNALS)
        for at in (4.0, -4.0)
    )
    confidence = Confidence(decided=sure, undecided=unsure)

    def of(evidence: Evidence) -> float:
        scored = Found(query, evidence, evidence.signal("passage_cosine"))
        return confidence.of(scored, [place], ["Text."])[0]

    half = replace(none, expectable=np.full(len(none.rows), 0.5, dtype=np.float32))
    every = replace(none, expectable=np.ones(len(none.rows), dtype=np.float32))
    assert of(none) < 0.1 < of(half) < 0.9 < of(every)
    # What is like a question that staff said no page answers is decided about too.
    assert of(replace(none, unanswered=1.2)) == of(every)
