from pathlib import Path

import numpy as np
import pytest

from corpus import Document, Section, Span
from index import OpenIndex, build, open_current
from qa.query import Interpreter
from qa.ranking.evidence import ALTERNATIVE_CREDIT, SENTENCE_SIGNALS, Evidence, gather
from tests.fakes import HashingEncoder

PAGES = {
    "fever": "Fever is a high temperature. Rest and fluids help.",
    "vaccine": "The flu vaccine is given each autumn. It does not give you flu.",
    "navel": "An infection of the umbilicus is rare. It needs treatment.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    root = tmp_path_factory.mktemp("evidence") / "indexes"
    documents = [
        Document(name, name.title(), text, (Section((), None, Span(0, len(text))),))
        for name, text in PAGES.items()
    ]
    build(documents, HashingEncoder(), root, lambda *_: None)
    return open_current(root)


def found(index: OpenIndex, question: str, allowed: list[bool] | None = None) -> Evidence:
    query = Interpreter.of(index).interpret(question).query
    mask = None if allowed is None else np.array(allowed)
    return gather(index, query, HashingEncoder().embed_queries([question]), 50, mask)


def row_of(index: OpenIndex, evidence: Evidence, document: str) -> int:
    return [index.passage(int(row)).document_id for row in evidence.rows].index(document)


def test_coverage_counts_the_rarer_words_more(index: OpenIndex) -> None:
    evidence = found(index, "umbilicus treatment")
    coverage = evidence.signal("coverage")
    assert coverage[row_of(index, evidence, "navel")] == pytest.approx(1.0)
    assert coverage[row_of(index, evidence, "fever")] == 0.0
    rare = found(index, "umbilicus rest").signal("coverage")
    assert rare[row_of(index, evidence, "navel")] > rare[row_of(index, evidence, "fever")] > 0


def test_half_of_a_long_question_says_more_than_all_of_a_short_one(index: OpenIndex) -> None:
    short = found(index, "treatment")
    long = found(index, "umbilicus infection treatment autumn vaccine temperature fluids")
    navel = row_of(index, short, "navel"), row_of(index, long, "navel")
    assert short.signal("coverage")[navel[0]] > 1.5 * long.signal("coverage")[navel[1]]
    assert short.signal("weight_said")[navel[0]] < long.signal("weight_said")[navel[1]]
    assert short.signal("weight_said")[row_of(index, short, "fever")] == 0.0


def test_a_lay_word_counts_less_than_the_pages_own(index: OpenIndex) -> None:
    lay, own = found(index, "belly button"), found(index, "umbilicus")
    place = row_of(index, lay, "navel")
    assert lay.signal("coverage")[place] == pytest.approx(ALTERNATIVE_CREDIT)
    assert own.signal("coverage")[place] == pytest.approx(1.0)
    assert lay.signal("bm25_relative")[place] == pytest.approx(1.0)


def test_words_side_by_side_are_seen_within_one_sentence_alone(index: OpenIndex) -> None:
    evidence = found(index, "flu vaccine")
    vaccine = row_of(index, evidence, "vaccine")
    assert evidence.signal("pairs")[vaccine] == 1.0
    pairs = evidence.sentences_of(vaccine)[:, SENTENCE_SIGNALS.index("pairs")]
    assert pairs.tolist() == [1.0, 0.0]


def test_what_is_asked_beyond_the_title_tells_the_sentences_of_a_page_apart(
    tmp_path: Path,
) -> None:
    pages = [
        ("Rickets", "Rickets runs within families. Rickets heals by sunlight."),
        ("Other", "Rickets runs within families. Rickets heals by sunlight."),
    ]
    documents = [
        Document(f"page{n}", title, text, (Section((), None, Span(0, len(text))),))
        for n, (title, text) in enumerate(pages)
    ]
    build(documents, HashingEncoder(), tmp_path, lambda *_: None)
    index = open_current(tmp_path)
    evidence = found(index, "rickets rickets sunlight")
    titled, bare = (row_of(index, evidence, f"page{n}") for n in (0, 1))
    column = SENTENCE_SIGNALS.index("beyond_context")
    signals = evidence.sentences_of(titled)
    # What both sentences share with the question is the title.
    assert signals[0, 0] > 0.3
    assert signals[0, column] == pytest.approx(0.0, abs=0.1)
    assert signals[1, column] > 0.3
    # Beside a title of other words a sentence is as like what is asked as it is like the question.
    assert evidence.sentences_of(bare)[:, column] == pytest.approx(
        evidence.sentences_of(bare)[:, 0], abs=1e-3
    )


def test_the_sentences_stand_in_their_order(index: OpenIndex) -> None:
    evidence = found(index, "Rest and fluids help")
    cosines = evidence.sentences_of(row_of(index, evidence, "fever"))[:, 0]
    assert cosines.tolist() == pytest.approx(
        [
            float(HashingEncoder().vector(s) @ HashingEncoder().vector("Rest and fluids help"))
            for s in ("Fever is a high temperature.", "Rest and fluids help.")
        ],
        abs=1e-3,
    )


def test_each_token_of_a_question_looks_for_its_best_place_alone(index: OpenIndex) -> None:
    question = "vaccine autumn navel"
    evidence = found(index, question)
    encoder = HashingEncoder()
    for place, row in enumerate(evidence.rows):
        passage = index.passage(int(row))
        texts = [passage.sentence_text(n) for n in range(len(passage.sentences))]
        units = np.stack([encoder.vector(text) for text in [passage.document_id, *texts]])
        best = [float((units @ encoder.vector(word)).max()) for word in question.split()]
        assert evidence.signal("mean_token_cosine")[place] == pytest.approx(np.mean(best), abs=1e-3)
        assert evidence.signal("least_token_cosine")[place] == pytest.approx(min(best), abs=1e-3)


def test_what_is_not_allowed_is_not_found(index: OpenIndex) -> None:
    evidence = found(index, "umbilicus", [True, False, False])
    assert [index.passage(int(row)).document_id for row in evidence.rows] == ["fever"]
    assert len(found(index, "umbilicus", [False, False, False]).rows) == 0


def test_a_question_of_stop_words_is_found_by_sense_alone(index: OpenIndex) -> None:
    evidence = found(index, "what is it")
    assert evidence.signal("coverage").tolist() == [0.0, 0.0, 0.0]
    assert np.isfinite(evidence.passages).all()
