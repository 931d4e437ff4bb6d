"""The widget as it is served, the frame it opens, and the lines that operators paste."""

import base64
import gzip
import hashlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from qa.messages import LANGUAGES, load_messages
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.embedding.colour import BLACK, DEFAULT, WHITE, Colour, accents, ink_on, read_colour
from qa.web.embedding.look import LONGEST_TITLE, POSITIONS, Look, read_look, snippet
from qa.web.embedding.widget import Widget, make_widget
from qa.web.holder import Holder
from qa.web.languages import Languages

HOSPITAL = "https://www.hospital.example"
FRAMED = {"embedded": HOSPITAL}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = Settings(frame_ancestors=(HOSPITAL,))
    with TestClient(create_app(Holder(), settings, time.perf_counter)) as client:
        yield client


@pytest.fixture(scope="module")
def widget() -> Widget:
    return make_widget(Languages("en"))


def test_the_script_is_small_and_needs_nothing_else(widget: Widget) -> None:
    assert len(widget.compressed) <= 6000
    assert gzip.decompress(widget.compressed) == widget.code
    code = widget.code.decode()
    # What a strict policy forbids, what stores, and what asks for more.
    forbidden = r"innerHTML|\b(eval|import|fetch|cookie|indexedDB)\b|Storage|Beacon|XMLHttp|style="
    assert re.findall(forbidden, code) == []
    assert re.findall(r"\w*//[^\"]*", code) == ["//www.w3.org/2000/svg"]


def test_it_speaks_every_language_and_takes_the_operators_words(tmp_path: Path) -> None:
    plain = make_widget(Languages("en"))
    for language in LANGUAGES:
        assert load_messages(language).text("widget_open") in plain.code.decode()
    own = tmp_path / "own.toml"
    own.write_text('[en]\nwidget_open = "Ask \\"us\\" </script>"\n', encoding="utf-8")
    changed = make_widget(Languages("de", own))
    assert r"Ask \"us\" </script>" in changed.code.decode()
    assert 'fallback = "de"' in changed.code.decode()
    assert changed.version != plain.version
    assert make_widget(Languages("en")).version == plain.version


def test_the_short_address_is_asked_again_soon(client: TestClient, widget: Widget) -> None:
    response = client.get("/widget.js", headers={"origin": HOSPITAL})
    assert response.content == widget.code
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=300"
    # Every page may load it, and compare it with its hash.
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    plain = client.get("/widget.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == widget.code
    again = client.get("/widget.js", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/widget.js", headers={"if-none-match": '"x"'}).status_code == 200
    assert client.head("/widget.js").status_code == 200
    assert client.post("/widget.js").status_code == 405


def test_the_pinned_address_never_changes_its_content(client: TestClient) -> None:
    page = HTMLParser(client.get("/embed?pinned=on").text)
    script = _script(page.css_first("#snippet").text())
    assert script["crossorigin"] == "anonymous"
    path = str(script["src"]).removeprefix("http://testserver")
    response = client.get(path)
    digest = base64.b64encode(hashlib.sha384(response.content).digest()).decode()
    assert script["integrity"] == f"sha384-{digest}"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["access-control-allow-origin"] == "*"
    assert client.get("/widget/0123456789abcdef.js").status_code == 404
    assert client.get("/widget/../widget.css").status_code == 404


def test_only_listed_sites_and_our_own_pages_may_frame_it(client: TestClient) -> None:
    assert _framed_by(client, FRAMED) == f"'self' {HOSPITAL}"
    with TestClient(create_app(Holder(), Settings(), time.perf_counter)) as private:
        # Asking for it in another site's name opens nothing.
        assert _framed_by(private, FRAMED) == "'self'"
        assert _framed_by(private, {}) == "'none'"
        assert "No site may show the chat yet" in private.get("/embed").text
    assert HOSPITAL in client.get("/embed").text
    assert "No site" not in client.get("/embed").text


def _framed_by(client: TestClient, params: dict[str, str]) -> str:
    policy = client.get("/", params=params).headers["content-security-policy"]
    return str(policy.partition("frame-ancestors ")[2])


def test_the_framed_chat_differs_only_in_what_a_frame_needs(client: TestClient) -> None:
    framed, plain = client.get("/", params=FRAMED).text, client.get("/").text
    added = (
        '<link rel="stylesheet" href="/citewell/embedded.css">'
        '<script type="module" src="/citewell/embedded.js"></script>'
    )
    assert framed.replace(added, "") == plain
    for other in ("null", "", "hospital.example", "https://a.example/path", 'https://a"><b>'):
        assert client.get("/", params={"embedded": other}).text == plain
    german = client.get("/", params=FRAMED | {"lang": "de"}).text
    assert 'lang="de"' in german
    coloured = client.get("/", params=FRAMED | {"color": "7b1fa2"}).text
    assert "--cw-accent:#7b1fa2" in coloured
    assert client.get("/", params=FRAMED | {"color": "red;}</style>"}).text == framed


def test_contrast_is_what_wcag_says_it_is() -> None:
    assert WHITE.contrast(BLACK) == pytest.approx(21)
    assert WHITE.contrast(Colour(0x76, 0x76, 0x76)) == pytest.approx(4.54, abs=0.005)
    assert Colour(0x77, 0x77, 0x77).contrast(WHITE) == pytest.approx(4.48, abs=0.005)
    assert read_colour("#0A5a66") == read_colour("0a5a66") == DEFAULT
    assert str(DEFAULT) == "#0a5a66"
    assert [read_colour(x) for x in (None, "", "red", "#abc", "#12345g", "#0a5a667")] == [None] * 6


channels = st.integers(0, 255)
colours = st.builds(Colour, channels, channels, channels)


@given(colours)
def test_every_colour_can_be_read_wherever_it_is_used(colour: Colour) -> None:
    assert ink_on(colour).contrast(colour) >= 4.5
    light, dark = accents(colour)
    for accent, papers in ((light, ("#fbfaf7", "#ffffff")), (dark, ("#12171a", "#1a2125"))):
        for paper in papers:
            ground = read_colour(paper)
            assert ground is not None
            assert accent.contrast(ground) >= 4.5
    # White words stand on the light accent, nearly black ones on the dark.
    assert light.contrast(WHITE) >= 4.5
    assert dark.contrast(Colour(0x0B, 0x1D, 0x20)) >= 4.5


titles = st.text(min_size=1, max_size=LONGEST_TITLE).map(str.strip).filter(bool)
looks = st.builds(
    Look,
    title=st.none() | titles,
    language=st.none() | st.sampled_from(LANGUAGES),
    colour=st.none() | colours.filter(lambda colour: colour != DEFAULT),
    position=st.none() | st.sampled_from(POSITIONS),
    inline=st.just(value=False),
    pinned=st.booleans(),
)


@given(looks)
def test_a_choice_reads_back_as_it_was_made(look: Look) -> None:
    assert read_look(look.chosen()) == look


def test_what_cannot_be_chosen_counts_as_not_chosen() -> None:
    nothing = Look(None, None, None, None, inline=False, pinned=False)
    slips = {"title": "  ", "lang": "xx", "color": "red", "position": "top", "mode": "x"}
    assert read_look(slips) == read_look({}) == nothing
    assert read_look({"color": "#0a5a66"}) == nothing
    assert len(read_look({"title": "a" * 200}).title or "") == LONGEST_TITLE


@pytest.mark.parametrize("mode", ["launcher", "inline"])
def test_no_title_breaks_out_of_the_lines(client: TestClient, mode: str) -> None:
    hostile = "\"'><script>alert(1)</script>&amp;</textarea>"
    params = {"title": hostile, "mode": mode, "position": "left", "color": "#7b1fa2"}
    page = HTMLParser(client.get("/embed", params=params).text)
    lines = page.css_first("#snippet").text()
    script = _script(lines)
    assert script["data-title"] == hostile
    assert script["data-color"] == "#7b1fa2"
    assert ("data-position" in script) == (mode == "launcher")
    assert [s.attributes.get("src") for s in page.css("script")] == [
        "/citewell/page.js",
        "/citewell/embed.js",
    ]
    demo = client.get("/demo", params=params).text
    assert len(HTMLParser(demo).css("script")) == 1
    assert _script(demo) == script


def test_there_is_a_link_where_there_is_no_script(widget: Widget) -> None:
    look = Look(None, "de", None, None, inline=False, pinned=False)
    lines = snippet(look, "https://ask.example", widget, "Frage stellen")
    assert '<noscript><a href="https://ask.example/?lang=de">Frage stellen</a></noscript>' in lines
    inline = Look("Us", None, None, None, inline=True, pinned=False)
    assert snippet(inline, "https://ask.example", widget, "Frage stellen").startswith(
        '<div data-citewell><a href="https://ask.example/">Us</a></div>'
    )


def test_the_operators_pages_hide_from_search_engines_and_frame_only_us(client: TestClient) -> None:
    for path in ("/embed", "/demo"):
        response = client.get(path)
        assert '<meta name="robots" content="noindex">' in response.text
        policy = response.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "frame-src 'self'" in policy
        assert policy.endswith("frame-ancestors 'self'")
    for public in ("/", "/source/x"):
        assert "/embed" not in client.get(public).text


def _script(html: str) -> dict[str, str | None]:
    found = HTMLParser(html).css_first("script[src]")
    assert found is not None
    return dict(found.attributes)
