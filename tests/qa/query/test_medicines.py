from importlib.resources import files
from pathlib import Path

from corpus import read_sources
from index import build, open_current
from index.progress import silent
from index.terms import words
from qa.query import Interpreter
from qa.query.medicines import Medicines
from qa.query.own_words import with_repairs
from qa.query.spelling import Repair
from tests.fakes import HashingEncoder

PAGE = "# Pain\n\nParacetamol eases pain.\n\nPeople who take warfarin ask a pharmacist first.\n"


def said(names: list[str]) -> int:
    return {"paracetamol": 5, "acetaminophen": 2}.get(" ".join(names), 0)


def test_every_line_of_the_list_names_one_medicine_and_no_name_is_in_two() -> None:
    lines = (files("qa.query") / "medicines.txt").read_text(encoding="utf-8").splitlines()
    groups = [line.split("; ") for line in lines if line and not line.startswith("#")]
    names = [name.casefold() for group in groups for name in group]
    assert all(len(group) > 1 for group in groups)
    assert all(name == name.strip() and words(name) for name in names)
    assert len(set(names)) == len(names)


def test_a_name_that_no_page_holds_is_read_as_the_one_that_most_do() -> None:
    medicines = Medicines({"paracetamol", "acetaminophen"})
    assert medicines.repair("Is TYLENOL safe?", said) == (Repair("TYLENOL", "paracetamol"),)
    assert medicines.repair("Is acetaminophen safe?", said) == ()


def test_a_medicine_of_which_the_pages_know_no_name_stays_as_it_is() -> None:
    medicines = Medicines({"paracetamol"})
    assert medicines.repair("Is Lipitor safe?", said) == ()
    assert ("Tylenol", "paracetamol", "acetaminophen") in medicines.groups
    assert not any("Lipitor" in group for group in medicines.groups)


def test_a_substance_may_be_read_as_a_brand_and_no_brand_as_another() -> None:
    medicines = Medicines({"propecia"})
    assert medicines.repair("finasteride and hair", said) == (Repair("finasteride", "Propecia"),)
    assert medicines.repair("Proscar and the prostate", said) == ()
    assert not any({"Propecia", "Proscar"} <= {*group} for group in medicines.groups)


def test_a_name_is_read_as_a_whole_word_alone() -> None:
    repairs = [Repair("Advil", "ibuprofen")]
    assert with_repairs("Advil, Advils", repairs) == "ibuprofen, Advils"


def test_a_question_by_the_brand_is_searched_for_by_the_pages_name(tmp_path: Path) -> None:
    page = tmp_path / "pain.md"
    page.write_text(PAGE, encoding="utf-8")
    build(read_sources([page]), HashingEncoder(), tmp_path / "index", silent)
    interpreter = Interpreter.of(open_current(tmp_path / "index"))
    read = interpreter.interpret("Is Tylenol safe with Coumadin?")
    assert read.changed == "Is paracetamol safe with warfarin?"
    assert read.query.spelt_out == read.changed
    assert [t.text for t in read.query.terms if t.number is not None] == ["paracetamol", "warfarin"]
    # What staff decided about is the question as people ask it.
    assert read.query.text == "Is Tylenol safe with Coumadin?"
    as_typed = interpreter.interpret("Is Tylenol safe?", as_typed=True)
    assert as_typed.changed is None
    assert as_typed.query.spelt_out == "Is Tylenol safe?"
