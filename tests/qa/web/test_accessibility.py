"""No violation of axe's rules in any state, light or dark, wide or narrow."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from qa.pipeline import Assistant
from qa.web.holder import Holder
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat, serving
from tests.qa.web.scripted import scripted_holder

pytestmark = pytest.mark.browser

LOOKS = [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STATES = {
    "answer": "What is CAR T-cell therapy?",
    "abstention": "How do I bake sourdough bread?",
    "unclear": "?!",
    "emergency": "emergency",
    "crisis": "crisis",
    "personal_advice": "personal_advice",
    "too long": "a" * 2001,
}


@pytest.fixture(scope="module")
def scripted_site(article: Assistant) -> Iterator[Site]:
    with serving(scripted_holder(article), questions_per_minute=0) as site:
        yield site


def violations(page: Page) -> list[tuple[str, list[str]]]:
    page.evaluate("document.getAnimations().forEach(a => a.finish())")
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    found = Axe().run(page, options=options).response["violations"]
    return [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_state_of_the_chat(
    open_page: OpenPage, scripted_site: Site, scheme: str, width: int
) -> None:
    page = open_chat(open_page, scripted_site, width=width, scheme=scheme)
    found = {"empty": violations(page)}
    # A browser keeps to the limit; what goes beyond it comes from elsewhere.
    page.locator("textarea").evaluate("box => box.removeAttribute('maxlength')")
    for state, question in STATES.items():
        ask(page, question)
        if state == "answer":
            page.locator(".cw-more summary").click()
        found[state] = violations(page)
        page.get_by_role("button", name="Clear the chat").click()
        expect(page.locator(".cw-question")).to_have_count(0)
    assert found == {state: [] for state in ["empty", *STATES]}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_when_nothing_can_be_answered(
    open_page: OpenPage, article: Assistant, scheme: str, width: int
) -> None:
    with serving(Holder()) as site:
        page = open_page(site.url, width=width, scheme=scheme)
        page.get_by_text("I can't look anything up").wait_for()
        ask(page, "What is MS?")
        assert page.get_by_text("I can't look anything up").count() == 2
        assert violations(page) == []
    with serving(Holder(article), questions_per_minute=1) as site:
        page = open_chat(open_page, site, width=width, scheme=scheme)
        ask(page, "What is MS?")
        ask(page, "What is MS?")
        page.get_by_text("Please wait a minute").wait_for()
        assert violations(page) == []


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_source_page(open_page: OpenPage, site: Site, scheme: str, width: int) -> None:
    name = site.assistant.index.document_ids[0]
    page = open_page(f"{site.url}source/{name}?mark=0-40#cited", width=width, scheme=scheme)
    page.locator(".cw-contents summary").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page = open_page(f"{site.url}source/nothing", width=width, scheme=scheme)
    assert violations(page) == []


def test_a_referral_is_a_card_that_names_people(open_page: OpenPage, scripted_site: Site) -> None:
    page = open_chat(open_page, scripted_site)
    for kind in ("emergency", "crisis", "personal_advice"):
        ask(page, kind)
        reply = page.locator(f".cw-reply.cw-{kind}")
        assert "Please talk to a person about this. <b>Now</b>" in reply.inner_text()
        call = reply.locator("a.cw-contact")
        assert call.get_attribute("href") == "tel:112"
        assert call.inner_text() == "112"
        # An address that is no call, message or page is shown, not linked.
        assert reply.locator("strong.cw-contact").inner_text() == "0800 123 456"
        quoted = reply.locator(".cw-quote").count()
        assert (quoted > 0) == (kind == "personal_advice")
    # Nothing stands beside a signpost.
    ask(page, "crisis")
    assert page.locator("#cw-offer button:visible").count() == 0


def test_forced_colours_and_less_motion_keep_the_mark(open_page: OpenPage, site: Site) -> None:
    page = open_chat(open_page, site, forced_colors="active", reduced_motion="reduce")
    ask(page, "What is CAR T-cell therapy?")
    mark = page.locator(".cw-answer > .cw-quote mark")
    background, ink = mark.evaluate(
        "m => [getComputedStyle(m).backgroundColor, getComputedStyle(m).color]"
    )
    assert background != ink
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
