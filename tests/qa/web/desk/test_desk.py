"""The desk in a browser: signing in, looking up, copying, pinning."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from corpus.pins import PINS, read_pins
from index import Encoder, open_current
from index.progress import silent
from qa.settings import Settings
from qa.startup import open_or_build
from tests.qa.web.conftest import OpenPage
from tests.qa.web.desk.conftest import (
    NAME,
    QUESTION,
    DeskSite,
    look_up,
    pin,
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
    expect(page.get_by_label(QUESTION)).to_be_focused()
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
    page.get_by_label(QUESTION).fill("What is a relapse?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Your session has ended")
    # What was typed isn't lost, and the way on has the focus.
    expect(page.get_by_label(QUESTION)).to_have_value("What is a relapse?")
    expect(page.get_by_role("link", name="Sign in again")).to_be_focused()
    assert "Error" not in page.locator("body").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Your session has ended. Please sign in again.")


def test_a_server_that_fails_is_told_and_nothing_is_lost(
    open_page: OpenPage, desk: DeskSite
) -> None:
    page = sign_in(open_page, desk)
    box, alert = page.get_by_label(QUESTION), page.get_by_role("alert")
    for fail, said in (
        (lambda route: route.fulfill(status=404), "Something went wrong"),
        (lambda route: route.fulfill(status=413), "more than can be sent"),
    ):
        page.route("**/run/predict*", fail)
        box.fill("What is a relapse?")
        box.press("Enter")
        expect(alert).to_contain_text(said)
        expect(box).to_have_value("What is a relapse?")
        expect(box).to_be_focused()
        # Nor does Gradio say it in its own words, to nobody who only listens.
        assert set(page.locator("[role=status]").all_inner_texts()) == {""}
        page.unroute("**/run/predict*")
    box.press("Enter")
    expect(page.locator("#outcome")).to_be_focused()
    expect(alert).to_have_count(0)


def test_looking_up_by_keyboard_alone(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    expect(page.get_by_label(QUESTION)).to_be_focused()
    page.keyboard.type("What is a relapse?")
    page.keyboard.press("Enter")
    outcome = page.locator("#outcome")
    # The focus says it, and nothing else says it again.
    expect(outcome).to_be_focused()
    assert page.locator("[role=alert], [role=log]").count() == 0
    assert set(page.locator("[role=status]").all_inner_texts()) == {""}
    assert "relapse" not in page.url
    candidates = page.get_by_role("list", name="Candidates, the best first")
    expect(candidates.get_by_role("listitem")).to_have_count(3)
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
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pin an answer")).to_be_focused()
    page.get_by_role("button", name="Cancel").press("Enter")
    expect(page.get_by_role("button", name="Pin as the answer").first).to_be_focused()
    expect(page.locator("#desk-pin")).to_be_hidden()


def test_the_same_question_again_is_said_again(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    for _ in range(2):
        look_up(page, "What is a relapse?")
        expect(page.locator("#outcome")).to_be_focused()
    look_up(page, "")
    first = page.locator("#desk-outcome").inner_text()
    assert first
    look_up(page, "")
    assert page.locator("#desk-outcome").inner_text() == first


def test_what_staff_type_is_shown_and_never_run(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    attack = 'What is a relapse? "><script>window.hacked=1</script></textarea><img src=x>'
    look_up(page, attack)
    assert page.get_by_label(QUESTION).input_value() == attack
    page.get_by_role("button", name="Pin as the answer").first.click()
    panel = page.locator("#desk-pin")
    expect(panel.get_by_label("Question")).to_have_value(attack)
    pin(page, attack)
    expect(page.get_by_role("alert")).to_contain_text(attack)
    expect(panel.get_by_label("Words of the page")).to_have_value(attack)
    assert page.locator("main :is(script, img)").count() == 0
    assert page.evaluate("window.hacked") is None


def test_without_scripts_the_desk_says_what_there_is(open_page: OpenPage, desk: DeskSite) -> None:
    page = open_page(desk.url, java_script_enabled=False)
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The desk needs JavaScript")).to_be_visible()
    page.get_by_role("link", name="quality report").click()
    expect(page.get_by_role("heading", name="Quality report")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_what_can_be_operated_has_a_name_and_says_its_state(
    open_page: OpenPage, desk: DeskSite
) -> None:
    page = sign_in(open_page, desk)
    areas = page.get_by_role("navigation", name="Areas of the desk")
    expect(areas.get_by_role("link", name="Look up")).to_have_attribute("aria-current", "page")
    more = page.get_by_role("button", name="Only some pages")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    states = page.get_by_role("group", name="State of review")
    expect(states.get_by_role("checkbox", name="reviewed", exact=True)).to_be_visible()
    # The pages' ids are offered while one types.
    offers = page.get_by_role("combobox", name="Page").get_attribute("list")
    assert page.locator(f"#{offers} option").evaluate_all("all => all.map(o => o.value)") == [
        "living"
    ]
    page.keyboard.press("Control+Home")
    skip = page.get_by_role("link", name="Skip to the page")
    skip.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_filter_is_kept_and_applied(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    page.get_by_role("button", name="Only some pages").click()
    page.get_by_label("Heading").fill("Driving")
    look_up(page, "What is a relapse?")
    expect(page.locator(".card h3")).to_have_text(["1 Driving"])
    expect(page.get_by_label("Heading")).to_have_value("Driving")
    page.get_by_label("Heading").fill("Relapses")
    page.get_by_label("Heading").press("Enter")
    expect(page.locator(".card h3")).to_have_text(["1 Relapses"])


def test_only_pages_in_a_state_of_review(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk)
    page.get_by_role("button", name="Only some pages").click()
    reviewed = page.get_by_role("checkbox", name="reviewed", exact=True)
    reviewed.check()
    look_up(page, "What is a relapse?")
    expect(page.get_by_text("There is no passage to show.")).to_be_visible()
    expect(reviewed).to_be_checked()
    expect(page.locator(".card")).to_have_count(0)
    expect(page.get_by_role("list", name="Candidates")).to_have_count(0)
    page.get_by_role("checkbox", name="review overdue").check()
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
            page.locator(".part:visible").first.wait_for()
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, area
    page.goto(desk.url)
    page.get_by_label(QUESTION).wait_for()
    look_up(page, "What is a relapse?")
    page.emulate_media(media="print")
    assert page.locator(".card .cw-quote").first.is_visible()
    assert page.locator("button:visible, input:visible").count() == 0


def test_each_copy_is_the_quote_with_its_citation(open_page: OpenPage, desk: DeskSite) -> None:
    page = sign_in(open_page, desk, permissions=["clipboard-read", "clipboard-write"])
    look_up(page, "What helps fatigue?")
    card = page.locator(".card").first
    quote = card.locator(".cw-quote").text_content()
    clip = "navigator.clipboard.readText()"
    card.get_by_role("button", name="Text").click()
    expect(card.get_by_role("status")).to_have_text("Copied")
    text = page.evaluate(clip)
    assert text == card.locator(".copy-text").text_content()
    assert text.startswith(
        f"“{quote}”\n\nSource: Living with MS › What helps fatigue, Example Trust"
    )
    # In the order of the chat.
    assert "last reviewed: January 10, 2024" in text
    expect(card.locator(".facts")).to_contain_text("Last reviewed: January 10, 2024")
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
    card.get_by_role("button", name="Pin as the answer").click()
    panel = page.locator("#desk-pin")
    panel.get_by_label("Other ways to ask it").fill("What are attacks?\nWhat does relapse mean?")
    pin(page, "A relapse is always a time.")
    expect(page.get_by_role("alert")).to_contain_text("no longer stands")
    # Said by the alert: the focus stays where it was, and so does what was typed.
    expect(panel.get_by_role("button", name="Pin", exact=True)).to_be_focused()
    pin(page, RELAPSE)
    # Before anything is written, one is asked.
    expect(page.get_by_role("heading", name="Pin these words?")).to_be_focused()
    assert read_pins((desk.sources,)) == ()
    page.get_by_role("button", name="Change it").click()
    expect(panel.get_by_label("Words of the page")).to_have_value(RELAPSE)
    expect(page.get_by_role("heading", name="Pin an answer")).to_be_focused()
    assert read_pins((desk.sources,)) == ()
    panel.get_by_label("Question").press("Enter")
    page.get_by_role("button", name="Yes, pin it").click()
    expect(page.get_by_role("heading", name="Pinned")).to_be_focused()
    (written,) = read_pins((desk.sources,))
    assert (written.question, written.quote) == ("What is a relapse?", RELAPSE)
    assert (written.document, written.section) == ("living", ("Relapses",))
    assert written.variants == ("What are attacks?", "What does relapse mean?")
    assert str(Path(desk.sources, PINS)) in page.locator(".done").inner_text()
    settings = Settings(sources=(desk.sources,), index_root=tmp_path)
    open_or_build(settings, lambda: encoder, silent, date(2026, 11, 22))
    pinned = open_current(tmp_path).curated.pinned("what are attacks")
    assert pinned is not None
    document = open_current(tmp_path).document("living")
    assert document is not None
    assert pinned[1].of(document.text) == RELAPSE
