"""The desk in a browser: signing in, looking up, copying, pinning, rolling back."""

import csv
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from corpus.pins import PINS, read_pins
from index import Encoder, open_current
from index.progress import silent
from index.versions import current_folder
from qa.settings import Settings
from qa.startup import open_or_build
from tests.qa.web.axe import violations
from tests.qa.web.conftest import OpenPage
from tests.qa.web.desk.conftest import (
    NAME,
    DeskSite,
    build_pages,
    desk_site,
    look_up,
    sign_in,
)

pytestmark = pytest.mark.browser

RELAPSE = "A relapse is a time when symptoms come back or get worse for more than a day."


def test_staff_sign_in_and_out(open_page: OpenPage, desk: DeskSite) -> None:
    page = open_page(desk.url)
    assert page.url.endswith("/desk/sign-in")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill("wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
    # The name stays, and what has to be typed again has the focus.
    expect(page.get_by_label("Name")).to_have_value(NAME)
    expect(page.get_by_label("Password")).to_be_focused()
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look up")).to_be_visible()
    (cookie,) = page.context.cookies()
    assert (cookie["path"], cookie["httpOnly"], cookie["sameSite"]) == ("/desk", True, "Strict")
    assert page.evaluate("document.cookie") == ""
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/desk/sign-in")
    assert page.context.cookies() == []
    page.goto(desk.url)
    assert page.url.endswith("/desk/sign-in")


def test_a_session_that_has_ended_says_so(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    desk.clock.seconds += 61 * 60
    page.get_by_label("A question, as people ask it").fill("What is a relapse?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Your session has ended")


def test_looking_up_by_keyboard_alone(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    expect(page.get_by_label("A question, as people ask it")).to_be_focused()
    page.keyboard.type("What is a relapse?")
    page.keyboard.press("Enter")
    outcome = page.locator("#outcome")
    expect(outcome).to_be_focused()
    assert "relapse" not in page.url
    # Side by side: the first candidates share a row.
    tops = [page.locator(".card").nth(n).bounding_box() for n in range(2)]
    assert tops[0]["y"] == tops[1]["y"]
    page.keyboard.press("Tab")
    expect(page.locator(".card h3 a").first).to_be_focused()
    for name in ("Text", "HTML", "Markdown"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name).first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("What speaks for it:").first).to_be_visible()


def test_what_staff_type_is_shown_and_never_run(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    attack = 'What is a relapse? "><script>window.hacked=1</script></textarea><img src=x>'
    look_up(page, attack)
    assert page.get_by_label("A question, as people ask it").input_value() == attack
    page.get_by_text("Pin as the answer").first.click()
    card = page.locator(".card").first
    assert card.get_by_label("Question").input_value() == attack
    card.get_by_label("Words of the page").fill(attack)
    card.get_by_role("button", name="Pin").click()
    expect(page.get_by_role("alert")).to_contain_text(attack)
    assert page.get_by_label("Words of the page").input_value() == attack
    assert page.locator("main :is(script, img)").count() == 0
    assert page.evaluate("window.hacked") is None


def test_the_desk_needs_no_script(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk, java_script_enabled=False)
    look_up(page, "What is a relapse?")
    page.get_by_text("Why it stands here").first.click()
    expect(page.get_by_text("What speaks for it:").first).to_be_visible()
    page.get_by_role("link", name="Review").click()
    expect(page.get_by_role("heading", name="Reviews that are due")).to_be_visible()


def test_a_filter_is_kept_and_applied(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    page.get_by_text("Only some pages").click()
    page.get_by_label("Heading").fill("Driving")
    look_up(page, "What is a relapse?")
    expect(page.locator(".card h3")).to_have_text(["1 Driving"])
    expect(page.get_by_label("Heading")).to_have_value("Driving")


def test_only_pages_in_a_state_of_review(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    page.get_by_text("Only some pages").click()
    page.get_by_label("State of review").select_option("reviewed")
    look_up(page, "What is a relapse?")
    expect(page.get_by_text("There is no passage to show.")).to_be_visible()
    expect(page.get_by_label("State of review")).to_have_value("reviewed")
    page.get_by_label("State of review").select_option("review overdue")
    look_up(page, "What is a relapse?")
    expect(page.locator(".card")).to_have_count(3)


def test_large_text_a_systems_colours_and_paper_leave_it_readable(
    open_page: OpenPage, desk: DeskSite
) -> None:
    page = sign_in(open_page, desk, width=640, forced_colors="active")
    look_up(page, "What is a relapse?")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for area in ("", "/review", "/asked", "/indexes", "/quality"):
        if area:
            page.goto(desk.url + area)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, area
    page.goto(desk.url)
    look_up(page, "What is a relapse?")
    page.emulate_media(media="print")
    assert page.locator(".card .cw-quote").first.is_visible()
    assert page.locator("button:visible, input:visible").count() == 0


def test_each_copy_is_the_quote_with_its_citation(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk, permissions=["clipboard-read", "clipboard-write"])
    look_up(page, "What helps fatigue?")
    card = page.locator(".card").first
    quote = card.locator(".cw-quote").inner_text()
    clip = "navigator.clipboard.readText()"
    card.get_by_role("button", name="Text").click()
    expect(card.get_by_role("status")).to_have_text("Copied")
    text = page.evaluate(clip)
    assert text.startswith(
        f"“{quote}”\n\nSource: Living with MS › What helps fatigue, Example Trust"
    )
    assert "last reviewed: 2024-01-10" in text
    assert f"{desk.site.url}source/living?mark=" in text
    card.get_by_role("button", name="Markdown").click()
    assert page.evaluate(clip).startswith("> Rest between tasks")
    card.get_by_role("button", name="HTML").click()
    rich = page.evaluate(
        "async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()"
    )
    assert "<blockquote" in rich
    assert "Living with MS › What helps fatigue</a>" in rich
    assert page.evaluate(clip) == text


def test_a_pin_is_written_a_wrong_one_is_not_and_the_next_build_applies_it(
    open_page: OpenPage, desk: DeskSite, encoder: Encoder, tmp_path: Path
) -> None:
    page = sign_in(open_page, desk)
    look_up(page, "What is a relapse?")
    card = page.locator(".card", has_text="A relapse is a time")
    card.get_by_text("Pin as the answer").click()
    card.get_by_label("Other ways to ask it").fill("What are attacks?\nWhat does relapse mean?")
    card.get_by_label("Words of the page").fill("A relapse is always a time.")
    card.get_by_role("button", name="Pin").click()
    expect(page.get_by_role("alert")).to_contain_text("no longer stands")
    assert read_pins((desk.sources,)) == ()
    page.get_by_label("Words of the page").fill(RELAPSE)
    page.get_by_role("button", name="Pin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pinned")
    (pin,) = read_pins((desk.sources,))
    assert (pin.question, pin.quote, pin.document) == ("What is a relapse?", RELAPSE, "living")
    assert pin.variants == ("What are attacks?", "What does relapse mean?")
    assert str(Path(desk.sources, PINS)) in page.locator(".done").inner_text()
    settings = Settings(sources=(desk.sources,), index_root=tmp_path)
    open_or_build(settings, lambda: encoder, silent, date(2026, 11, 22))
    pinned = open_current(tmp_path).curated.pinned("what are attacks")
    assert pinned is not None
    document = open_current(tmp_path).document("living")
    assert document is not None
    assert pinned[1].of(document.text) == RELAPSE


def test_going_back_to_another_version_asks_first(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    page.get_by_role("link", name="Versions").click()
    before = current_folder(desk.root).name
    page.get_by_text("Go to this version").click()
    page.locator(".confirm button").click()
    expect(page.get_by_role("status")).to_contain_text("is current now")
    assert current_folder(desk.root).name != before
    page.get_by_text("Go to this version").click()
    page.locator(".confirm button").click()
    page.get_by_text(f"{before} is current now").wait_for()
    assert current_folder(desk.root).name == before


def test_going_back_names_pages_that_would_answer_again(
    open_page: OpenPage, tmp_path: Path
) -> None:
    with desk_site(tmp_path) as desk:
        settings = Settings(sources=(desk.sources,), index_root=desk.root)
        zebra = desk.sources / "zebra.md"
        zebra.write_text("# Zebras\n\nZebras have stripes.\n", encoding="utf-8")
        build_pages(settings)
        zebra.unlink()
        build_pages(settings)
        now = current_folder(desk.root).name
        page = sign_in(open_page, desk)
        page.get_by_role("link", name="Versions").click()
        page.get_by_text("Go to this version").first.click()
        page.locator(".confirm button").first.click()
        expect(page.locator(".problem li")).to_have_text(["zebra"])
        assert violations(page) == []
        assert current_folder(desk.root).name == now
        page.get_by_role("button", name="Let them answer again").click()
        expect(page.get_by_role("status")).to_contain_text("is current now")
        assert current_folder(desk.root).name != now


def test_what_people_ask_is_grouped_and_names_nobody(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    page.get_by_role("link", name="Questions").click()
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
    page.get_by_role("link", name="Review").click()
    expect(page.get_by_role("heading", name="Reviews that are due")).to_be_visible()
    expect(page.get_by_role("link", name="living")).to_have_attribute("href", "/source/living")
    page.get_by_role("button", name="Check the pages again").click()
    expect(page.get_by_role("cell", name="warning").first).to_be_visible()
    page.get_by_role("link", name="Quality").click()
    expect(page.get_by_text("80 questions that the pages answer")).to_be_visible()
    expect(page.get_by_text("not the one that answers now")).to_be_visible()
    page.get_by_role("link", name="Open the whole report").click()
    expect(page.get_by_role("heading", name="Quality report")).to_be_visible()


def test_the_reports_plots_stand_on_the_page_in_its_colours(
    open_page: OpenPage, desk: DeskSite
) -> None:
    page = sign_in(open_page, desk, scheme="dark")
    page.goto(f"{desk.url}/quality")
    for name in ("Reliability of the confidence", "Risk against coverage", "Time a question took"):
        expect(page.get_by_role("img", name=name)).to_be_visible()
    line = page.locator(".plots svg [style*='var(--accent)']").first
    accent = page.evaluate("getComputedStyle(document.querySelector('a')).color")
    assert line.evaluate("l => getComputedStyle(l).stroke") == accent
    # Drawn wide enough to be read, beside a table with the same numbers.
    assert page.locator(".plots svg").first.bounding_box()["width"] >= 380
    assert page.locator(".plots table").count() == 3
    page.get_by_text("All figures").click()
    expect(page.get_by_role("rowheader", name="calibration error (ECE)")).to_be_visible()


def test_what_no_page_answers_can_be_taken_along(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    page.get_by_role("link", name="Questions").click()
    rows = page.locator("table").first.locator("tbody tr").all_inner_texts()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the whole list").click()
    with Path(downloading.value.path()).open(encoding="utf-8", newline="") as file:
        listed = list(csv.reader(file))
    assert listed == [["asked", "for example"], *(row.split("\t") for row in rows)]
