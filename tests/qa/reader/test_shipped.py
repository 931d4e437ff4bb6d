"""The weights that ship: small, whole, and able to tell what similarity can't."""

import pytest

from corpus.sentences import sentence_spans
from qa.reader import BUNDLED, READER_WEIGHTS, Reader, ReaderInput, open_reader

GOUT = (
    "Gout is treated with rest, ice and anti-inflammatory medicines. An attack lasts about a week. "
    "It is caused by too much uric acid in the blood."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    opened = open_reader(BUNDLED)
    assert opened is not None
    return opened


def logit(reader: Reader, question: str) -> float:
    return reader.read(question, [ReaderInput(GOUT, tuple(sentence_spans(GOUT)), "Gout")])[0].logit


@pytest.mark.parametrize(
    ("answered", "sentence"),
    [
        ("How is gout treated?", 0),
        ("how long does a gout attack last", 1),
        ("What causes gout?", 2),
    ],
)
def test_it_marks_the_sentence_that_answers(reader: Reader, answered: str, sentence: int) -> None:
    (reading,) = reader.read(answered, [ReaderInput(GOUT, tuple(sentence_spans(GOUT)), "Gout")])
    assert reading.best == sentence


def test_it_tells_the_aspects_of_a_subject_apart(reader: Reader) -> None:
    asked = ("How is gout treated?", "how long does a gout attack last", "What causes gout?")
    missing = ("What does gout treatment cost?", "Who discovered gout?", "Can dogs get gout?")
    answered = [logit(reader, question) for question in asked]
    assert min(answered) > max(logit(reader, question) for question in missing)


def test_a_reading_is_the_same_beside_others(reader: Reader) -> None:
    question, flu = "How is gout treated?", "Flu is treated with rest. It lasts a week. Drink much."
    others = [ReaderInput(flu * n, tuple(sentence_spans(flu * n)), "Flu") for n in (1, 2, 5)]
    passage = ReaderInput(GOUT, tuple(sentence_spans(GOUT)), "Gout")
    (alone,) = reader.read(question, [passage])
    assert reader.read(question, [*others, passage])[-1] == alone


def test_it_is_loaded_once(reader: Reader) -> None:
    assert open_reader(BUNDLED) is reader


def test_the_weights_are_at_most_thirty_megabytes() -> None:
    assert sum(path.stat().st_size for path in READER_WEIGHTS.iterdir()) <= 30_000_000
