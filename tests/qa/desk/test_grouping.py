"""Questions are put together by meaning; with a hashing encoder what that is can be worked out."""

from index import Encoder
from qa.desk.grouping import Group, group
from tests.fakes import HashingEncoder


def test_nothing_and_one_question() -> None:
    assert group([], HashingEncoder()) == []
    assert group(["a", "a"], HashingEncoder()) == [Group(2, "a")]


def test_questions_of_the_same_words_are_one_group_and_the_largest_comes_first() -> None:
    asked = ["bread oven", "plane travel safe", "safe travel plane", "plane travel", "plane travel"]
    first, second = group(asked, HashingEncoder())
    # Cosines of 0.82: two words of three. The middle one is typed twice in other order.
    assert (first.count, second) == (4, Group(1, "bread oven"))
    assert first.example in asked[1:]


def test_every_question_is_counted_once() -> None:
    asked = [f"word{n % 7} word{n % 3}" for n in range(60)]
    assert sum(found.count for found in group(asked, HashingEncoder())) == 60


def test_real_questions_about_one_thing_come_together(encoder: Encoder) -> None:
    food = ["what should I eat", "is there a diet for ms", "which foods are bad with ms"]
    flying = ["can I travel by plane", "is it safe to fly with ms", "flying with ms"]
    heat = ["does hot weather make ms worse", "why is my ms worse in the heat", "heat and ms"]
    found = group([*food, *flying, *heat, *flying[:1]], encoder)
    assert sum(g.count for g in found) == 10
    assert len(found) <= 5
    assert found[0].count >= 3
