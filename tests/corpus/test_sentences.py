"""Sentences end where a reader of health text would end them."""

import pytest
from hypothesis import given

from corpus.sentences import sentence_spans
from tests.corpus.strategies import TEXTS


@pytest.mark.parametrize(
    "sentences",
    [
        ["Eat fruit, e.g. apples or pears, every day.", "Drink water."],
        ["Interferon vs. glatiramer was studied.", "Both worked."],
        ["Ask Dr. Smith about it.", "She knows."],
        ["It takes approx. 20 minutes.", "Then rest."],
        ["Take 0.5 mg daily.", "Do not take more."],
        ["CAR T-cell therapy is new.", "T-cells are white blood cells."],
        ["It is given i.v. every 6 months.", "It is given i.m. too."],
        ["The dose is 5 mg/kg b.i.d. for max. 14 days, incl. weekends.", "Stop then."],
        ["Is it safe?", "Yes!", "Most people (approx. 9 in 10) are fine."],
        ["Prof. Dr. Müller agreed.", "Mr. Jones did not."],
        ["St. John's wort can interact with it.", "Avoid it."],
        ["See section 3.1.", "The risk is 1 in 1,000.", "That is rare."],
        ["Don't stop.", "You can't drive."],
        ["Lyme disease comes from B. burgdorferi.", "E. coli lives in the gut."],
        ["Your goal is less than 100 mg/dL.", "If it is more, ask us."],
        ["The dose is max. 4 g.", "Do not take more."],
        ["We open from 8 a.m. to 8 p.m.", "Ask at the desk."],
        ["There are types I and II.", "People with type I have it from birth."],
        ["Ask your G.P.", "She will know."],
        ["It is given at 8 a.m. every day, as in the U.S. Army."],
        ["The U.S. Food and Drug Administration approved it.", "Then others did."],
    ],
    ids=lambda sentences: sentences[0],
)
def test_abbreviations_and_numbers_do_not_end_a_sentence(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [span.of(text) for span in sentence_spans(text)] == sentences


def test_a_blank_line_ends_a_sentence() -> None:
    text = "no full stop here\n\nNor here"
    assert [span.of(text) for span in sentence_spans(text)] == ["no full stop here", "Nor here"]


def test_every_item_of_a_list_and_row_of_a_table_is_a_sentence_of_its_own() -> None:
    text = "Tell us about:\n• fever. Or chills\n  over 38 °C\n  • rash\n2. pain\nDose | 5 mg\nNone"
    assert [span.of(text) for span in sentence_spans(text)] == [
        "Tell us about:",
        "• fever.",
        "Or chills\n  over 38 °C",
        "• rash",
        "2. pain",
        "Dose | 5 mg",
        "None",
    ]


def test_a_row_of_a_table_is_whole_whatever_ends_inside_it() -> None:
    rows = ["Age | How much? | How often?", "1–5 | 5 ml. Shake it. | Max. 4 times a day"]
    text = "\n".join(["Doses.", *rows])
    assert [span.of(text) for span in sentence_spans(text)] == ["Doses.", *rows]


def test_a_row_with_paragraphs_in_it_is_cut_at_their_sentences() -> None:
    row = "Rash | " + " ".join(["It may itch for some days."] * 20)
    assert len(sentence_spans(row)) == 20


def test_text_without_a_word_has_no_sentence() -> None:
    assert sentence_spans(" \n\n \t\n") == []


@given(TEXTS)
def test_sentences_are_trimmed_in_order_and_leave_out_only_white_space(text: str) -> None:
    spans = sentence_spans(text)
    end = 0
    for span in spans:
        assert not text[end : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
    assert not text[end:].strip()
