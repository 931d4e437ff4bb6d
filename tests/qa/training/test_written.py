"""Questions written for the reader: each names a passage to train on; its answer stands there."""

import json
from pathlib import Path

import pytest

from corpus import Span
from qa.evaluation.errors import SetError
from qa.training.mixture import MIXTURES, WRITTEN, Mixture, Parts, divide, load
from qa.training.written import digest, with_written
from tests.public_sets import PUBLIC, needs_public_sets
from tests.qa.training.test_loop import parts

SHIPPED = Path("tests/questions/reader")
PASSAGE = parts().examples["squad2"][0].passage


def put(folder: Path, **changes: object) -> Parts:
    row = {"set": "squad2", "passage": digest(PASSAGE), "part": [0, 43]}
    row["questions"] = [["How many kinds are lowered?", [28, 29]], ["Who lowers them?", None]]
    (folder / "squad2.jsonl").write_text(json.dumps(row | changes) + "\n")
    return with_written(parts(), folder)


def test_they_are_one_more_set_beside_the_others(tmp_path: Path) -> None:
    both = put(tmp_path)
    asked = both.examples[WRITTEN]
    assert [e.answerable for e in asked] == [True, False]
    assert asked[0].passage == PASSAGE[:43]
    assert asked[0].answers[0].of(asked[0].passage) == "2"
    assert {e.context for e in asked} == {"ocrelizumab"}
    assert set(both.examples) == {*parts().examples, WRITTEN}


def test_a_passage_made_up_for_them_stands_beside_them(tmp_path: Path) -> None:
    text = "The ferry was sold in 1881."
    asked_of_it = [["When was the ferry sold?", [22, 26]], ["When was it built?", None]]
    row = {"title": "The Ferry of Aune", "text": text, "questions": asked_of_it}
    (tmp_path / "made_up.jsonl").write_text(json.dumps(row) + "\n")
    asked = put(tmp_path).examples[WRITTEN]
    sold = next(e for e in asked if e.question == "When was the ferry sold?")
    assert (sold.context, sold.answers[0].of(sold.passage)) == ("The Ferry of Aune", "1881")
    assert {e.passage for e in asked} == {text, PASSAGE[:43]}


def test_a_round_draws_them(tmp_path: Path) -> None:
    drawn = Mixture(put(tmp_path), seed=1).round(0, 60, MIXTURES["with_written"])
    assert any(e.source == WRITTEN and e.answerable for e in drawn)
    assert {sum(shares.values()) for shares in MIXTURES.values()} == {100}


def test_a_passage_that_is_not_to_train_on_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="isn't one to train on"):
        put(tmp_path, passage=digest("a held-out passage"))


def test_an_answer_outside_its_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leaves the passage"):
        put(tmp_path, questions=[["How many?", [28, 60]]])


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("set", None, "there is no 'set'"),
        ("passage", None, "there is no 'passage'"),
        ("part", None, "there is no 'part'"),
        ("questions", None, "there is no 'questions'"),
        ("passage", 12, "'passage' is not a text"),
        ("part", [9, 3], "'part' is not a start and an end"),
        ("part", "all", "'part' is not a start and an end"),
        ("questions", ["Who?"], "'questions' is not a list of questions"),
        ("questions", [["Who?", [4]]], "'questions' is not a list of questions"),
        ("questions", [["", None]], "'questions' is not a list of questions"),
    ],
)
def test_a_line_that_lacks_something_is_named(
    tmp_path: Path, name: str, value: object, found: str
) -> None:
    put(tmp_path)
    path = tmp_path / "squad2.jsonl"
    row = json.loads(path.read_text())
    row = {**row, name: value} if value is not None else {k: row[k] for k in row if k != name}
    path.write_text(json.dumps(row) + "\n")
    with pytest.raises(SetError, match=f"squad2.jsonl, line 1: {found}"):
        with_written(parts(), tmp_path)


def test_a_made_up_passage_needs_a_title(tmp_path: Path) -> None:
    row = {"text": "The ferry was sold in 1881.", "questions": [["When?", [22, 26]]]}
    (tmp_path / "made_up.jsonl").write_text(json.dumps(row) + "\n")
    with pytest.raises(SetError, match="there is no 'title'; give a text"):
        with_written(parts(), tmp_path)


def test_a_folder_without_any_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no written questions"):
        with_written(parts(), tmp_path)


@needs_public_sets
def test_the_written_ones_are_of_passages_to_train_on_alone() -> None:
    own, _ = divide(load(PUBLIC))
    asked = with_written(own, SHIPPED).examples[WRITTEN]
    assert all(answer != Span(0, len(e.passage)) for e in asked for answer in e.answers)
    assert 0.4 < sum(e.answerable for e in asked) / len(asked) < 0.6
