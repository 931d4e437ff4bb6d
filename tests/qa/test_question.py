"""A question is made safe to handle, never reworded."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import QuestionTooLongError
from qa.question import MOST_CHARACTERS, clean, folded, has_words


@given(st.text(max_size=200))
def test_a_clean_question_can_be_written_as_utf8_and_cleaned_again(question: str) -> None:
    cleaned = clean(question)
    json.dumps(cleaned, ensure_ascii=False).encode("utf-8")
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("question", ["What is MS?", "¿Qué es la EM?", "ما هو", "5 < 6 & <b>"])
def test_what_a_keyboard_types_is_left_alone(question: str) -> None:
    assert clean(f"  {question}\t") == question


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u202e"])
def test_what_cannot_be_seen_cuts_no_word_in_two(unseen: str) -> None:
    assert clean(unseen.join("What is MS?")) == "What is MS?"


@given(st.text(max_size=200))
def test_a_folded_question_is_folded_once_and_for_all(question: str) -> None:
    assert folded(folded(question)) == folded(question)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("ＭＳ？", "MS?"), ("e\u0301te\u0301", "été"), ("Ocrevus™", "Ocrevus"), ("ما هو", "ما هو")],
)
def test_letters_are_read_in_their_plain_form(typed: str, read: str) -> None:
    assert folded(typed) == read


def test_the_limit_counts_characters() -> None:
    assert clean("é" * MOST_CHARACTERS) == "é" * MOST_CHARACTERS
    with pytest.raises(QuestionTooLongError, match="2001 characters"):
        clean("é" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize(
    ("question", "words"), [("", False), ("?! …", False), ("🙂", False), ("5", True)]
)
def test_words_are_letters_or_digits(question: str, words: bool) -> None:
    assert has_words(question) is words
