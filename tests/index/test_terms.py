import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import STOP_WORDS, Analyzer, words


def test_words_are_folded_and_possessives_dropped() -> None:
    assert words("The patient’s T-cells don't ﬁt; naïve?") == [
        *("the", "patient", "t", "cells", "dont", "fit", "naive"),
    ]


@given(st.text(st.sampled_from("aB'’\uff07 \u00e9-7"), max_size=12))
def test_plain_letters_are_folded_like_any_other(text: str) -> None:
    # A letter beyond ASCII takes the other path, and stands alone.
    assert words(f"{text} ж") == [*words(text), "ж"]


def test_a_question_and_a_page_meet_in_one_term() -> None:
    analyzer = Analyzer()
    assert analyzer.terms("Does it relapse?") == analyzer.terms("the relapses")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ocrevus™ and Tysabri® (BetaCare℠)", ["ocrevus", "and", "tysabri", "betacare"]),
        (
            "Steroids¹ help²³, at 10⁹ cells per m² of CO₂",
            "steroids help at 109 cells per m2 of co2",
        ),
        ("ocre\xadlizumab\u200b", ["ocrelizumab"]),
    ],
)
def test_no_sign_or_note_is_part_of_the_word_before_it(text: str, found: str | list[str]) -> None:
    assert words(text) == (found.split() if isinstance(found, str) else found)


def test_negation_and_numbers_are_kept() -> None:
    assert Analyzer().terms("not without 2 doses") == ["not", "without", "2", "dose"]


@given(st.text())
def test_every_pair_is_a_word_that_is_no_stop_word(text: str) -> None:
    kept = [word for word, _ in Analyzer().term_pairs(text)]
    assert kept == [word for word in words(text) if word not in STOP_WORDS]
