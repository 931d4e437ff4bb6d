"""The desk's areas beside the look-up: review, questions, versions, quality."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index.versions import current_folder
from qa.settings import Settings
from tests.qa.web.axe import violations
from tests.qa.web.conftest import OpenPage
from tests.qa.web.desk.conftest import (
    DeskSite,
    build_pages,
    desk_site,
    go_to,
    look_up,
    sign_in,
)

pytestmark = pytest.mark.browser


def test_going_back_to_another_version_asks_first(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    go_to(page, "Versions")
    holds = page.get_by_role("row").nth(1).get_by_role("cell").last
    expect(holds).to_have_text("1 document, 3 passages")
    made = page.get_by_role("row").nth(1).get_by_role("cell").nth(1)
    expect(made).to_have_text(re.compile(r"^[A-Z][a-z]+ \d+, 20\d\d, \d\d:\d\d UTC$"))
    expect(page.locator("#version-choice")).to_contain_text(re.compile(r"on [A-Z][a-z]+ \d+, 20"))
    before = current_folder(desk.root).name
    go = page.get_by_role("button", name="Go to this version")
    go.click()
    expect(page.get_by_role("alert")).to_have_text("Choose a version first.")
    page.get_by_role("radio").check()
    go.click()
    expect(page.locator(".lead")).to_be_focused()
    expect(page.locator(".lead")).to_contain_text("Go to ")
    assert current_folder(desk.root).name == before
    page.get_by_role("button", name="Stay with the current one").click()
    expect(page.get_by_role("radio")).to_be_focused()
    assert current_folder(desk.root).name == before
    for after in (False, True):
        page.get_by_role("radio").check()
        go.click()
        page.get_by_role("button", name="Make ").click()
        name = current_now(page, desk)
        assert (name == before) == after


def current_now(page: Page, desk: DeskSite) -> str:
    """Return the version that is said to be current now, which has the focus, and is."""
    said = page.locator(".done.lead")
    expect(said).to_be_focused()
    name = said.inner_text().split()[0]
    assert current_folder(desk.root).name == name
    return name


def test_going_back_names_pages_that_would_answer_again(
    open_page: OpenPage, tmp_path: Path
) -> None:
    with desk_site(tmp_path) as desk:
        settings = Settings(sources=(desk.sources,), index_root=desk.root)
        zebra = desk.sources / "zebra.md"
        zebra.write_text("# Zebras\n\nZebras have stripes.\n", encoding="utf-8")
        build_pages(settings)
        with_zebra = current_folder(desk.root).name
        zebra.unlink()
        build_pages(settings)
        now = current_folder(desk.root).name
        page = sign_in(open_page, desk)
        go_to(page, "Versions")
        # The choices are one group: the arrow keys lead from one to the next.
        page.get_by_role("radio").first.check()
        page.get_by_role("radio").first.press("ArrowDown")
        expect(page.get_by_role("radio").nth(1)).to_be_checked()
        expect(page.get_by_role("radio").first).not_to_be_checked()
        page.get_by_role("radio", name=with_zebra).check()
        page.get_by_role("button", name="Go to this version").click()
        page.get_by_role("button", name="Make ").click()
        expect(page.locator(".problem li")).to_have_text(["zebra"])
        assert violations(page) == []
        assert current_folder(desk.root).name == now
        page.get_by_role("button", name="Let them answer again").click()
        assert current_now(page, desk) == with_zebra


def test_what_people_ask_is_grouped_and_names_nobody(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    go_to(page, "Questions")
    numbers = dict(
        zip(
            page.locator(".numbers dt").all_inner_texts(),
            page.locator(".numbers dd").all_inner_texts(),
            strict=True,
        )
    )
    assert (numbers["emergency or crisis"], numbers["found what they looked for"]) == ("1", "1")
    assert "kill" not in page.content()
    expect(page.get_by_role("cell", name="It was hard to understand")).to_be_visible()
    expect(page.get_by_role("cell", name="How do I bake sourdough bread?")).to_be_visible()


def test_the_review_queue_and_quality_say_what_there_is(
    open_page: OpenPage, desk: DeskSite
) -> None:
    page = sign_in(open_page, desk)
    go_to(page, "Review")
    expect(page.get_by_role("heading", name="Reviews that are due")).to_be_visible()
    expect(page.get_by_role("link", name="living")).to_have_attribute("href", "/source/living")
    expect(page.get_by_role("cell", name="warning").first).to_be_visible()
    again = page.get_by_role("button", name="Check the pages again")
    again.click()
    # Read out once, and the focus stays.
    expect(page.locator("#desk-told")).to_have_text("Checked again: 1 page, 1 review overdue.")
    expect(again).to_be_focused()
    go_to(page, "Quality")
    expect(page.get_by_text("80 questions that the pages answer")).to_be_visible()
    expect(page.get_by_text("not the one that answers now")).to_be_visible()
    page.get_by_role("link", name="Open the whole report").click()
    expect(page.get_by_role("heading", name="Quality report")).to_be_visible()


def test_the_reports_plots_stand_on_the_page_in_its_colours(
    open_page: OpenPage, desk: DeskSite
) -> None:
    page = sign_in(open_page, desk, scheme="dark")
    page.goto(f"{desk.url}/quality")
    page.locator(".part:visible").first.wait_for()
    for name in ("Reliability of the confidence", "Risk against coverage", "Time a question took"):
        expect(page.get_by_role("img", name=name)).to_be_visible()
    line = page.locator(".plots svg [style*='var(--accent)']").first
    accent = page.evaluate("getComputedStyle(document.querySelector('.part a')).color")
    assert line.evaluate("l => getComputedStyle(l).stroke") == accent
    # Drawn wide enough to be read, beside a table with the same numbers.
    assert page.locator(".plots svg").first.bounding_box()["width"] >= 380
    assert page.locator(".plots table").count() == 3
    page.get_by_text("All figures").click()
    expect(page.get_by_role("rowheader", name="calibration error (ECE)")).to_be_visible()


def test_what_no_page_answers_can_be_taken_along(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    go_to(page, "Questions")
    rows = page.locator("table").first.locator("tbody tr").all_inner_texts()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the whole list").click()
    with Path(downloading.value.path()).open(encoding="utf-8", newline="") as file:
        listed = list(csv.reader(file))
    assert listed == [["asked", "for example"], *(row.split("\t") for row in rows)]


def test_an_empty_look_up_asks_for_a_question(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    look_up(page, "  ")
    expect(page.get_by_role("alert")).to_have_text("Type a question first.")
    expect(page.locator("#outcome")).to_have_count(0)
    look_up(page, "What is a relapse?")
    expect(page.locator("#outcome")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)
