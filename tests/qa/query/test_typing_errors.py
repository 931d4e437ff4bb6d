"""What the readings of misspelt and of correct words are worth, on a small sample."""

import pytest

from qa.pipeline import Assistant
from tests.benchmarks.typing_errors import correct_words, read_correct, search_mistyped
from tests.public_sets import needs_public_sets


@needs_public_sets
def test_questions_with_a_slip_find_what_they_find_without(assistant: Assistant) -> None:
    found = search_mistyped(assistant, each=20, seed=3)
    alike = found.first["all"]
    assert len(alike) == 100
    # 77 of them did before anything was searched for besides what was typed.
    assert sum(alike) >= 85


@needs_public_sets
@pytest.mark.parametrize("name", ["hpo_lay_terms", "medicationqa, drugs"])
def test_correct_words_are_not_repaired(name: str, assistant: Assistant) -> None:
    speller = assistant.interpreter.speller
    n, repaired, guessed = read_correct(speller, name, correct_words()[name])
    assert n > 400
    assert repaired == 0
    assert guessed / n < 0.06
