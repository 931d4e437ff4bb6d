import random

import pytest

from corpus.sentences import sentence_spans
from qa.ranking.fit.medquad import ANSWERED, UNANSWERED, Article
from qa.training.aspects import AspectPairs
from qa.training.example import Example
from qa.training.rules import asked_elsewhere, gapped, spoilt
from qa.training.windows import LONGEST, window

PASSAGE = (
    "The Norman dynasty had a major political impact on medieval Europe. "
    "Rollo of Normandy signed the treaty of Saint-Clair in 911 after the siege of Chartres. "
    "His descendants conquered England in 1066 and the south of Italy before 1100."
)
ARTICLES = [
    Article("1", "Gout", "treatment", "What are the treatments for Gout?", "Rest and ice help."),
    Article("2", "Gout", "frequency", "How many people have Gout?", "Four in a hundred adults."),
    Article("3", "Mumps", "treatment", "What are the treatments for Mumps?", "Fluids and sleep."),
]


def passage() -> Example:
    return Example("made", "Normans", "-", PASSAGE, "Normans", ())


def test_a_gapped_sentence_asks_for_words_that_its_question_lacks() -> None:
    rng = random.Random(1)  # noqa: S311
    made = [gapped(passage(), sentence_spans(PASSAGE), rng) for _ in range(60)]
    questions = [example for example in made if example is not None]
    assert len(questions) > 30
    for example in questions:
        (answer,) = example.answers
        assert answer.of(PASSAGE) not in example.question


ROLLO = (
    "Rollo came from the north. Rollo signed a treaty with Charles in 911. "
    "The treaty gave the land of Normandy to Rollo. Charles kept Paris for himself all his life."
)


def test_a_sentence_is_asked_of_its_neighbours_without_it() -> None:
    rng = random.Random(4)  # noqa: S311
    whole, spans = Example("made", "d", "-", ROLLO, "", ()), sentence_spans(ROLLO)
    made = [e for _ in range(60) for e in asked_elsewhere(whole, spans, rng)]
    assert any(example.answerable for example in made)
    assert any(not example.answerable for example in made)
    for example in made:
        assert sum(span.of(ROLLO) in example.passage for span in spans) == len(spans) - 1
        assert len({answer.of(example.passage).lower() for answer in example.answers}) <= 1
        for answer in example.answers:
            assert answer.of(example.passage) not in example.question


def test_too_few_sentences_are_not_asked_of_one_another() -> None:
    spans = sentence_spans(PASSAGE)
    assert asked_elsewhere(passage(), spans, random.Random(1)) == []  # noqa: S311


def test_a_spoilt_question_differs_in_one_place_and_has_no_answer() -> None:
    rng = random.Random(2)  # noqa: S311
    asked = Example("made", "Normans", "When did Rollo sign the treaty after the siege?",
                    PASSAGE, "", (sentence_spans(PASSAGE)[1],))  # fmt: skip
    made = [spoilt(asked, ["Charles", "Battle of Hastings"], rng) for _ in range(40)]
    changed = [example for example in made if example is not None]
    assert changed
    for example in changed:
        assert not example.answerable
        assert example.question != asked.question
        assert example.passage == asked.passage


def test_a_direction_is_turned_round() -> None:
    asked = Example("made", "d", "What came before 1100", "It came before 1100.", "", ())
    made = {spoilt(asked, [], random.Random(seed)) for seed in range(20)} - {None}  # noqa: S311
    assert "What came after 1100" in {example.question for example in made if example}


def test_a_page_is_asked_what_it_answers_and_what_its_neighbours_answer() -> None:
    pages = AspectPairs(ARTICLES)
    asked = [e for seed in range(60) for e in pages.ask(random.Random(seed))]  # noqa: S311
    gout = [e for e in asked if e.passage == "Rest and ice help."]
    right = {e.question for e in gout if e.answerable}
    wrong = {e.question for e in gout if not e.answerable}
    assert "What are the treatments for Gout?" in right
    assert "How many people have Gout?" in wrong
    assert any("Mumps" in question for question in wrong)
    assert not right & wrong


@pytest.mark.parametrize("aspect", [*ANSWERED, *UNANSWERED], ids=lambda aspect: aspect.name)
def test_every_wording_names_its_subject(aspect) -> None:
    for wording in aspect.wordings:
        assert "Gout" in wording.format(x="Gout")


def test_a_window_keeps_questions_on_one_cut_and_drops_lost_answers() -> None:
    spans = sentence_spans(PASSAGE * 4)
    asked = [
        Example("made", "d", "Who signed?", PASSAGE * 4, "", (spans[1],)),
        Example("made", "d", "Who sang?", PASSAGE * 4, "", ()),
    ]
    for seed in range(40):
        cut = window(asked, spans, random.Random(seed))  # noqa: S311
        assert len({example.passage for example in cut}) == 1
        assert len(cut[0].passage) <= LONGEST
        assert cut[0].passage in PASSAGE * 4
        for example in cut:
            if example.question == "Who signed?":
                assert example.answerable == (spans[1].of(PASSAGE * 4) in example.passage)
