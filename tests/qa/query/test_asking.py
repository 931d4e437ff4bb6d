import numpy as np
import pytest

from qa.query.asking import asking_part, compared


@pytest.mark.parametrize(
    ("story", "asks"),
    [
        ("what is ms", "what is ms"),
        ("What is MS? Thanks!", "What is MS? Thanks!"),
        ("My son fell ill in May. What is MS? He is 20.", "What is MS?"),
        ("What is it? I forgot to ask. Can it be cured?", "What is it? Can it be cured?"),
        ("I was told in May. Tell me about relapses", "Tell me about relapses"),
        ("He takes 1.5 mg a day\nis that usual", "is that usual"),
        ("", ""),
    ],
)
def test_the_asking_part_of_a_story_is_its_questions_or_its_end(story: str, asks: str) -> None:
    assert asking_part(story) == asks


def test_a_story_is_compared_as_itself_drawn_a_little_towards_what_it_asks() -> None:
    whole, part = np.eye(2, dtype=np.float32)
    story = compared("a", "b", whole, part)
    assert story.vector @ story.vector == pytest.approx(1.0)
    assert story.vector[1] / story.vector[0] == pytest.approx(0.25)
    assert story.wordings == ((0.8, "a"), (0.2, "b"))
    alone = compared("a", "a", whole, part)
    assert alone.vector is whole
    assert alone.wordings == ((1.0, "a"),)
