"""A page's reviews are dated as its readers are told, where nothing else dates them."""

from datetime import date
from pathlib import Path

import pytest

from corpus import read_sources
from corpus.outline import Block
from corpus.parsers.told_dates import told_dates
from tests.corpus.strategies import write

REVIEWED, DUE = date(2024, 3, 8), date(2027, 3, 8)


@pytest.mark.parametrize(
    "line",
    [
        "Page last reviewed: 8 March 2024",
        "Last medically reviewed on March 8, 2024.",
        "This content was last reviewed on 8th Mar 2024",
        "Date last reviewed | 2024-03-08",
        "Last review: 08 March 2024",
    ],
)
def test_a_line_that_tells_the_day_of_the_review(line: str) -> None:
    assert told_dates([Block("Rest."), Block(line)]).stated() == {"reviewed_on": REVIEWED}


@pytest.mark.parametrize(
    "text",
    [
        "Page last reviewed: 8 March 2024\nNext review due: 8 March 2027",
        "Last reviewed: 8 March 2024 | Next review: 8 March 2027",
        "Last reviewed 8 March 2024. Due for review on 8 March 2027.",
    ],
)
def test_both_days_in_one_block(text: str) -> None:
    assert told_dates([Block(text)]).stated() == {"reviewed_on": REVIEWED, "review_due_on": DUE}


@pytest.mark.parametrize(
    "text",
    [
        "Page last reviewed: March 2024",
        "Page last reviewed: 31 February 2024",
        "Last reviewed: 03/08/2024",
        "The evidence was last reviewed on 8 March 2024 by two of us.",
        "Last reviewed: 8 March 2024\nLast reviewed: 9 March 2024",
    ],
)
def test_what_tells_no_one_day_of_the_page_is_passed_over(text: str) -> None:
    assert told_dates([Block(text)]).stated() == {}


def test_the_day_may_stand_in_a_block_below_what_it_is() -> None:
    told = [Block("Last reviewed"), Block("8 March 2024"), Block("Next review due:")]
    assert told_dates([*told, Block("8 March 2027")]).stated() == {
        "reviewed_on": REVIEWED,
        "review_due_on": DUE,
    }
    assert told_dates([Block("Your review"), Block("8 March 2024")]).stated() == {}


def test_a_heading_tells_no_date() -> None:
    assert told_dates([Block("Last reviewed: 8 March 2024", level=2)]).stated() == {}


def test_what_a_page_states_for_programs_goes_first(tmp_path: Path) -> None:
    told = "Rest.\n\n*Page last reviewed: 8 March 2024*\n"
    write(tmp_path, "stated.md", f"---\ntitle: S\nreviewed_on: 2025-01-02\n---\n{told}")
    write(tmp_path, "told.md", f"# T\n\n{told}")
    days = {document.id: document.reviewed_on for document in read_sources([tmp_path])}
    assert days == {"stated": date(2025, 1, 2), "told": REVIEWED}
