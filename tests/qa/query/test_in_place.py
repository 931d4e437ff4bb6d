"""Words weighed where they stand: what is found out of place, and what is left alone."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index import Encoder
from index.encoder import EmbeddedQuery
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.query.in_place import InPlace, Weighed, states_in_place
from tests.fakes import HashingEncoder

TUNE = Path("tests/questions/article_tune.jsonl")
BY_LISTS = Weighed(listed=1.0, typed=0.0, fit=0.0)


def test_a_state_is_that_of_the_reading_at_its_place() -> None:
    fake = HashingEncoder()
    text = "(is there a cute, for old dogs?"
    states = states_in_place(fake, text, (12, 16), ["cute", "cure", "a cure"])
    both = fake.vector("a") + fake.vector("cure")
    expected = [fake.vector("cute"), fake.vector("cure"), both / np.linalg.norm(both)]
    np.testing.assert_allclose(states, np.stack(expected), atol=1e-6)


def test_places_are_doubtful_in_the_order_of_their_words_doubt() -> None:
    fake = HashingEncoder()
    doubt = 2 * fake.vector("cute") + 3 * fake.vector("dogs")
    in_place = InPlace(fake, BY_LISTS, BY_LISTS, doubt, doubt, doubtful=1.5)
    text = "a cute one for dogs"
    places = [(0, 1), (2, 6), (7, 10), (11, 14), (15, 19)]
    assert in_place.doubtful_places(text, places) == [(15, 19), (2, 6)]
    assert in_place.doubtful_places("a one", [(0, 1), (2, 5)]) == []


def test_a_reading_weighs_by_lists_as_typed_and_by_its_fit() -> None:
    fake = HashingEncoder()
    known = Weighed(listed=0.5, typed=4.0, fit=3.0)
    unknown = Weighed(listed=2.0, typed=9.0, fit=0.0)
    in_place = InPlace(fake, known, unknown, fake.vector("cure"), fake.vector(""), 1.0)
    weighed = {"cute": -2.0, "cure": -6.0}
    sums = in_place.weigh("a cute", (2, 6), "cute", weighed)
    np.testing.assert_allclose(sums, [-1.0 + 4.0, -3.0 + 3.0], atol=1e-6)
    sums = in_place.weigh("a cuxe", (2, 6), "cuxe", weighed)
    np.testing.assert_allclose(sums, [-4.0, -12.0], atol=1e-6)


def test_a_reading_is_weighed_in_its_sentence_alone() -> None:
    fake = HashingEncoder()
    seen: list[str] = []

    class Listening(HashingEncoder):
        def embed_queries(self, queries: Sequence[str]) -> list[EmbeddedQuery]:
            seen.extend(queries)
            return super().embed_queries(queries)

    in_place = InPlace(Listening(), BY_LISTS, BY_LISTS, fake.vector("cure"), fake.vector(""), 1.0)
    in_place.weigh("I nod. A cute one? Yes.", (9, 13), "cute", {"cute": 0.0, "cure": 0.0})
    assert seen == ["A cute one?", "A cure one?"]


def test_nothing_is_weighed_by_an_encoder_that_nothing_was_fitted_for() -> None:
    assert InPlace.of(HashingEncoder()) is None


@pytest.mark.parametrize(
    ("text", "typed", "meant"),
    [
        ("how lon does the treatment last", "lon", "long"),
        ("is there a cute for multiple sclerosis", "cute", "cure"),
        ("heath insurance and immune therapy", "heath", "health"),
        ("can stress case a relapse", "case", "cause"),
    ],
)
def test_a_word_in_the_wrong_place_is_read_as_the_one_that_was_meant(
    text: str, typed: str, meant: str, assistant: Assistant
) -> None:
    read = assistant.interpreter.interpret(text)
    changed = [(change.typed, change.read) for change in (*read.repairs, *read.guesses)]
    assert changed == [(typed, meant)]
    by_itself = Interpreter.of(assistant.index).interpret(text)
    assert (by_itself.repairs, by_itself.guesses) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "that is a cute dog",
        "a walk over the heath",
        "in this case therapy helps",
        "Lasix or Lantus?",
        "what does the patent say",
        "sold cells",
        "aspirin lowers the fever",
    ],
)
def test_the_same_words_in_their_place_stay(text: str, assistant: Assistant) -> None:
    read = assistant.interpreter.interpret(text)
    assert (read.text, read.repairs, read.guesses) == (text, (), ())


def test_no_word_of_a_question_without_typing_errors_is_read_as_another(
    assistant: Assistant,
) -> None:
    rows = [json.loads(line) for line in TUNE.read_text(encoding="utf-8").splitlines()]
    asked = [row["question"] for row in rows if row["style"] != "typo"]
    by_itself = Interpreter.of(assistant.index)
    speller = assistant.interpreter.speller
    asked = asked[::4]  # All of them take a minute.
    assert len(asked) > 200
    changed = []
    for question in asked:
        read, before = assistant.interpreter.interpret(question), by_itself.interpret(question)
        new = {change.typed for change in (*read.repairs, *read.guesses)}
        new -= {change.typed for change in (*before.repairs, *before.guesses)}
        changed += [word for word in new if speller.is_english(word.lower())]
    assert changed == []


def test_half_way_a_token_is_seen_as_the_model_s_own_layer_sees_it(encoder: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    from index.model_files import BUNDLED_NAME, find_model

    model = SentenceTransformer(str(find_model(BUNDLED_NAME, None).folder), device="cpu")
    text = "is there a cute for ocrelizumab"
    bert = model[0]
    states = bert.auto_model(**bert.preprocess([text]), output_hidden_states=True).hidden_states
    own = states[3][0, 1:-1].detach().numpy()
    own /= np.linalg.norm(own, axis=1, keepdims=True)
    (embedded,) = encoder.embed_queries([text])
    np.testing.assert_allclose(embedded.halfway, own, atol=1e-4)
