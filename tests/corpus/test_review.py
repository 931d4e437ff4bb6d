"""What `check` tells the owner of the pages, each with a remedy."""

from datetime import date
from pathlib import Path

import pytest

from corpus.review import Level, State
from corpus.review.check import Checked, check_sources
from tests.corpus.strategies import write

DAY = date(2026, 5, 1)
GOOD = (
    "---\ntitle: {0}\npublisher: A Trust\nurl: https://a.example/{0}\nlanguage: en\n"
    "reviewed_on: 2025-01-01\n{1}---\n{2}\n"
)
LEAFLET = (
    "Methylprednisolone is a steroid that shortens a relapse. You take {} of it by mouth each "
    "morning with food for five days. It can keep you awake, so take it early. Tell your nurse "
    "if your mood changes, if you have diabetes, or if you have had a stomach ulcer before."
)


def check(folder: Path, **pages: str) -> Checked:
    for name, text in pages.items():
        write(folder, f"{name}.md", text)
    return check_sources([folder], DAY)


def told(checked: Checked) -> list[tuple[str, str, str, str]]:
    assert all(concern.remedy for concern in checked.concerns)
    return [(c.level.value, c.check, c.where, c.found) for c in checked.concerns]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ("", State.REVIEWED),
        ("review_due_on: 2026-05-01\n", State.REVIEWED),
        ("review_due_on: 2026-04-30\n", State.OVERDUE),
        ("review_due_on: 2026-04-30\nexpires_on: 2026-04-30\n", State.EXPIRED),
        ("status: draft\n", State.DRAFT),
        ("status: withdrawn\nexpires_on: 2020-01-01\n", State.WITHDRAWN),
    ],
)
def test_a_page_has_one_state(tmp_path: Path, fields: str, state: State) -> None:
    checked = check(tmp_path, a=GOOD.format("A", fields, "Text."))
    assert checked.states == (("a", state),)
    expected = [] if state is State.REVIEWED else ["review"]
    assert [concern.check for concern in checked.concerns] == expected


def test_a_page_that_states_nothing_lacks_its_provenance(tmp_path: Path) -> None:
    checked = check(tmp_path, a="# A\n\nText.\n")
    assert checked.states == (("a", State.NOT_STATED),)
    missing = "it doesn't state its publisher, url, language, reviewed_on"
    assert told(checked) == [("warning", "provenance", "a", missing)]


def test_dates_that_can_not_be_are_told(tmp_path: Path) -> None:
    fields = "published_on: 2027-01-01\nreview_due_on: 2024-12-31\n"
    checked = check(tmp_path, a=GOOD.format("A", fields, "Text."))
    assert [found for _, check, _, found in told(checked) if check == "dates"] == [
        "its `published_on` is 2027-01-01, which is yet to come",
        "it was reviewed on 2025-01-01, and the next review was due on 2024-12-31",
    ]


def test_an_empty_section_is_one_without_text_or_sections_below(tmp_path: Path) -> None:
    text = "## Dose\n\n### Adults\n\nOne.\n\n## Care\n\n## Calls\n\nNow.\n\n## End\n"
    checked = check(tmp_path, a=GOOD.format("A", "", text))
    assert told(checked) == [
        ("warning", "empty section", "a", "its section 'Care' is empty"),
        ("warning", "empty section", "a", "its section 'End' is empty"),
    ]


def test_what_no_question_could_reach_is_told(tmp_path: Path) -> None:
    text = (
        f"## Long\n\n{'word ' * 181}.\n\n## Loud\n\n{'DO NOT TAKE THIS WITH MILK. ' * 3}\n\n"
        "## Table\n\n| Age | Dose |\n|---|---|\n| 1 | 5 mg |\n"
    )
    checked = check(tmp_path, a=GOOD.format("A", "", text))
    assert [(level, found.split(" in ")[0][:40]) for level, _, _, found in told(checked)] == [
        ("warning", "a sentence of 182 words"),
        ("warning", "'Loud' is"),
        ("note", "'Table' is a table alone, and nobody ask"),
    ]


def test_the_same_words_twice_are_a_duplicate(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        a=GOOD.format("A", "", LEAFLET.format("500 mg")),
        b=GOOD.format("B", "", LEAFLET.format("500 mg").upper()),
    )
    assert ("warning", "duplicate", "b", "it has the same words as 'a'") in told(checked)


def test_pages_alike_but_for_a_number_contradict_each_other(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        a=GOOD.format("A", "", LEAFLET.format("500 mg")),
        b=GOOD.format("B", "", LEAFLET.format("50 mg")),
    )
    found = "it says '50 mg' where 'a', else much the same, says '500 mg'"
    assert told(checked) == [("error", "contradiction", "b", found)]


def test_a_withdrawn_version_contradicts_nobody(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        a=GOOD.format("A", "status: withdrawn\n", LEAFLET.format("500 mg")),
        b=GOOD.format("B", "", LEAFLET.format("50 mg")),
    )
    assert [concern.level for concern in checked.concerns] == [Level.NOTE]


def test_nearly_the_same_words_are_a_near_duplicate(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        a=GOOD.format("A", "", LEAFLET.format("much")),
        b=GOOD.format("B", "", LEAFLET.format("much") + " Do."),
    )
    ((level, name, where, _),) = told(checked)
    assert (level, name, where) == ("warning", "near-duplicate", "b")


def test_two_pages_of_one_title_are_two_versions(tmp_path: Path) -> None:
    checked = check(
        tmp_path, a=GOOD.format("Fever", "", "Rest."), b=GOOD.format("fever", "", "Drink.")
    )
    found = "it has the title of 'a', and other words"
    assert told(checked) == [("warning", "two versions", "b", found)]


def test_a_file_that_can_not_be_read_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", b"\xff")
    checked = check(tmp_path, a=GOOD.format("A", "", "Text."))
    ((level, name, where, _),) = told(checked)
    assert (level, name, where) == ("warning", "file", str(tmp_path / "b.txt"))


def test_pins_without_their_words_or_their_page_are_errors(tmp_path: Path) -> None:
    write(
        tmp_path,
        "pins.toml",
        '[[pin]]\nquestion="A?"\ndocument="a"\nquote="Gone."\n'
        '[[pin]]\nquestion="B?"\ndocument="b"\nquote="Text."\n'
        '[[pin]]\nquestion="C?"\ndocument="a"\nquote="Text."\n',
    )
    checked = check(
        tmp_path,
        a=GOOD.format("A", "", "Text."),
        b=GOOD.format("B", "status: draft\n", "Text."),
    )
    assert [row for row in told(checked) if row[0] == "error"] == [
        ("error", "pin", "A?", "its quote no longer stands in 'a'"),
        ("error", "pin", "B?", "its document 'b' is not among the pages that answer"),
    ]
