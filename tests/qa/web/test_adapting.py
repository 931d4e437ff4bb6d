"""The pages give way: to larger text, to a system's own colours, to paper and to the keyboard."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from qa.web.embedding.colour import Colour
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat

pytestmark = pytest.mark.browser

CAR_T = "What is CAR T-cell therapy?"
# Answered by three passages.
THERAPIES = "What therapies are there for MS?"
# The right edge of whatever is seen furthest to the right.
WIDEST = """() => Math.max(...[...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && !e.closest(".scroll, pre, .cw-sr, .skip"))
    .map((e) => e.getBoundingClientRect().right))"""
# What has the focus: where it is on the page, and whether anything hides it.
FOCUSED = """() => {
    const held = document.activeElement;
    if (held === document.body) return null;
    const box = held.getBoundingClientRect();
    const top = document.elementFromPoint(
        box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 30) / 2);
    return {
        name: (held.ariaLabel || held.textContent || held.name).trim().slice(0, 40),
        seen: held.contains(top) || !!top?.contains(held),
        above: held.closest("#cw-ask") ? Infinity : Math.round(box.top + scrollY),
    };
}"""


def source_of(site: Site) -> str:
    return f"{site.url}source/{site.assistant.index.document_ids[0]}?mark=1000-1100#cited"


@pytest.mark.parametrize("width", [640, 1280])
@pytest.mark.parametrize("path", ["source", "embed", "demo"])
def test_twice_as_large_text_reflows(
    open_page: OpenPage, site: Site, path: str, width: int
) -> None:
    page = open_page(source_of(site) if path == "source" else site.url + path, width=width)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if path == "source":
        page.locator(".cw-contents summary").click()
    assert page.evaluate(WIDEST) <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_systems_own_colours_leave_lines_around_what_can_be_pressed(
    open_page: OpenPage, site: Site, scheme: str
) -> None:
    page = open_chat(open_page, site, forced_colors="active", scheme=scheme)
    ask(page, CAR_T)
    widths = page.locator("#cw-offer button:visible, #cw-tools button:visible").evaluate_all(
        "all => all.map((b) => parseFloat(getComputedStyle(b).borderTopWidth))"
    )
    assert widths
    assert min(widths) >= 1
    source = open_page(source_of(site), forced_colors="active", scheme=scheme)
    for mark in (page.locator(".cw-answer > .cw-quote mark"), source.locator("#cited")):
        ground, ink = (
            mark.evaluate("(m, name) => getComputedStyle(m)[name]", name)
            for name in ("backgroundColor", "color")
        )
        assert colour(ink).contrast(colour(ground)) >= 4.5
    assert ground != source.evaluate("getComputedStyle(document.body).backgroundColor")


def colour(computed: str) -> Colour:
    return Colour(*(int(part) for part in re.findall(r"\d+", computed)[:3]))


@pytest.mark.parametrize(("width", "height"), [(640, 400), (320, 200)])
def test_a_zoomed_window_begins_at_the_top_and_the_answer_is_read_in_it(
    open_page: OpenPage, site: Site, width: int, height: int
) -> None:
    # What a window of 1280 by 800 has left at 200 and at 400 percent.
    page = open_chat(open_page, site, width=width, height=height, reduced_motion="reduce")
    expect(page.get_by_role("textbox")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    ask(page, CAR_T)
    expect(page.locator(".cw-answer > .cw-quote mark")).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Nothing stays over the little that is seen.
    assert page.locator("#cw-ask").evaluate("a => getComputedStyle(a).position") == "static"


# Words that are cut in two.
BROKEN = """() => [...document.querySelectorAll(".cw-care :is(h2, .cw-message)")].flatMap((e) => {
    const text = e.firstChild, range = document.createRange();
    return [...text.data.matchAll(/\\p{L}+/gu)].filter((word) => {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return range.getClientRects().length > 1;
    }).map((word) => word[0]);
})"""


def test_twice_as_large_text_on_a_phone_breaks_no_word_and_leaves_room_to_type(
    open_page: OpenPage, site: Site
) -> None:
    page = open_chat(open_page, site, width=360, height=740, reduced_motion="reduce")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    ask(page, "I want to kill myself")
    assert page.evaluate(BROKEN) == []
    typed, whole = (
        page.locator(part).evaluate("e => e.getBoundingClientRect().width")
        for part in ("#cw-question textarea", "#cw-question")
    )
    assert typed >= 0.9 * whole
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_with_less_motion_nothing_moves(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site, reduced_motion="reduce")
    ask(page, CAR_T)
    moving = """() => document.getAnimations()
        .filter((a) => a.effect.getComputedTiming().duration > 1).length"""
    assert page.evaluate(moving) == 0
    slow = """() => [...document.querySelectorAll("main *")]
        .filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length"""
    assert page.evaluate(slow) == 0
    # The answer is where it stays, at once.
    before = page.evaluate("scrollY")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == before


@pytest.mark.parametrize("width", [360, 1280])
def test_the_focus_goes_down_the_chat_and_nothing_covers_it(
    open_page: OpenPage, site: Site, width: int
) -> None:
    page = open_chat(open_page, site, width=width, height=740, reduced_motion="reduce")
    ask(page, THERAPIES)
    page.locator(".cw-more summary").click()
    visited = through(page)
    names = [stop["name"] for stop in visited]
    assert names[:2] == ["Larger text", "Clear the chat"]
    assert names[-1] == "Ask"
    order = ["Copy with source", "Print", "More from this page (2)"]
    assert [name for name in names if name in order] == order
    in_order(visited)


def test_the_focus_goes_down_the_source_page(open_page: OpenPage, site: Site) -> None:
    page = open_page(source_of(site).partition("?")[0], reduced_motion="reduce")
    page.locator(".cw-contents summary").click()
    visited = through(page)
    assert [stop["name"] for stop in visited[:3]] == [
        "Ask about this page",
        "Print",
        "On this page",
    ]
    in_order(visited[2:])


def through(page: Page) -> list[dict[str, object]]:
    """Press Tab until the page is through, and return where the focus stopped."""
    page.evaluate("() => { scrollTo(0, 0); document.body.tabIndex = -1; document.body.focus(); }")
    stops: list[dict[str, object]] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return stops
        stops.append(stop)
    pytest.fail("the focus never leaves the page")


def in_order(stops: list[dict[str, object]]) -> None:
    assert [stop for stop in stops if not stop["seen"]] == []
    tops = [stop["above"] for stop in stops]
    # Two in one row may differ by what their type does.
    assert all(later >= earlier - 8 for earlier, later in pairwise(tops)), stops  # type: ignore[operator]
