from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Span
from qa.reader.view import most_alike, view

TEXT = "Cats sleep. Dogs bark at night. Birds sing at dawn. Fish swim in the pond."


def sentences(text: str) -> list[Span]:
    spans, start = [], 0
    for part in text.split(". "):
        end = min(len(text), start + len(part) + 1)
        spans.append(Span(start, end))
        start = end + 1
    return spans


def test_a_passage_that_fits_is_read_whole() -> None:
    assert view("anything", TEXT, sentences(TEXT), 500).of(TEXT) == TEXT


def test_a_long_passage_is_read_around_the_sentence_with_most_of_the_words() -> None:
    spans = sentences(TEXT)
    assert most_alike("when do birds sing", TEXT, spans) == 2
    assert view("when do birds sing", TEXT, spans, 25).of(TEXT) == "Birds sing at dawn."
    assert view("when do birds sing", TEXT, spans, 50).of(TEXT) == (
        "Birds sing at dawn. Fish swim in the pond."
    )


def test_the_first_sentence_wins_a_tie() -> None:
    assert most_alike("nothing shared", TEXT, sentences(TEXT)) == 0


@settings(deadline=None)
@given(st.text("catdogbird ", max_size=30), st.integers(1, 90))
def test_a_view_starts_and_ends_with_sentences_and_keeps_to_its_room(
    question: str, room: int
) -> None:
    spans = sentences(TEXT)
    seen = view(question, TEXT, spans, room)
    assert seen.start in {span.start for span in spans}
    assert seen.end in {span.end for span in spans}
    assert seen.end - seen.start <= room or seen in spans
    assert seen.contains(spans[most_alike(question, TEXT, spans)])
