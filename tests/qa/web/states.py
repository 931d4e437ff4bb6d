"""Every state in which people see a surface, and the way there: for the checks and the pictures."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Locator, Page, expect

from tests.qa.web import scripted
from tests.qa.web.conftest import ask
from tests.qa.web.desk.conftest import NAME, PASSWORD, QUESTION, look_up, pin
from tests.qa.web.stage import Seen, Stage, Visitor

CAR_T = "What is CAR T-cell therapy?"
# Answered by three passages.
THERAPIES = "What therapies are there for MS?"
# What is asked, one after the other, and what then shows that the state is there.
CHAT_STATES: dict[str, tuple[list[str], str]] = {
    "answer": ([THERAPIES], ".cw-answer > .cw-quote mark"),
    "partial match": ([scripted.PARTIAL], ".cw-answer > .cw-quote mark"),
    "repaired question": (["What is imunotherapy?"], ".cw-as-typed:visible"),
    "follow-up": ([CAR_T, "How does it work?"], ".cw-as-typed:visible"),
    "abstention": (["How do I bake sourdough bread?"], ".cw-abstention .cw-places"),
    "abstention, closest": ([scripted.CLOSEST], ".cw-abstention .cw-places"),
    "needs context": (["How does it work?"], ".cw-abstention"),
    "unclear": (["?!"], ".cw-abstention"),
    "small talk": (["Hello"], ".cw-abstention"),
    "emergency": (["I have chest pain and can't breathe"], ".cw-emergency .cw-contact"),
    "crisis": (["I want to kill myself"], ".cw-crisis .cw-contact"),
    "personal advice": (["Should I stop taking my medicine?"], ".cw-personal_advice .cw-care"),
    "advice and quote": ([scripted.ADVICE], ".cw-personal_advice > .cw-quote"),
    "too long": (["a" * 2001], ".cw-note"),
    "error": ([scripted.FAULT], ".cw-note"),
}
Walk = Callable[[Visitor, Stage], Iterator[Seen]]


def chat(visitor: Visitor, on: Stage) -> Iterator[Seen]:
    """Go through what can come back from a question."""
    page = _chat(visitor, on.chat.url)
    yield Seen.of("empty", page)
    for name, (asked, shows) in CHAT_STATES.items():
        for question in asked:
            ask(page, question)
        expect(page.locator(shows).last).to_be_visible()
        yield Seen.of(name, page)
        if name == "answer":
            page.locator(".cw-more summary").click()
            yield Seen.of("more passages", page)
            page.get_by_role("button", name="Larger text").click()
            yield Seen.of("larger text", page)
            page.get_by_role("button", name="Larger text").click()
        page.get_by_role("button", name="Clear the chat").click()
        expect(page.locator(".cw-question")).to_have_count(0)
    page.context.close()
    page = _chat(visitor, f"{on.chat.url}?lang=ar")
    ask(page, CAR_T)
    yield Seen.of("Arabic", page)
    page.context.close()


def trouble(visitor: Visitor, on: Stage) -> Iterator[Seen]:
    """Go through what keeps a question from being looked up, and what is asked about an answer."""
    page = visitor.open(on.closed.url)
    page.locator(".cw-note").wait_for()
    yield Seen.of("unavailable", page)
    page.context.close()
    page = _chat(visitor, on.chat.url)
    page.route("**/run/predict*", lambda route: route.abort())
    page.get_by_role("textbox").fill(CAR_T)
    page.get_by_role("textbox").press("Enter")
    page.get_by_role("alert").wait_for()
    yield Seen.of("offline", page)
    page.context.close()
    page = _chat(visitor, on.limited.url)
    ask(page, CAR_T)
    ask(page, CAR_T)
    page.get_by_text("Please wait a minute").last.wait_for()
    yield Seen.of("rate-limited", page)
    page.context.close()
    page = _chat(visitor, on.desk.site.url)
    ask(page, "What is a relapse?")
    expect(page.locator(".cw-answer > .cw-citation .cw-overdue")).to_be_visible()
    yield Seen.of("overdue, feedback", page)
    page.get_by_role("button", name="No", exact=True).click()
    yield Seen.of("feedback reasons", page)
    page.locator(".cw-because").last.click()
    page.locator(".cw-thanks").wait_for()
    yield Seen.of("feedback thanks", page)
    page.context.close()


def source(visitor: Visitor, on: Stage) -> Iterator[Seen]:
    """Go through the pages that documents are shown on."""
    name = on.chat.assistant.index.document_ids[0]
    page = visitor.open(f"{on.chat.url}source/{name}")
    yield Seen.of("source", page)
    page.locator(".cw-contents summary").click()
    yield Seen.of("source, contents", page)
    page.goto(f"{on.chat.url}source/{name}?mark=1000-1100#cited")
    expect(page.locator("#cited")).to_be_in_viewport()
    yield Seen.of("source, cited", page)
    page.goto(f"{on.desk.site.url}source/living")
    yield Seen.of("source, overdue", page)
    page.goto(f"{on.chat.url}source")
    yield Seen.of("source, list of pages", page)
    page.goto(f"{on.chat.url}source/nothing")
    yield Seen.of("source, missing", page)
    page.goto(f"{on.closed.url}source/{name}")
    yield Seen.of("source, unavailable", page)
    page.context.close()


def widget(visitor: Visitor, on: Stage) -> Iterator[Seen]:
    """Go through the widget on somebody's page, and the pages for operators."""
    page = visitor.open(f"{on.host}/listed")
    ours = (page, "citewell-widget")
    launcher = page.locator("citewell-widget .launcher")
    expect(launcher).to_be_visible()
    yield Seen("widget closed", page, (ours,))
    launcher.click()
    box = page.frame_locator("iframe").get_by_role("textbox")
    expect(box).to_be_focused()
    (frame,) = [f for f in page.frames if "embedded=" in f.url]
    yield Seen("widget open", page, (ours, (frame, None)))
    box.fill(CAR_T)
    box.press("Enter")
    frame.locator(".cw-answer").wait_for()
    yield Seen("widget answer", page, (ours, (frame, None)))
    page.goto(f"{on.host}/unlisted")
    page.locator("citewell-widget .launcher").click()
    page.locator("citewell-widget .stage a").wait_for()
    yield Seen("widget blocked", page, (ours,))
    page.goto(f"{on.chat.url}demo")
    page.locator(".launcher").wait_for()
    yield Seen.of("demo", page)
    page.goto(f"{on.chat.url}embed?color=%23ffd54f")
    page.frame_locator("#preview").locator(".launcher").wait_for()
    yield Seen.of("embed", page)
    page.goto(f"{on.limited.url}embed?mode=inline")
    page.frame_locator("#preview").locator("[data-citewell]").wait_for()
    yield Seen.of("embed, no site", page)
    page.context.close()


def desk(visitor: Visitor, on: Stage) -> Iterator[Seen]:
    """Go through signing in, looking up and pinning."""
    page = visitor.open(on.desk.url)
    yield Seen.of("desk sign-in", page)
    page.get_by_label("Name").fill("nobody")
    page.get_by_label("Password").fill("no password")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    yield Seen.of("desk refused", page)
    box = sign_in_at_the_desk(page)
    page.get_by_role("button", name="Only some pages").click()
    yield Seen.of("desk look up", page)
    page.get_by_role("button", name="Only some pages").click()
    for name, question in (
        ("desk empty question", ""),
        ("desk no answer", "Does sourdough help fatige?"),
        ("desk people", "I want to kill myself"),
        ("desk unclear", "?!"),
        ("desk found", "What is a relapse?"),
    ):
        look_up(page, question)
        yield Seen.of(name, page)
    page.get_by_text("Why it stands here").first.click()
    page.get_by_role("button", name="Pin as the answer").first.click()
    panel = page.locator("#desk-pin")
    panel.wait_for()
    yield Seen.of("desk reasons and pin", page)
    pin(page, "Nowhere.")
    page.get_by_role("alert").wait_for()
    yield Seen.of("desk not pinned", page)
    panel.get_by_label("Question").fill(f"What is a relapse, {visitor.scheme} {visitor.width}?")
    pin(page, "Steroids can shorten a relapse.")
    page.get_by_role("button", name="Yes, pin it").wait_for()
    yield Seen.of("desk pin asked", page)
    page.get_by_role("button", name="Yes, pin it").click()
    page.get_by_role("heading", name="Pinned").wait_for()
    yield Seen.of("desk pinned", page)
    on.desk.clock.seconds += 61 * 60
    box.press("Enter")
    page.get_by_role("alert").wait_for()
    yield Seen.of("desk session ended", page)
    page.context.close()


def areas(visitor: Visitor, on: Stage) -> Iterator[Seen]:
    """Go through the desk's other areas, and those of a desk that has nothing yet."""
    page = visitor.open(on.desk.url)
    sign_in_at_the_desk(page)
    for area in ("review", "asked", "quality"):
        _open_area(page, f"{on.desk.url}/{area}")
        yield Seen.of(f"desk {area}", page)
    page.get_by_text("All figures").first.click()
    yield Seen.of("desk figures", page)
    page.goto(f"{on.desk.url}/report")
    yield Seen.of("desk report", page)
    _open_area(page, f"{on.desk.url}/indexes")
    yield Seen.of("desk indexes", page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Go to this version").click()
    page.locator(".lead").wait_for()
    yield Seen.of("desk version asked", page)
    page.goto(f"{on.bare.url}desk")
    look_up_in = sign_in_at_the_desk(page)
    look_up_in.fill("What is a relapse?")
    look_up_in.press("Enter")
    page.get_by_role("alert").wait_for()
    yield Seen.of("desk without an index", page)
    for area in ("review", "asked", "indexes", "quality"):
        _open_area(page, f"{on.bare.url}desk/{area}")
        yield Seen.of(f"desk {area}, nothing yet", page)
    page.context.close()


WALKS: dict[str, Walk] = {
    "chat": chat,
    "trouble": trouble,
    "source": source,
    "widget": widget,
    "desk": desk,
    "areas": areas,
}


def _chat(visitor: Visitor, url: str) -> Page:
    page = visitor.open(url)
    page.locator(".cw-welcome").wait_for()
    page.get_by_role("textbox").wait_for()
    return page


def sign_in_at_the_desk(page: Page) -> Locator:
    """Sign in, and return the box for questions."""
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    box = page.get_by_label(QUESTION)
    box.wait_for()
    return box


def _open_area(page: Page, url: str) -> None:
    page.goto(url)
    page.locator(".part:visible").first.wait_for()
