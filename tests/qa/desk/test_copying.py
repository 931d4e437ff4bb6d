"""Three copies of a quote, none of which changes a word of it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from corpus import Span
from qa.desk.copying import copied
from qa.reply import Citation

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1
)


def cite(title: str = "A page", url: str | None = None) -> Citation:
    reviewed = date(2026, 1, 2)
    return Citation(
        "p", "d", title, ("Part",), Span(0, 1), url, "Trust", None, reviewed, False, None
    )


def test_each_copy_names_the_source_and_where_it_stands() -> None:
    done = copied("Rest.", cite(url="https://example.org/a"), "https://host/source/d")
    assert done.text == (
        "“Rest.”\n\nSource: A page › Part, Trust, last reviewed: January 2, 2026\nhttps://example.org/a\n"
    )
    assert done.markdown == (
        "> Rest.\n\nSource: [A page › Part](<https://example.org/a>), "
        "Trust, last reviewed: January 2, 2026\n"
    )
    assert '<a href="https://example.org/a">A page › Part</a>' in done.html


def test_a_date_is_written_as_the_publishers_readers_write_it() -> None:
    done = copied("Rest.", cite(), "https://host/source/d", "GB")
    for form in (done.text, done.html, done.markdown):
        assert "Trust, last reviewed: 2 January 2026" in form


def test_without_an_address_of_its_own_the_source_page_is_named() -> None:
    assert copied("Rest.", cite(), "https://host/source/d").text.endswith(
        "\nhttps://host/source/d\n"
    )


@given(TEXTS)
def test_html_shows_the_very_words(quote: str) -> None:
    parsed = LexborHTMLParser(copied(quote, cite(), "https://host/").html)
    paragraph = parsed.css_first("blockquote p")
    assert paragraph is not None
    assert paragraph.text() == quote
    assert {node.tag for node in parsed.css("body *")} <= {"blockquote", "p", "a"}


@given(st.text("ab *_`[]<>#|~\\!()-+1.&;", min_size=1, max_size=40))
def test_markdown_shows_the_very_words(quote: str) -> None:
    words = quote.split()
    if not words:
        return
    shown = MarkdownIt().render(copied(" ".join(words), cite(), "https://host/").markdown)
    paragraph = LexborHTMLParser(shown).css_first("blockquote p")
    assert paragraph is not None, shown
    assert paragraph.text().split() == words, shown
