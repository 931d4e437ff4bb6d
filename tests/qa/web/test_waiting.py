"""While an answer is on its way: waiting is said to be waiting, and what is typed stays."""

import pytest
from playwright.sync_api import Page, Route, expect

from qa.messages import load_messages
from tests.qa.web.conftest import OpenPage, Site

pytestmark = pytest.mark.browser

# Answers of the server are held back until the test lets them go.
SLOW = """(() => {
    const ask = window.fetch;
    let held = Promise.resolve();
    window.hold = () => { held = new Promise((go) => { window.letGo = go; }); };
    window.fetch = async (...given) => {
        const response = await ask(...given);
        if (String(given[0]?.url ?? given[0]).includes("run/predict")) await held;
        return response;
    };
})();"""


# Counts the changes of the page after which no title is on it.
EMPTY_MOMENTS = """() => {
    window.empty = 0;
    new MutationObserver(() => {
        const titles = [...document.querySelectorAll("h1")];
        window.empty += !titles.some((title) => title.textContent.trim());
    }).observe(document.body, { childList: true, subtree: true });
}"""


@pytest.fixture
def slow(open_page: OpenPage, site: Site) -> Page:
    page = open_page("about:blank", own=site.url)
    page.add_init_script(SLOW)
    page.goto(f"{site.url}?lang=fr")
    page.locator(".cw-welcome").wait_for()
    return page


def test_a_slow_network_is_said_to_be_slow_and_loses_nothing_typed(slow: Page) -> None:
    box, waiting = slow.get_by_role("textbox"), slow.locator("#cw-looking")
    slow.evaluate("hold()")
    box.fill("What is MS?")
    box.press("Enter")
    expect(waiting).to_have_text(load_messages("fr").text("chat_looking"))
    assert waiting.get_attribute("role") == "status"
    box.fill("")
    slow.keyboard.type("What is CAR T-cell therapy?")
    # It is one question at a time: the second is not lost, it waits in its box.
    slow.keyboard.press("Enter")
    slow.evaluate("letGo()")
    slow.locator(".cw-answer").wait_for()
    expect(waiting).to_have_count(0)
    expect(box).to_have_value("What is CAR T-cell therapy?")
    expect(box).to_be_focused()
    box.press("Enter")
    slow.locator(".cw-answer").nth(1).wait_for()
    expect(box).to_have_value("")
    asked = slow.locator(".cw-question [dir=auto]")
    expect(asked).to_have_text(["What is MS?", "What is CAR T-cell therapy?"])


def test_what_is_typed_before_the_welcome_stays(open_page: OpenPage, site: Site) -> None:
    page = open_page("about:blank", own=site.url)
    page.add_init_script(f"{SLOW} window.hold();")
    page.goto(site.url)
    box = page.get_by_role("textbox")
    box.focus()
    page.keyboard.type("What is MS?")
    page.evaluate("letGo()")
    page.locator(".cw-welcome").wait_for()
    page.locator("#cw-offer button:visible").first.wait_for()
    expect(box).to_have_value("What is MS?")
    box.press("Enter")
    page.locator(".cw-answer").wait_for()
    expect(box).to_have_value("")


def test_a_slow_network_leaves_nobody_before_an_empty_page(open_page: OpenPage, site: Site) -> None:
    page = open_page("about:blank", own=site.url, width=360)
    held: list[Route] = []
    let_go: list[bool] = []
    page.route("**/assets/*.js", lambda r: r.continue_() if let_go else held.append(r))
    page.goto(f"{site.url}?lang=de", wait_until="commit")
    texts = load_messages("de")
    opening = page.get_by_role("main")
    expect(opening.get_by_role("heading", level=1)).to_have_text(texts.text("chat_title"))
    expect(opening.get_by_role("status")).to_have_text(texts.text("widget_loading"))
    expect(opening).to_contain_text(texts.text("chat_footnote"))
    link = opening.get_by_role("link", name=texts.text("pages_heading"))
    assert link.get_attribute("href") == "/source?lang=de"
    # The frame of the chat comes before the program that fills it.
    page.evaluate(EMPTY_MOMENTS)
    let_go.append(True)
    for route in held:
        route.continue_()
        page.wait_for_timeout(100)
    page.locator(".cw-welcome").wait_for()
    expect(page.locator("#cw-opening")).to_have_count(0)
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("window.empty") == 0
