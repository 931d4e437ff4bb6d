"""Questions on held-out pages: what a reader says of each is kept with what is right."""

import json
from pathlib import Path

import pytest

from qa.ranking.fit.medquad import Article
from qa.training.held_sites import HeldSites
from qa.training.mixture import divide, load
from qa.training.public_sets import rows
from tests.fakes import HashingEncoder
from tests.public_sets import PUBLIC, needs_public_sets
from tests.qa.ranking.test_rereading import LastSentence

SHIPPED = Path("tests/questions/reader/held")
GOUT = "Gout is caused by crystals of uric acid. It comes in sudden attacks of pain."
PAGES = [
    Article("gout", "gout", "causes", "What causes gout?", GOUT),
    Article("flu", "flu", "treatment", "How is flu treated?", "Flu is treated with rest."),
]
ASKED = [
    {"site": 0, "question": "What causes gout?", "document_id": "gout", "answer": "uric  acid"},
    {"site": 0, "question": "How is gout found by a test of crystals?"},
    {
        "site": 1,
        "question": "What helps with flu, is it treated?",
        "document_id": "flu",
        "answer": "rest",
    },
]


def put(folder: Path, pages: list[list[str]]) -> HeldSites:
    (folder / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
    lines = "".join(json.dumps(row) + "\n" for row in ASKED)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    return HeldSites(folder, PAGES, folder / "indexes")


def test_each_question_is_asked_of_its_own_site(tmp_path: Path) -> None:
    found = list(put(tmp_path, [["gout"], ["flu"]]).asked(HashingEncoder(), LastSentence()))
    assert found, "nothing was left in doubt"
    assert all(len(one.right) == 1 for one in found)
    assert {bool(one.right.any()) for one in found} == {True, False}


def test_a_page_that_is_not_held_out_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="measles is no held-out page"):
        list(put(tmp_path, [["gout", "measles"]]).asked(HashingEncoder(), LastSentence()))


@needs_public_sets
def test_the_questions_that_ship_stand_on_held_out_pages() -> None:
    _, held = divide(load(PUBLIC))
    texts = {page.id: " ".join(page.text.split()) for page in held.articles}
    pages = json.loads((SHIPPED / "pages.json").read_text(encoding="utf-8"))
    asked = list(rows(SHIPPED / "questions.jsonl"))
    assert all(name in texts for site in pages for name in site)
    answered = [row for row in asked if "document_id" in row]
    assert all(row["document_id"] in pages[row["site"]] for row in answered)
    assert all(row["answer"] in texts[row["document_id"]] for row in answered)
    assert len(answered) * 2 == len(asked)
