"""What gets out of the frame and what gets in: kinds of replies, and a wish to leave."""

import pytest
from playwright.sync_api import expect

from tests.qa.web.embedding.conftest import CAR_T, Hosts, Visit, until

pytestmark = pytest.mark.browser


def test_no_message_from_elsewhere_is_believed(plain: Visit, site_with_widget: Hosts) -> None:
    plain.open()
    send = """([origin, ours, data]) => {
      const frame = document.querySelector("citewell-widget").shadowRoot.querySelector("iframe");
      const source = ours ? frame.contentWindow : window;
      dispatchEvent(new MessageEvent("message", { origin, source, data }));
    }"""
    answered = {"citewell": 1, "type": "answered", "kind": "answer"}
    ours, evil = site_with_widget.origin, "https://evil.example"
    for origin, from_frame, data in (
        (evil, True, answered),
        (ours, False, answered),
        (ours, True, answered | {"citewell": 2}),
        (ours, True, answered | {"kind": "my question"}),
        (ours, True, None),
        (evil, True, {"citewell": 1, "type": "escape"}),
    ):
        plain.page.evaluate(send, [origin, from_frame, data])
    expect(plain.dialog).to_be_visible()
    assert plain.told() == [["open", None]]
    # Of what is believed only the kind is passed on.
    plain.page.evaluate(send, [ours, True, answered | {"text": "my question"}])
    assert plain.told()[1:] == [["answered", {"kind": "answer"}]]
    # The chat listens to the page that frames it, and to nobody else.
    focus = """([origin, fromParent]) => {
      document.activeElement.blur();
      const source = fromParent ? parent : window;
      const data = { citewell: 1, type: "focus" };
      dispatchEvent(new MessageEvent("message", { origin, source, data }));
      return document.activeElement.tagName;
    }"""
    host = site_with_widget.url
    assert plain.chat.evaluate(focus, [evil, True]) == "BODY"
    assert plain.chat.evaluate(focus, [host, False]) == "BODY"
    assert plain.chat.evaluate(focus, [host, True]) == "TEXTAREA"


def test_each_kind_of_reply_is_told_once_and_by_kind_alone(plain: Visit) -> None:
    plain.open()
    questions = [CAR_T, "How do I bake sourdough bread?", "I have chest pain and can't breathe"]
    for number, question in enumerate(questions, start=1):
        plain.box.fill(question)
        plain.box.press("Enter")
        until(plain.page, f"told.length === {number + 1}")
    kinds = [{"kind": kind} for kind in ("answer", "abstention", "referral")]
    assert plain.told()[1:] == [["answered", kind] for kind in kinds]
    plain.chat.get_by_role("button", name="Clear the chat").click()
    expect(plain.chat.locator(".cw-question")).to_have_count(0)
    assert len(plain.told()) == 4
