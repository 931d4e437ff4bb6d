"""Passages are slices of their document, and together they are all of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, Passage, Section, Span, split
from tests.corpus.strategies import count_words, documents


@given(documents(), st.integers(2, 40))
def test_passages_and_sentences_are_slices_of_their_document(document: Document, most: int) -> None:
    for passage in split(document, count_words, most):
        assert passage.span.of(document.text) == passage.text
        for number, sentence in enumerate(passage.sentences):
            assert sentence.of(document.text) == passage.sentence_text(number)
            assert passage.span.contains(sentence)


@given(documents(), st.integers(2, 40))
def test_passages_cover_each_section_without_gap_or_overlap(document: Document, most: int) -> None:
    covered = [p.span for p in split(document, count_words, most)]
    for section in document.sections:
        if section.body is None:
            continue
        own = [span for span in covered if section.body.contains(span)]
        covered = covered[len(own) :]
        assert own[0].start == section.body.start
        assert own[-1].end == section.body.end
        assert [a.end for a in own[:-1]] == [b.start for b in own[1:]]
    assert covered == []


@given(documents(), st.integers(4, 40))
def test_a_passage_is_longer_than_the_limit_only_for_one_long_sentence(
    document: Document, most: int
) -> None:
    for passage in split(document, count_words, most):
        words = sum(count_words([s.of(document.text) for s in passage.sentences]))
        assert words <= most or len(passage.sentences) == 1


def page(text: str) -> Document:
    section = Section(("Dose",), Span(0, 4), Span(6, len(text)))
    return Document(id="page", title="T", text=text, sections=(section,))


def test_a_section_that_fits_is_one_passage() -> None:
    (passage,) = split(page("Dose\n\nTake one. Take two."), count_words, 100)
    assert passage.text == "Take one. Take two."
    assert passage.id == "page:6-25"
    assert passage.section == ("Dose",)


def test_a_long_section_is_cut_at_sentence_ends_into_passages_of_like_length() -> None:
    text = "Dose\n\n" + " ".join(f"Take {n} of them now." for n in range(1, 5))
    texts = [p.text for p in split(page(text), count_words, 14)]
    # Three words go to the title and the section, which leaves eleven.
    assert texts == [
        "Take 1 of them now. Take 2 of them now. ",
        "Take 3 of them now. Take 4 of them now.",
    ]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        (
            "Take one of them now. Do so daily.\n\nMay I eat?\n\nEat and drink as usual.",
            "May I eat?",
        ),
        (
            "Take one of them now. Do so daily.\n\nBring these:\n\n• a list\n• tablets",
            "Bring these:",
        ),
        ("Take one of them now. Do so daily.\n\nAge | Dose\n1–5 | 5 mg\n6+ | 9 mg", "Age | Dose"),
        ("Take one of them now. Do so daily.\n\nDoses\nAge | Dose\n1–5 | 5 mg", "Doses"),
    ],
)
def test_what_leads_to_the_next_line_is_not_left_behind(text: str, second: str) -> None:
    for most in range(11, 15):
        texts = [p.text for p in split(page(f"Dose\n\n{text}"), count_words, most)]
        (found,) = [t for t in texts if second in t]
        assert found.strip() != second
        assert not found.strip().endswith(f"\n{second}")


def test_a_passage_whose_text_is_not_as_long_as_its_span_does_not_exist() -> None:
    with pytest.raises(ValueError, match="the text is 3 long"):
        Passage("page", Span(0, 4), "abc", (), (Span(0, 3),))


@pytest.mark.parametrize("sentences", [(), (Span(0, 9),), (Span(2, 4), Span(3, 5))])
def test_a_passage_with_sentences_out_of_place_does_not_exist(sentences: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match="sentence"):
        Passage("page", Span(0, 5), "abcde", (), sentences)
