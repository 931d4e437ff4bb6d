"""What a text's words say is what its likeness to all the sentences comes to."""

from pathlib import Path

import numpy as np

from index.terms import Analyzer
from qa.routing.worded import Worded
from qa.routing.wording import parts, read_words, telling

TEXTS = (
    "should i take my tablets?",
    "should patients take the tablets",
    "i cannot take it any more",
    "what is it?",
)


def test_the_words_of_a_question_with_what_stands_at_its_edges() -> None:
    worded, pieces = parts(Analyzer(), "am i am i?")
    assert worded == ["am", "i", "?", "^ am", "am i", "i am", "i ?", "? ^"]
    assert pieces == ["#<am>", "#<i>", "#<?>"]


def test_pieces_of_a_mistyped_word_are_mostly_those_of_the_word() -> None:
    right, wrong = (set(parts(Analyzer(), text)[1]) for text in ("suicidal", "suicidall"))
    assert len(right & wrong) >= len(right) - 1


def test_one_sum_says_what_all_likenesses_together_do(tmp_path: Path) -> None:
    worded = Worded.of(TEXTS)
    pulls = np.array([[1.0, -0.5], [-2.0, 0.25], [0.5, 1.0], [-0.25, 3.0]])
    worded.write(pulls, tmp_path)
    names, numbers = ((tmp_path / f"words.{end}").read_bytes() for end in ("txt", "bin"))
    words = read_words(names, numbers, telling(1, len(TEXTS)))
    expected = worded.likeness() @ pulls
    for text, sums in zip(TEXTS, expected, strict=True):
        assert np.allclose(words.sums(text), sums, atol=1e-3)
    assert np.allclose(words.sums("unheard"), 0)
    assert np.allclose(words.sums(""), 0)


def test_the_rarer_a_part_the_more_telling() -> None:
    assert telling(1, 100) > telling(2, 100) > telling(100, 100) > 0
