import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Span
from qa.training.example import Example, held_out

PASSAGE = "Rollo was a Viking. He became the ruler of Normandy. He died in 930."


def example(*answers: str) -> Example:
    spans = tuple(Span(PASSAGE.index(a), PASSAGE.index(a) + len(a)) for a in answers)
    return Example("made", "Normans", "Who was Rollo?", PASSAGE, "Normans", spans)


def test_a_cut_keeps_the_answers_inside_it_in_their_new_place() -> None:
    part = Span(PASSAGE.index("He became"), PASSAGE.index(" He died"))
    cut = example("Viking", "Normandy").cut(part)
    assert cut.passage == "He became the ruler of Normandy."
    assert [span.of(cut.passage) for span in cut.answers] == ["Normandy"]


def test_a_cut_without_the_answer_does_not_answer() -> None:
    assert not example("Viking").cut(Span(20, 52)).answerable


def test_a_piece_of_a_passage_that_answers_as_a_whole_answers() -> None:
    text = "This page is about the treatment. " * 10
    whole = Example("made", "d", "How is it treated?", text, "", (Span(0, len(text)),))
    cut = whole.cut(Span(34, 136))
    assert cut.answers == (Span(0, 102),)


@settings(deadline=None)
@given(st.sets(st.text(min_size=1, max_size=8), min_size=2, max_size=40), st.floats(0.05, 0.9))
def test_what_is_held_out_depends_on_names_alone(names: set[str], share: float) -> None:
    held = held_out(names, share, "salt")
    assert held == held_out(sorted(names, reverse=True) * 2, share, "salt")
    assert held <= names
    assert len(held) == -(-len(names) * share // 1) or abs(len(held) - len(names) * share) < 1


def test_an_answer_outside_its_passage_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves the passage"):
        Example("made", "d", "Who?", "short", "", (Span(2, 40),))
