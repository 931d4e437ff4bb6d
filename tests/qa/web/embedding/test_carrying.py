"""The other ways to carry it: in the text, pinned, without scripts, on a site that may not."""

import pytest
from playwright.sync_api import expect

from qa.messages import load_messages
from tests.qa.web.axe import violations
from tests.qa.web.embedding import hosts
from tests.qa.web.embedding.conftest import CAR_T, Hosts, OpenHost, ask

pytestmark = pytest.mark.browser


def test_a_site_that_is_not_listed_shows_a_link_instead(
    visit: OpenHost, unlisted_site: Hosts
) -> None:
    unlisted_site.pages["/"] = hosts.page(unlisted_site.lines(language="de"))
    visited = visit(unlisted_site.url)
    visited.launcher.click()
    link = visited.page.locator("citewell-widget .stage a")
    expect(visited.page.get_by_role("status")).to_have_text("Der Chat wird geöffnet…")
    expect(link).to_be_hidden()
    expect(link).to_be_visible()
    texts = load_messages("de")
    expect(link).to_have_text(texts.text("widget_new_tab"))
    expect(visited.page.get_by_role("status")).to_have_text(texts.text("widget_blocked"))
    expect(visited.page.locator("iframe")).to_be_hidden()
    assert link.get_attribute("href") == f"{unlisted_site.origin}/?lang=de"
    assert violations(visited.page, "citewell-widget") == []
    with visited.page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("textbox")).to_be_visible()
    visited.complaints[:] = [c for c in visited.complaints if "frame-ancestors" not in c]


def test_in_the_text_it_takes_no_focus_and_replaces_the_link(
    visit: OpenHost, site_with_widget: Hosts
) -> None:
    script = site_with_widget.lines(inline=True, title="Ask the MS team")
    link, _, script = script.partition("\n")
    site_with_widget.pages["/inline"] = hosts.page(script, body=link)
    visited = visit(f"{site_with_widget.url}/inline", width=360)
    expect(visited.box).to_be_visible()
    page = visited.page
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert page.evaluate("scrollY") == 0
    assert page.locator("citewell-widget").count() == 0
    expect(page.get_by_role("link", name="Ask the MS team")).to_be_hidden()
    box = page.locator("[data-citewell] iframe").bounding_box()
    assert box
    assert (box["height"], page.evaluate("document.documentElement.scrollWidth")) == (638, 360)
    assert violations(page, "[data-citewell]") == []
    ask(visited, CAR_T)
    visited.box.press("Escape")
    assert visited.told() == [["answered", {"kind": "answer"}]]
    page.emulate_media(media="print")
    expect(page.locator("[data-citewell]")).to_be_hidden()


def test_without_javascript_there_is_a_link(visit: OpenHost, site_with_widget: Hosts) -> None:
    hosted = site_with_widget
    for path, inline in (("/launcher", False), ("/text", True)):
        hosted.pages[path] = hosts.page(hosted.lines(inline=inline, title="Ask us"))
        visited = visit(hosted.url + path, java_script_enabled=False)
        link = visited.page.get_by_role("link", name="Ask us")
        expect(link).to_be_visible()
        assert link.get_attribute("href") == hosted.chat.url


def test_a_pinned_script_runs_only_unchanged(visit: OpenHost, site_with_widget: Hosts) -> None:
    hosted = site_with_widget
    lines = hosted.lines(pinned=True)
    hosted.pages["/pinned"] = hosts.page(lines)
    expect(visit(f"{hosted.url}/pinned").launcher).to_be_visible()
    hosted.pages["/tampered"] = hosts.page(lines.replace("sha384-", "sha384-A", 1))
    refused = visit(f"{hosted.url}/tampered")
    assert refused.page.locator("citewell-widget").count() == 0
    (complaint,) = refused.complaints
    assert "integrity" in complaint
    refused.complaints.clear()


def test_it_looks_as_the_operator_chose(visit: OpenHost, site_with_widget: Hosts) -> None:
    hosted = site_with_widget
    look = {"data-title": "اسألنا", "data-lang": "ar-EG", "data-color": "#FFD54F"}
    attributes = " ".join(f'{name}="{value}"' for name, value in look.items())
    script = f'<script src="{hosted.origin}/widget.js" {attributes} defer></script>'
    # Twice the script is still one widget.
    hosted.pages["/ar"] = hosts.page(script + script)
    visited = visit(f"{hosted.url}/ar", width=360, forced_colors="active", reduced_motion="reduce")
    assert visited.page.locator("citewell-widget").count() == 1
    expect(visited.launcher).to_have_text("اسألنا")
    box = visited.launcher.bounding_box()
    assert box
    assert box["x"] == 20
    assert visited.launcher.evaluate("b => getComputedStyle(b).direction") == "rtl"
    # With colours of its own a system draws no ground: the line around says what can be pressed.
    line = "b => { const s = getComputedStyle(b); return s.borderTopColor !== s.backgroundColor; }"
    assert visited.launcher.evaluate(line)
    visited.open()
    assert visited.dialog.evaluate("d => getComputedStyle(d).animationName") == "none"
    assert "lang=ar&" in visited.chat.url
    assert visited.chat.url.endswith("&color=FFD54F")
    expect(visited.chat.locator("html")).to_have_attribute("dir", "rtl")
    # The frame's own head would say the title twice; it stays for those who listen.
    assert visited.chat.locator("h1").count() == 1
    assert visited.chat.locator("#cw-head").bounding_box()["height"] <= 1  # type: ignore[index]
    assert violations(visited.page, "citewell-widget") == []
    assert violations(visited.chat) == []


def test_the_widget_with_twice_as_large_text_still_fits(
    visit: OpenHost, site_with_widget: Hosts
) -> None:
    site_with_widget.pages["/large"] = hosts.page(site_with_widget.lines())
    visited = visit(f"{site_with_widget.url}/large", width=360, height=740)
    visited.page.evaluate("document.documentElement.style.fontSize = '200%'")
    visited.open()
    visited.chat.evaluate("document.documentElement.style.fontSize = '200%'")
    assert visited.chat.evaluate("document.documentElement.scrollWidth") <= 360
    expect(visited.box).to_be_visible()


@pytest.mark.parametrize(
    ("attributes", "lang", "side", "ink"),
    [
        ('data-position="left"', "en", "left", "rgb(255, 255, 255)"),
        ('data-color="#ffd54f"', "de", "right", "rgb(0, 0, 0)"),
        ('data-color="red" data-lang="xx"', "ar", "left", "rgb(255, 255, 255)"),
        ('data-position="right"', "ar", "right", "rgb(255, 255, 255)"),
    ],
)
def test_what_is_not_chosen_comes_from_the_page(
    visit: OpenHost, site_with_widget: Hosts, attributes: str, lang: str, side: str, ink: str
) -> None:
    hosted = site_with_widget
    script = f'<script src="{hosted.origin}/widget.js" {attributes} defer></script>'
    hosted.pages["/look"] = hosts.page(script, lang=lang)
    visited = visit(f"{hosted.url}/look")
    expect(visited.launcher).to_have_text(load_messages(lang).text("widget_open"))
    assert visited.launcher.evaluate("b => getComputedStyle(b).color") == ink
    box = visited.launcher.bounding_box()
    assert box
    assert (box["x"] < 640) == (side == "left")
