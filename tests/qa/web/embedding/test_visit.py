"""A whole visit on other people's pages: what is asked for, who has the focus, what is left."""

import pytest
from playwright.sync_api import Locator, expect

from tests.qa.web.axe import violations
from tests.qa.web.embedding import hosts
from tests.qa.web.embedding.conftest import CAR_T, Hosts, OpenHost, Visit, ask

pytestmark = pytest.mark.browser


def host_pages(hosted: Hosts) -> dict[str, hosts.Page]:
    lines, ours = hosted.lines(), hosted.origin
    strict = f"default-src 'none'; img-src data:; script-src {ours}; frame-src {ours}"
    return {
        "plain": hosts.page(lines),
        "bootstrap": hosts.page(
            lines, head=f"<style>{hosts.bootstrap()}</style>", body=hosts.NAVBAR
        ),
        "resets": hosts.page(lines, head=f"<style>{hosts.HEAVY_RESETS}</style>"),
        "unset": hosts.page(lines, head=f"<style>{hosts.UNSET}</style>"),
        "strict": hosts.page(lines, policy=f"{strict}; require-trusted-types-for 'script'"),
    }


@pytest.mark.parametrize(
    ("host", "width", "scheme"),
    [
        ("plain", 1280, "light"),
        ("bootstrap", 360, "light"),
        ("resets", 1280, "dark"),
        ("unset", 360, "light"),
        ("strict", 360, "dark"),
    ],
)
def test_a_whole_visit(
    visit: OpenHost, site_with_widget: Hosts, host: str, width: int, scheme: str
) -> None:
    hosted = site_with_widget
    hosted.pages[f"/{host}"] = host_pages(hosted)[host]
    visited = visit(f"{hosted.url}/{host}", width=width, scheme=scheme)
    expect(visited.launcher).to_be_visible()
    assert visited.requests == [f"{hosted.url}/{host}", f"{hosted.origin}/widget.js"]
    _is_a_button_that_can_be_hit(visited, width)
    visited.open()
    later = visited.requests[2:]
    assert [r for r in later if not r.startswith((f"{hosted.origin}/", "data:"))] == []
    _fills_its_panel(visited)
    _answers_and_tells_only_the_kind(visited, hosted.origin)
    _is_as_it_was_left(visited)
    _keeps_nothing(visited)
    visited.page.emulate_media(media="print")
    expect(visited.launcher).to_be_hidden()


def _is_a_button_that_can_be_hit(visited: Visit, width: int) -> None:
    box = visited.launcher.bounding_box()
    assert box
    assert box["height"] >= 44
    assert 44 <= box["width"] <= width - box["x"]
    # Named, and as we made it, whatever the page says of its buttons.
    assert visited.page.get_by_role("button", name="Ask a question").count() == 1
    assert visited.launcher.evaluate("b => getComputedStyle(b).fontSize") == "16px"
    assert violations(visited.page, "citewell-widget") == []


def _fills_its_panel(visited: Visit) -> None:
    frame = visited.page.locator("citewell-widget iframe")
    assert frame.get_attribute("title") == "Ask the reviewed pages"
    panel, inside = visited.dialog.bounding_box(), frame.bounding_box()
    assert panel
    assert inside
    assert inside["width"] >= 350
    assert inside["height"] >= 0.85 * panel["height"] >= 400
    assert visited.chat.evaluate("document.documentElement.scrollWidth") <= inside["width"]
    assert violations(visited.page, "citewell-widget") == []
    assert violations(visited.chat) == []


def _answers_and_tells_only_the_kind(visited: Visit, origin: str) -> None:
    ask(visited, CAR_T)
    assert CAR_T in visited.chat.locator(".cw-question").inner_text()
    assert visited.chat.locator(".cw-answer > .cw-quote mark").count() == 1
    assert violations(visited.chat) == []
    visited.box.press("Escape")
    visited.expect_closed()
    assert visited.focused() == "launcher"
    assert visited.told() == [["open", None], ["answered", {"kind": "answer"}], ["close", None]]
    posted = visited.page.evaluate("posted")
    assert {sender for sender, _ in posted} == {origin}
    assert not any("CAR" in data for _, data in posted)


def _is_as_it_was_left(visited: Visit) -> None:
    visited.page.keyboard.press("Enter")
    expect(visited.box).to_be_focused()
    assert visited.chat.locator(".cw-answer").count() == 1
    # Escape works outside of the frame as well.
    visited.page.locator("citewell-widget .close").focus()
    visited.page.keyboard.press("Escape")
    visited.expect_closed()
    assert visited.focused() == "launcher"


def _keeps_nothing(visited: Visit) -> None:
    kept = """() => {
      try { return [document.cookie, localStorage.length, sessionStorage.length]; }
      catch { return "forbidden by the browser"; }
    }"""
    assert visited.page.context.cookies() == []
    assert visited.page.evaluate(kept) == ["", 0, 0]
    assert visited.chat.evaluate(kept) in (["", 0, 0], "forbidden by the browser")


def test_on_a_desktop_the_page_behind_stays_usable(plain: Visit) -> None:
    plain.open()
    assert not plain.dialog.evaluate("d => d.matches(':modal')")
    expect(plain.launcher).to_have_attribute("aria-expanded", "true")
    plain.page.get_by_role("link", name="A link").click()
    # Escape belongs to the page again, once somebody works there.
    plain.page.keyboard.press("Escape")
    expect(plain.dialog).to_be_visible()
    plain.page.emulate_media(media="print")
    expect(plain.dialog).to_be_hidden()
    plain.page.emulate_media(media="screen")
    plain.launcher.click()
    plain.expect_closed()
    assert [name for name, _ in plain.told()] == ["open", "close"]


def test_the_notch_and_the_home_bar_of_a_phone_cover_nothing(
    visit: OpenHost, site_with_widget: Hosts
) -> None:
    head = '<meta name="viewport" content="width=device-width, viewport-fit=cover">'
    site_with_widget.pages["/notch"] = hosts.page(site_with_widget.lines(), head=head)
    visited = visit(f"{site_with_widget.url}/notch", width=360, height=740, has_touch=True)
    page = visited.page
    insets = {"top": 50, "bottom": 34, "left": 0, "right": 0}
    page.context.new_cdp_session(page).send(
        "Emulation.setSafeAreaInsetsOverride", {"insets": insets}
    )

    def below(place: Locator) -> float:
        box = place.bounding_box()
        assert box
        return 740 - box["y"] - box["height"]

    expect(visited.launcher).to_be_visible()
    assert below(visited.launcher) >= 34
    visited.open()
    close = page.locator("citewell-widget .close").bounding_box()
    assert close
    assert close["y"] >= 50
    assert below(page.locator("citewell-widget iframe")) >= 34


def test_on_a_phone_nothing_behind_is_reached_or_scrolls(
    visit: OpenHost, site_with_widget: Hosts
) -> None:
    site_with_widget.pages["/plain"] = hosts.page(site_with_widget.lines())
    visited = visit(f"{site_with_widget.url}/plain", width=360, height=740, has_touch=True)
    page, dialog = visited.page, visited.dialog
    page.evaluate("document.documentElement.style.overflow = 'clip'")
    visited.open()
    assert dialog.evaluate("d => d.matches(':modal')")
    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    overflow = "document.documentElement.style.overflow"
    assert page.evaluate(overflow) == "hidden"
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") in ("CITEWELL-WIDGET", "BODY")
    # The keyboard comes up: only the visual viewport says so.
    keyboard = """([height, offsetTop, scale]) => {
      for (const [name, value] of Object.entries({ height, offsetTop, scale }))
        Object.defineProperty(visualViewport, name, { get: () => value, configurable: true });
      visualViewport.dispatchEvent(new Event("resize"));
    }"""
    page.evaluate(keyboard, [400, 30, 1])
    assert dialog.bounding_box() == {"x": 0, "y": 30, "width": 360, "height": 400}
    expect(visited.box).to_be_in_viewport(ratio=1)
    # Zooming in with two fingers is no keyboard.
    page.evaluate(keyboard, [200, 30, 2])
    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    page.evaluate(keyboard, [740, 0, 1])
    # A phone turned on its side, or a window drawn wider: the same chat, not modal any more.
    page.set_viewport_size({"width": 1000, "height": 740})
    expect(dialog).to_have_js_property("open", value=True)
    page.wait_for_function(f"{overflow} === 'clip'")
    assert not dialog.evaluate("d => d.matches(':modal')")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function(f"{overflow} === 'hidden'")
    page.locator("citewell-widget .close").click()
    visited.expect_closed()
    assert page.evaluate(overflow) == "clip"
    assert visited.focused() == "launcher"
    assert [name for name, _ in visited.told()] == ["open", "close"]
