import json
from pathlib import Path

import pytest

from qa.ranking.fit.public_set import PublicSet, Within
from tests.fakes import HashingEncoder

PAGES = {
    "Fever-0": "Fever is a high temperature. Rest helps.",
    "Fever-1": "Fever in children is common. Fluids help.",
    "Flu-0": "Flu is an infection. Rest helps.",
}
QUESTIONS = {
    "answered": ("What is fever?", {"answerable": True, "answers": [{"text": "high"}]}),
    "unanswered": ("Who named fever?", {"answerable": False, "answers": []}),
}


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> PublicSet:
    folder = tmp_path_factory.mktemp("data") / "paragraphs"
    folder.mkdir()

    def write(name: str, rows: list[dict[str, object]]) -> None:
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows))

    write("corpus.jsonl", [{"_id": n, "title": n, "text": t} for n, t in PAGES.items()])
    write("queries.jsonl", [{"_id": n, "text": text} for n, (text, _) in QUESTIONS.items()])
    write(
        "questions.jsonl",
        [{"id": n, "context_id": "Fever-0", **detail} for n, (_, detail) in QUESTIONS.items()],
    )
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nanswered\tFever-0\t1\n")
    return PublicSet(folder, Path(folder.parent / "indexes"), HashingEncoder())


@pytest.mark.parametrize(
    ("within", "pages"),
    [
        ("set", {"Fever-0", "Fever-1", "Flu-0"}),
        ("family", {"Fever-0", "Fever-1"}),
        ("page", {"Fever-0"}),
    ],
)
def test_what_has_no_answer_is_asked_of_the_same_pages_as_what_has(
    labelled: PublicSet, within: Within, pages: set[str]
) -> None:
    # Otherwise how many passages vie would tell which questions have an answer.
    assert {asked.id for asked in labelled.asked} == set(QUESTIONS)
    for asked in labelled.asked:
        found = labelled.find(asked, within)
        assert found is not None
        assert set(found.documents) == pages


def test_what_answers_can_be_left_out(labelled: PublicSet) -> None:
    for asked in labelled.asked:
        found = labelled.find(asked, own=False)
        assert found is not None
        assert ("Fever-0" in found.documents) == (asked.id == "unanswered")
