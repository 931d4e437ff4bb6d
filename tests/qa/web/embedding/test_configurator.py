"""The page where operators choose: live, by keyboard, on every screen; and its preview."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.qa.web.conftest import OpenPage, Site

pytestmark = pytest.mark.browser


def lines(page: Page) -> str:
    return page.get_by_role("textbox", name="Lines to paste").input_value()


def test_each_choice_shows_at_once(open_page: OpenPage, site: Site) -> None:
    page = open_page(f"{site.url}embed", permissions=["clipboard-read", "clipboard-write"])
    launcher = page.frame_locator("#preview").locator(".launcher")
    expect(launcher).to_have_text("Ask a question")
    # By keyboard alone, each field in its order.
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="As a button")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Ask the MS team")
    expect(launcher).to_have_text("Ask the MS team")
    page.keyboard.press("Tab")
    page.keyboard.type("Deutsch")
    expect(page.locator("#snippet")).to_have_value(re.compile('data-lang="de"'))
    page.get_by_label("Colour").fill("#ffd54f")
    expect(page.locator(".cw-bad")).to_have_text(
        "The button on a white page: 1.4 to 1, too little (at least 3)."
    )
    expect(page.locator(".cw-good")).to_contain_text("Black words on the button: 14.")
    page.get_by_role("radio", name="Left", exact=True).check()
    page.get_by_role("checkbox", name="Pin this version").check()
    expect(page.locator("#snippet")).to_have_value(re.compile("integrity"))
    for said in ('data-title="Ask the MS team"', 'data-color="#ffd54f"', 'data-position="left"'):
        assert said in lines(page)
    # The preview runs these very lines, with the chat in them.
    expect(launcher).to_be_visible()
    assert launcher.evaluate("b => getComputedStyle(b).color") == "rgb(0, 0, 0)"
    launcher.click()
    chat = page.frame_locator("#preview").frame_locator("iframe")
    expect(chat.locator(".cw-welcome")).to_be_visible()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == lines(page)
    # The address holds the choice: opened again, the page is as it was left.
    again = open_page(page.url)
    assert lines(again) == lines(page)
    expect(again.get_by_role("radio", name="Left", exact=True)).to_be_checked()


def test_it_works_without_javascript(open_page: OpenPage, site: Site) -> None:
    page = open_page(f"{site.url}embed", java_script_enabled=False)
    page.get_by_role("radio", name="In the text").check()
    page.get_by_label("Title").fill("Ask us")
    page.get_by_role("button", name="Show").click()
    assert lines(page).startswith(f'<div data-citewell><a href="{site.url}">Ask us</a></div>')
    assert page.get_by_role("button", name="Copy").count() == 0
