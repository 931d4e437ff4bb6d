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
        ("published_on: 2026-05-01\n", State.REVIEWED),
        ("published_on: 2026-05-02\n", State.DRAFT),
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


def test_a_page_that_was_withdrawn_needs_nothing_more(tmp_path: Path) -> None:
    checked = check(tmp_path, a="---\nstatus: withdrawn\n---\n# A\n\nText.\n\n## Empty\n")
    assert told(checked) == [("note", "review", "a", "it is withdrawn and never answers")]


def test_dates_that_can_not_be_are_told(tmp_path: Path) -> None:
    fields = "modified_on: 2027-01-01\nreview_due_on: 2024-12-31\n"
    checked = check(tmp_path, a=GOOD.format("A", fields, "Text."))
    assert [found for _, check, _, found in told(checked) if check == "dates"] == [
        "its `modified_on` is 2027-01-01, which is yet to come",
        "it was reviewed on 2025-01-01, and the next review was due on 2024-12-31",
    ]


def test_a_page_that_is_yet_to_be_published_is_told(tmp_path: Path) -> None:
    checked = check(tmp_path, a=GOOD.format("A", "published_on: 2026-05-02\n", "Text."))
    found = "it is to be published on 2026-05-02 and doesn't answer before"
    assert told(checked) == [("warning", "review", "a", found)]


def test_an_empty_section_is_one_without_text_or_sections_below(tmp_path: Path) -> None:
    text = "## Dose\n\n### Adults\n\nOne.\n\n## Care\n\n## Calls\n\nNow.\n\n## End\n"
    checked = check(tmp_path, a=GOOD.format("A", "", text))
    assert told(checked) == [
        ("warning", "empty section", "a", "its section 'Care' is empty"),
        ("warning", "empty section", "a", "its section 'End' is empty"),
    ]


def test_what_no_question_could_reach_is_told(tmp_path: Path) -> None:
    text = (
        f"## Long\n\n{'word ' * 181}.\n\n## Loud\n\nSaid low."
        f"\n\n{'DO NOT TAKE THIS WITH MILK. ' * 3}\n\n"
        "## Table\n\n| Age | Dose |\n|---|---|\n| 1 | 5 mg |\n"
    )
    checked = check(tmp_path, a=GOOD.format("A", "", text))
    assert [(level, found.split(" in ")[0][:40]) for level, _, _, found in told(checked)] == [
        ("warning", "a sentence of 182 words"),
        ("warning", "'Loud' has a paragraph"),
        ("note", "'Table' is only a table, and nobody asks"),
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
    found = (
        "it says '50 mg' where 'a' says '500 mg', in 'You take 50 mg of it by mouth each morning "
        "with food for five days.'"
    )
    assert told(checked) == [("error", "contradiction", "b", found)]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Take it with milk or juice.", "Do not take it with milk or juice."),
        ("You can drive after the dose.", "You can't drive after the dose."),
        ("You can drive after the dose.", "You cannot drive after the dose."),
        ("It does mean that you will not drive.", "It doesnt mean that you will not drive."),
        ("Es darf mit Milch genommen werden.", "Es darf nicht mit Milch genommen werden."),
    ],
)
def test_pages_alike_but_for_a_negation_contradict_each_other(
    tmp_path: Path, ours: str, theirs: str
) -> None:
    checked = check(
        tmp_path,
        a=GOOD.format("A", "", f"{LEAFLET.format('much')} {ours}"),
        b=GOOD.format("B", "", f"{LEAFLET.format('much')} {theirs}"),
    )
    found = f"it says {theirs!r} where 'a' says {ours!r}"
    assert told(checked) == [("error", "contradiction", "b", found)]


def test_a_number_that_names_the_page_contradicts_nothing(tmp_path: Path) -> None:
    text = LEAFLET.format("much") + " All of this is for diabetes of type {}."
    checked = check(
        tmp_path,
        a=GOOD.format("Type-1", "", text.format(1)),
        b=GOOD.format("Type-2", "", text.format(2)),
    )
    assert [name for _, name, _, _ in told(checked)] == ["near-duplicate"]


def test_a_long_sentence_is_shown_where_it_differs(tmp_path: Path) -> None:
    text = (
        "Whoever has taken it " + "for a long time and " * 12 + "feels well may take {} mg of it."
    )
    checked = check(
        tmp_path, a=GOOD.format("A", "", text.format(5)), b=GOOD.format("B", "", text.format(50))
    )
    ((_, name, _, found),) = told(checked)
    assert name == "contradiction"
    assert found.startswith("it says '50 mg' where 'a' says '5 mg', in '… ")
    assert found.endswith("feels well may take 50 mg of it.'")


def test_every_difference_counts_and_the_older_page_is_named(tmp_path: Path) -> None:
    leaflet = LEAFLET + " Call 01234 if it is over 38 degrees."
    checked = check(
        tmp_path,
        a=GOOD.format("A", "", leaflet.format("500 mg")),
        b=GOOD.format(
            "B", "modified_on: 2026-01-01\n", leaflet.format("50 mg").replace("38", "39")
        ),
    )
    ((level, name, where, found),) = told(checked)
    assert (level, name, where) == ("error", "contradiction", "b")
    assert found.endswith(", and 1 more such; it is from 2026-01-01, 'a' from 2025-01-01")


def test_a_year_is_no_contradiction_and_another_date_makes_a_version(tmp_path: Path) -> None:
    leaflet = LEAFLET.format("much") + " This is the leaflet of {}."
    checked = check(
        tmp_path,
        a=GOOD.format("A", "", leaflet.format(2021)),
        b=GOOD.format("B", "modified_on: 2026-01-01\n", leaflet.format(2026)),
    )
    found = "100% of its words stand in 'a' too; it is from 2026-01-01, 'a' from 2025-01-01"
    assert told(checked) == [("warning", "two versions", "b", found)]


def test_one_address_with_two_dates_is_two_versions(tmp_path: Path) -> None:
    page = "---\ntitle: {}\npublisher: T\nlanguage: en\nurl: https://a.example/x\n{}---\n{}\n"
    checked = check(
        tmp_path,
        a=page.format("A", "reviewed_on: 2024-01-01\n", "Take 5 mg of it each day."),
        b=page.format("B", "reviewed_on: 2024-01-01\n", "Rest."),
        c=page.format("C", "reviewed_on: 2025-01-01\n", "Drink."),
        d=page.format("D", "reviewed_on: 2025-01-01\n", "Take 50 mg of it each day."),
    )
    dates = "it is from 2025-01-01, 'a' from 2024-01-01"
    says = "it says '50 mg' where 'a' says '5 mg', in 'Take 50 mg of it each day.'"
    assert told(checked) == [
        ("error", "contradiction", "d", f"{says}; {dates}"),
        ("warning", "two versions", "c", f"it has the address of 'a', and other words; {dates}"),
    ]


def test_a_duplicate_is_nothing_to_compare_others_with(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        a=GOOD.format("A", "", "Rest."),
        b=GOOD.format("Fever", "", "Rest."),
        c=GOOD.format("Fever", "", "Drink."),
    )
    assert [(where, name) for _, name, where, _ in told(checked)] == [("b", "duplicate")]


def test_many_pages_of_one_template_are_compared_with_a_few(tmp_path: Path) -> None:
    pages = {f"p{n:02}": GOOD.format(f"P{n}", "", LEAFLET.format(f"{n} mg")) for n in range(30)}
    found = told(check(tmp_path, **pages))
    assert {where for _, _, where, _ in found} == {f"p{n:02}" for n in range(1, 30)}
    assert len(found) <= 3 * 29


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
