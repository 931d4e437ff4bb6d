import json
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation.errors import SetError
from qa.evaluation.reading import read_set
from qa.evaluation.sets import (
    Gold,
    LabelledSet,
    PairSet,
    ParagraphSet,
    PlainSet,
    RetrievalSet,
    SafetySet,
    Typed,
)

Record = dict[str, Any]
LABELLED = {
    "id": "a",
    "question": "What is it?",
    "answerable": True,
    "document_id": "page",
    "section": ["One"],
    "also": [["Two", "Three"]],
    "answer": "It is this.",
    "style": "lay",
}
ALSO_ALONE = {name: value for name, value in LABELLED.items() if name != "section"}
SILENT = {"id": "b", "question": "What does it cost?", "answerable": False, "subject": "ms"}


def write(path: Path, *records: Record | str) -> Path:
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


def beir(folder: Path, qrels: str) -> Path:
    write(folder / "corpus.jsonl", {"_id": "d1", "text": "One."}, {"_id": "d2", "text": "Two."})
    write(folder / "queries.jsonl", {"_id": "q1", "text": "one"}, {"_id": "q2", "text": "two"})
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_labelled_questions(tmp_path: Path) -> None:
    found = read_set(write(tmp_path / "mine" / "set.jsonl", LABELLED, SILENT))
    assert isinstance(found, LabelledSet)
    assert found.name == "mine/set"
    first, second = found.questions
    assert first.sections == (("One",), ("Two", "Three"))
    assert (first.document_id, first.answer, first.groups) == (
        "page",
        "It is this.",
        {"style": "lay"},
    )
    assert (second.answerable, second.sections, second.groups) == (False, (), {"subject": "ms"})


def test_a_line_separator_inside_a_text_does_not_end_the_line(tmp_path: Path) -> None:
    found = read_set(write(tmp_path / "set.jsonl", LABELLED | {"question": "What\u2028is it?"}))
    assert isinstance(found, LabelledSet)
    assert found.questions[0].question == "What\u2028is it?"


def test_referral_labels_and_plain_questions(tmp_path: Path) -> None:
    safety = read_set(write(tmp_path / "s.jsonl", {"id": 1, "text": "help", "label": "crisis"}))
    assert isinstance(safety, SafetySet)
    assert safety.questions[0].label == "crisis"
    path = write(tmp_path / "p.jsonl", {"id": 0, "question": "Is it contagious?"})
    plain = read_set(path, "unanswerable")
    assert isinstance(plain, PlainSet)
    assert [(q.id, q.question) for q in plain.questions] == [("0", "Is it contagious?")]
    with pytest.raises(SetError, match="--expect unanswerable"):
        read_set(path)


def test_a_benchmark_folder(tmp_path: Path) -> None:
    folder = beir(tmp_path / "bench", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n")
    found = read_set(folder)
    assert isinstance(found, RetrievalSet)
    assert (found.name, found.qrels) == ("bench", {"q1": {"d1": 2, "d2": 0}})


def test_qrels_may_stand_where_beir_puts_them(tmp_path: Path) -> None:
    folder = beir(tmp_path / "bench", "")
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq2\td2\t1\n")
    found = read_set(folder)
    assert isinstance(found, RetrievalSet)
    assert found.qrels == {"q2": {"d2": 1}}


def test_questions_of_their_own_paragraphs(tmp_path: Path) -> None:
    write(tmp_path / "corpus.jsonl", {"_id": "p", "text": "Rain falls. Snow melts."})
    asked = {"id": "q", "question": "What falls?", "context_id": "p", "answerable": True}
    path = write(
        tmp_path / "questions.jsonl",
        asked | {"answers": [{"text": "Rain", "answer_start": 0}]},
        asked | {"id": "r", "answers": [{"text": "x", "selected_sentences": ["Snow melts."]}]},
        asked | {"id": "s", "answerable": False, "answers": []},
    )
    found = read_set(path)
    assert isinstance(found, ParagraphSet)
    assert [q.gold for q in found.questions] == [(Gold(0, "Rain"),), (Gold(12, "Snow melts."),), ()]


TURN: Record = {"question": "And then?", "history": [], "needs_context": True}


@pytest.mark.parametrize(
    ("lines", "line", "found"),
    [
        ([LABELLED, "{not json"], 2, "not JSON"),
        ([LABELLED, "[1]"], 2, "no object"),
        ([LABELLED, LABELLED], 2, "the id 'a' stands on line 1 too"),
        ([LABELLED, LABELLED | {"id": "c", "answerable": "yes"}], 2, "neither true nor false"),
        ([LABELLED, SILENT | {"question": " "}], 2, "no text in 'question'"),
        ([{"id": 1, "question": "?", "answerable": True}], 1, "no text in 'document_id'"),
        ([LABELLED | {"section": "One"}], 1, "'One' is not a list of headings"),
        ([{"id": 1, "question": "?", "context_id": "z", "answerable": True}], 1, "'z' is not in"),
        ([LABELLED, "[" * 100_000], 2, "not JSON (nested too deep)"),
        ([LABELLED, "1" * 4301], 2, "not JSON (a number of more than 4,300 digits)"),
        ([LABELLED, LABELLED | {"id": "c", "question": "x" * 2001}], 2, "2001 characters"),
        ([{"text": "x" * 2001, "label": "crisis"}], 1, "2001 characters"),
        ([{"typo": "x", "correct": "x" * 2001}], 1, "2001 characters"),
        ([LABELLED | {"also": "One"}], 1, "`also` is not a list"),
        ([ALSO_ALONE], 1, "`also` without `section`"),
        ([TURN | {"section": 5}], 1, "5 is not a list of headings"),
        ([TURN | {"section": "One"}], 1, "'One' is not a list of headings"),
    ],
)
def test_a_bad_line_is_named(
    tmp_path: Path, lines: list[Record | str], line: int, found: str
) -> None:
    write(tmp_path / "corpus.jsonl", {"_id": "p", "text": "Rain falls."})
    path = write(tmp_path / "set.jsonl", *lines)
    with pytest.raises(SetError) as caught:
        read_set(path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert found in caught.value.found
    assert f"{path}, line {line}: " in str(caught.value)


def test_an_answer_that_is_not_in_its_paragraph_is_named(tmp_path: Path) -> None:
    write(tmp_path / "corpus.jsonl", {"_id": "p", "text": "Rain falls."})
    question = {"id": "q", "question": "?", "context_id": "p", "answerable": True}
    answers = {"answers": [{"text": "Rain", "answer_start": 3}]}
    with pytest.raises(SetError, match="line 1: the answer 'Rain' is not in its paragraph"):
        read_set(write(tmp_path / "questions.jsonl", question | answers))


@pytest.mark.parametrize(
    ("qrels", "line", "found"),
    [
        ("query-id\tcorpus-id\tscore\nq1\td1\tone\n", 2, "the score 'one' is not a whole number"),
        ("query-id\tcorpus-id\tscore\nq1\td9\t1\n", 2, "there is no document 'd9'"),
        ("query-id\tcorpus-id\tscore\nq9\td1\t1\n", 2, "there is no query 'q9'"),
        ("query-id corpus-id score\n", 1, "1 columns"),
        ("query-id\tcorpus-id\tscore\n", None, "it judges nothing"),
    ],
)
def test_a_bad_judgement_is_named(tmp_path: Path, qrels: str, line: int | None, found: str) -> None:
    with pytest.raises(SetError) as caught:
        read_set(beir(tmp_path, qrels))
    assert (caught.value.path, caught.value.line) == (tmp_path / "qrels.tsv", line)
    assert found in caught.value.found


def test_files_that_are_no_set(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="there is no such file"):
        read_set(tmp_path / "absent.jsonl")
    with pytest.raises(SetError, match=r"no corpus\.jsonl"):
        read_set(tmp_path)
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    with pytest.raises(SetError, match="holds no line"):
        read_set(empty)


def test_pairs_of_a_question_typed_wrong_and_right(tmp_path: Path) -> None:
    pair = {"id": "p", "typo": "what is hepatitus", "correct": "what is hepatitis"}
    found = read_set(write(tmp_path / "mine" / "pairs.jsonl", pair))
    assert isinstance(found, PairSet)
    assert (found.name, found.questions) == ("mine/pairs", (Typed(*pair.values()),))


def test_a_pair_without_its_other_half_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "pairs.jsonl", {"id": "p", "typo": "what is hepatitus"})
    with pytest.raises(SetError, match=r"line 1.*'correct'"):
        read_set(path)
