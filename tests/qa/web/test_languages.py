"""Each person is spoken to in their language, from the first line to the last."""

import time

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from qa.messages import LANGUAGES, load_messages
from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.holder import Holder
from qa.web.languages import Languages, accepted_languages
from tests.qa.web.axe import violations
from tests.qa.web.conftest import OpenPage, Site, ask


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("", []),
        ("de", ["de"]),
        ("en;q=0.5, de-AT, fr;q=0.8", ["de-AT", "fr", "en"]),
        ("de;q=0, pl;q=zero, es;q=1", ["es"]),
        ("a, b, c", ["a", "b", "c"]),
        (", ;q=1,", []),
    ],
)
def test_what_a_browser_wants_most_comes_first(header: str, tags: list[str]) -> None:
    assert accepted_languages(header) == tags


def test_the_address_wins_over_the_browser_and_both_over_the_setting() -> None:
    languages = Languages("fr")
    assert languages.choose("es", "de").language == "es"
    assert languages.choose(None, "xx, de").language == "de"
    assert languages.choose("xx", "de").language == "fr"
    assert languages.choose(None, None).language == "fr"


def test_an_abstention_is_said_in_the_clients_language(article: Assistant) -> None:
    with TestClient(create_app(Holder(article), Settings(), time.perf_counter)) as client:
        for language in LANGUAGES:
            headers = {"accept-language": language}
            wire = client.post("/api/v1/ask", json={"question": "?"}, headers=headers).json()
            # To whom the pages' language is foreign, that is told besides.
            said, _, besides = wire["message"].partition(
                load_messages(language).text("abstain_unclear")
            )
            assert (said, besides != "") == ("", language != "en")
            page = client.get("/", headers=headers).text
            assert f'lang="{language}"' in page


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [("de", 1280), ("ar", 360)])
def test_the_whole_chat_is_in_the_language_asked_for(
    open_page: OpenPage, site: Site, language: str, width: int
) -> None:
    texts = load_messages(language)
    page = open_page(f"{site.url}?lang={language}", width=width, locale="en-GB")
    page.locator(".cw-welcome").get_by_text(texts.text("chat_welcome_lead")).wait_for()
    for key in ("chat_clear", "chat_larger", "chat_send"):
        page.get_by_role("button", name=texts.text(key), exact=True).wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text(texts.text("chat_title"))
    expect(page.locator("#cw-footnote")).to_contain_text(texts.text("chat_footnote"))
    assert page.get_by_role("textbox").get_attribute("placeholder") == texts.text(
        "chat_placeholder"
    )
    ask(page, "What is CAR T-cell therapy?")
    root = page.locator("html")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", texts.direction)
    quote = page.locator(".cw-answer > .cw-quote")
    assert quote.get_attribute("lang") == "en"
    # A quote runs the way its own language does.
    assert quote.evaluate("q => getComputedStyle(q).direction") == "ltr"
    assert (
        page.locator(".cw-confidence").evaluate("p => getComputedStyle(p).direction")
        == texts.direction
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    with page.context.expect_page() as opened:
        page.locator(".cw-source").first.click()
    source = opened.value
    expect(source.locator("html")).to_have_attribute("lang", language)
    assert violations(source) == []


HINT = """box => {
    const style = getComputedStyle(box), pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return room - pen.measureText(box.placeholder).width;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hint_is_read_whole_on_the_narrowest_phone(
    open_page: OpenPage, site: Site, language: str
) -> None:
    page = open_page(f"{site.url}?lang={language}", width=320)
    page.locator(".cw-welcome").wait_for()
    assert page.get_by_role("textbox").evaluate(HINT) >= 0
    # A question in another language runs its own way.
    assert page.get_by_role("textbox").evaluate("b => getComputedStyle(b).unicodeBidi") == (
        "plaintext"
    )
    # The button that stands in its label is no part of the name.
    name = load_messages(language).text("chat_question")
    expect(page.get_by_role("textbox", name=name, exact=True)).to_be_visible()
