"""No violation of axe's rules in any state, light or dark, wide or narrow; nothing too wide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from qa.pipeline import Assistant
from tests.qa.web.axe import violations
from tests.qa.web.conftest import OpenPage, Site, ask, open_chat, serving
from tests.qa.web.scripted import scripted_holder
from tests.qa.web.stage import LOOKS, Scheme, Stage, Visitor, stage
from tests.qa.web.states import WALKS

pytestmark = pytest.mark.browser

# Where a few letters of an element's text begin on the screen.
LEFT_OF = """(element, [start, end]) => {
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    const range = document.createRange();
    range.setStart(text, start);
    range.setEnd(text, end);
    return range.getBoundingClientRect().left;
}"""


@pytest.fixture(scope="module")
def on(article_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("stage"), article_root) as on:
        yield on


@pytest.fixture(scope="module")
def scripted_site(article: Assistant) -> Iterator[Site]:
    with serving(scripted_holder(article), questions_per_minute=0) as site:
        yield site


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize("walk", WALKS)
def test_no_state_breaks_a_rule_or_needs_sideways_scrolling(
    browser: Browser, on: Stage, walk: str, scheme: Scheme, width: int
) -> None:
    visitor = Visitor(browser, scheme, width)
    found, too_wide = {}, []
    for seen in WALKS[walk](visitor, on):
        found[seen.name] = [v for part in seen.parts for v in violations(*part)]
        if any(
            part.evaluate("document.documentElement.scrollWidth") > width for part, _ in seen.parts
        ):
            too_wide.append(seen.name)
    assert found == {name: [] for name in found}
    assert too_wide == []
    assert visitor.complaints == []


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
    # Where lines run from right to left a number still reads as it is dialled.
    arabic = open_page(f"{scripted_site.url}?lang=ar")
    arabic.locator(".cw-welcome").wait_for()
    ask(arabic, "crisis")
    number = arabic.locator(".cw-reply strong.cw-contact")
    assert number.inner_text() == "0800 123 456"
    first, last = (number.evaluate(LEFT_OF, [at, at + 3]) for at in (0, 9))
    assert first < last
    # Nothing stands beside a signpost.
    ask(page, "crisis")
    assert page.locator("#cw-offer button:visible").count() == 0
