"""A pin ties a question to words of a page, and breaks where those words change."""

from pathlib import Path

import pytest

from corpus import CitewellError, Document, SourceError, Span, read_sources, split
from corpus.errors import PinError
from corpus.pins import Pin, passage_with, place_of, read_curation, read_pins
from corpus.questions import question_key
from tests.corpus.strategies import count_words, write

PAGE = "# Fever\n\nDrink water.\n\n## Dose\n\nTake 5 mg. Drink water.\n\n## Care\n\nRest.\n"


def page(tmp_path: Path) -> Document:
    (document,) = read_sources([write(tmp_path, "fever.md", PAGE)])
    return document


def pin(quote: str, section: tuple[str, ...] = ()) -> Pin:
    return Pin(question="How much?", document="fever", quote=quote, section=section)


def test_pins_are_read_from_beside_the_pages(tmp_path: Path) -> None:
    write(tmp_path, "a/fever.md", PAGE)
    write(
        tmp_path,
        "a/pins.toml",
        '[[pin]]\nquestion = "How much?"\nvariants = ["What dose?"]\ndocument = "a-fever"\n'
        'quote = "Take 5 mg."\nsection = ["Dose"]\n',
    )
    expected = Pin(
        question="How much?",
        variants=("What dose?",),
        document="a-fever",
        quote="Take 5 mg.",
        section=("Dose",),
    )
    assert read_pins([tmp_path]) == (expected,)
    assert read_pins([tmp_path / "a" / "fever.md"]) == (expected,)
    assert expected.keys == ("how much", "what dose")


@pytest.mark.parametrize(
    "question", ["what’s the DOSE", "What's the dose?", " what s the dose…", "What’s the ｄｏｓｅ?"]
)
def test_case_punctuation_and_width_make_no_other_question(question: str) -> None:
    assert question_key(question) == "what s the dose"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[[pin]]\nquestion = "Q"\n', "'pin.1.document' is not usable"),
        ('[[pins]]\nquestion = "Q"\n', "'pins' is not usable: it is not known"),
        ('[pin]\nquestion = "Q"\n', r"'pin' is not usable: write \[\[pin\]\]"),
        (
            '[[pin]]\nquestion="Q"\ndocument="d"\nquote="q"\nunanswered=["x"]\n',
            r"'pin.1.unanswered' is not usable: it is not known; `unanswered` stands above the",
        ),
        (
            '[[pin]]\nquestion="Q"\ndocument="d"\nquote="q"\nsection="H"\n',
            r"""'pin.1.section' is not usable: write \["one", "two"\]""",
        ),
        ("[[pin]", "it can't be read"),
        ('[[pin]]\nquestion="?"\ndocument="d"\nquote="q"\n', "has no words"),
        ('[[pin]]\nquestion="Q"\ndocument="d"\nquote="q"\n' * 2, "'q' stands there twice"),
        ('unanswered = ["q?"]\n[[pin]]\nquestion="Q"\ndocument="d"\nquote="q"\n', "there twice"),
        ('unanswered = ["?"]\n', "has no words"),
        ('unanswered = "What?"\n', "'unanswered' is not usable"),
    ],
)
def test_pins_that_can_not_be_used_stop_everything(tmp_path: Path, text: str, found: str) -> None:
    write(tmp_path, "pins.toml", text)
    with pytest.raises(CitewellError, match=found):
        read_pins([tmp_path])


def test_the_pinned_words_are_found_where_they_stand(tmp_path: Path) -> None:
    document = page(tmp_path)
    place = place_of(pin("Drink water.", ("Dose",)), document)
    assert place.of(document.text) == "Drink water."
    assert place.start == document.text.rindex("Drink water.")
    passages = split(document, count_words, 100)
    assert passages[passage_with(pin("Drink water."), place, passages)].section == ("Dose",)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (pin("Take 10 mg."), "no longer stands in 'fever'"),
        (pin("Take 5 mg.", ("Care",)), "no longer stands in 'fever' under 'Care'"),
        (pin("Drink water."), "stands 2 times in 'fever'"),
        (pin("Dose"), "no longer stands"),
    ],
)
def test_words_that_do_not_stand_once_in_the_text_are_an_error(
    tmp_path: Path, wanted: Pin, found: str
) -> None:
    with pytest.raises(PinError, match=found) as raised:
        place_of(wanted, page(tmp_path))
    assert raised.value.remedy


def test_a_quote_over_two_passages_is_an_error(tmp_path: Path) -> None:
    document = page(tmp_path)
    with pytest.raises(PinError, match="runs over two passages"):
        passage_with(pin("x"), Span(0, len(document.text)), split(document, count_words, 4))


def test_a_pins_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    write(tmp_path, "pins.toml", b"\xff")
    with pytest.raises(SourceError, match=r"pins\.toml"):
        read_pins([tmp_path])


def test_questions_without_an_answer_are_read_beside_the_pins(tmp_path: Path) -> None:
    write(tmp_path, "a/pins.toml", 'unanswered = ["What does it cost?"]\n')
    write(tmp_path, "b/pins.toml", 'unanswered = [" Who pays? "]\n')
    assert read_curation([tmp_path]).unanswered == ("What does it cost?", "Who pays?")
