"""A Markdown page becomes what its reader sees, with the sections its headings open."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Document, Finding, SourceError, read_sources
from tests.corpus.strategies import write


def read(tmp_path: Path, text: str | bytes) -> Document:
    (document,) = read_sources([write(tmp_path, "page.md", text)])
    return document


def test_front_matter_states_what_the_page_is(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "---\nid: ms-1\ntitle: MS\nurl: https://example.org/ms\npublisher: A Trust\n"
        "authors: [A. Lee, B. Roy]\nlicence: CC BY 4.0\nlanguage: en-GB\n"
        "published_on: 2024-01-02\nreviewed_on: 2025-03-04\nreview_due_on: 2028-03-04\n"
        "retrieved_on: 2026-01-01\nsources: [One, Two]\n---\nText.\n",
    )
    assert (document.id, document.title, document.text) == ("ms-1", "MS", "Text.")
    assert (document.url, document.publisher) == ("https://example.org/ms", "A Trust")
    assert document.authors == ("A. Lee", "B. Roy")
    assert (document.licence, document.language) == ("CC BY 4.0", "en-GB")
    assert (document.published_on, document.reviewed_on) == (date(2024, 1, 2), date(2025, 3, 4))
    assert (document.review_due_on, document.retrieved_on) == (date(2028, 3, 4), date(2026, 1, 1))
    assert document.sources == ("One", "Two")


def test_the_first_level_1_heading_is_the_title_where_none_is_stated(tmp_path: Path) -> None:
    document = read(tmp_path, "# Fever\n\nLead.\n\n## Care\n\nRest.\n")
    assert (document.id, document.title, document.text) == (
        "page",
        "Fever",
        "Lead.\n\nCare\n\nRest.",
    )


def test_a_reader_sees_no_markup_and_no_address(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "# T\n\nTake **one** _5\\*3\\*2_ `a<b` [tablet](https://x.example).\nNow.\\\nThen "
        "<b>stop</b> &amp; rest.\n\n<div>Raw<br>too.</div>\n\n---\n\n> Quoted.\n\n"
        "```\ncode *x*\n```\n",
    )
    assert document.text == (
        "Take one 5*3*2 a<b tablet. Now.\nThen stop & rest.\n\nRaw\ntoo.\n\nQuoted.\n\ncode *x*"
    )


@pytest.mark.parametrize("form", ["**{}**\n\n{}", "**{}**  \n{}", "**{}**\\\n{}"])
def test_a_question_in_bold_alone_heads_its_answer(tmp_path: Path, form: str) -> None:
    pairs = [("Does it hurt?", "A little."), ("Can I *drive*?", "No.")]
    page = read(tmp_path, "# T\n\n" + "\n\n".join(form.format(*pair) for pair in pairs))
    assert [section.path for section in page.sections] == [("Does it hurt?",), ("Can I drive?",)]
    assert page.text == "Does it hurt?\n\nA little.\n\nCan I drive?\n\nNo."


@pytest.mark.parametrize("line", ["**Stop** it", "Stop **it**", "*It hurts*", "**Stop at once.**"])
def test_a_line_that_is_not_a_heading_in_bold_stays_text(tmp_path: Path, line: str) -> None:
    assert [s.path for s in read(tmp_path, f"# T\n\n{line}\n\nCall us.").sections] == [()]


def test_what_is_struck_out_is_not_said(tmp_path: Path) -> None:
    assert read(tmp_path, "# T\n\nTake ~~10 mg~~ 5 mg.").text == "Take 5 mg."


def test_lists_and_tables_stay_readable(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "# T\n\n- fever\n- rash\n  - red\n\n3. call\n4. wait\n\n"
        "| Age | Dose |\n|---|---|\n| 1–3 | 5 mg |\n| 4+ | 10 mg |\n",
    )
    assert document.text == (
        "• fever\n• rash\n  • red\n\n3. call\n4. wait\n\nAge | Dose\n1–3 | 5 mg\n4+ | 10 mg"
    )


def test_the_lines_of_a_section_called_sources_are_listed(tmp_path: Path) -> None:
    document = read(tmp_path, "# T\n\nText.\n\n## Sources\n\n- First\n- Second\n")
    assert document.sources == ("First", "Second")


@pytest.mark.parametrize(
    ("text", "found", "remedy"),
    [
        ("---\ntitle: [\n---\nx", "front matter is not valid YAML", "between the two `---`"),
        (
            "---\ntitle: T\nreviewed: 2024-01-01\n---\nx",
            "field 'reviewed' is not known",
            "did you mean `reviewed_on`? fix or remove it, or list it under `ignore_fields` in "
            "catalogue.toml; known fields: id, title",
        ),
        ("---\nzz: post\n---\nx", "field 'zz' is not known", "fix or remove it, or list it"),
        (
            "---\ntitle: Gout: a guide\n---\nx",
            "(mapping values are not allowed here, line 2, column 12: title: Gout: a guide ^)",
            "what holds a colon stands in quotes",
        ),
        ("---\ntitle: T\n\nText.\n", "no line --- closes it", "between the two `---`"),
        ("---\nexpires_on: 0\n---\nx", "a date is written 2024-05-31", "known"),
        ("---\nurl: n/a\nstatus: hidden\n---\nx", "'status' is not usable", "known fields"),
        ("---\ntitle: T\nexpires_on: soon\n---\nx", "'expires_on' is not usable", "known"),
        ("---\n- title\n---\nx", "front matter is not a table", "known fields"),
        ("---\ntitle: T\nid: ''\n---\n# H\n", "it holds no text", "add text"),
        ("", "the file is empty", "add text to it or remove it"),
        (b"5 \xb5g", "not UTF-8", "save the file as UTF-8"),
        ("a\x00b", "a NUL character", "save it as text"),
    ],
)
def test_a_page_that_can_not_be_read_names_file_reason_and_remedy(
    tmp_path: Path, text: str | bytes, found: str, remedy: str
) -> None:
    with pytest.raises(SourceError) as raised:
        read(tmp_path, text)
    assert raised.value.path == tmp_path / "page.md"
    assert found in raised.value.found
    assert remedy in raised.value.remedy


def test_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf# T\r\n\r\na\r\nb\r\r\rc").text == "a b\n\nc"


@pytest.mark.parametrize(
    "stated",
    [
        "2024-05-31",
        "'2024-05-31'",
        "2024-05-31T23:30:00+02:00",
        "2024-05-31 08:00",
        "2024-05-31T08:00:00Z",
    ],
)
def test_a_date_with_an_hour_is_its_day(tmp_path: Path, stated: str) -> None:
    page = f"---\nreviewed_on: {stated}\nexpires_on: {stated}\n---\n# T\n\nText.\n"
    document = read(tmp_path, page)
    assert (document.reviewed_on, document.expires_on) == (date(2024, 5, 31),) * 2


def test_one_author_source_or_tag_needs_no_list(tmp_path: Path) -> None:
    page = "---\nauthors: A. Lee\nsources: A handbook, 2nd edition\ntags: ''\n---\n# T\n\nText.\n"
    document = read(tmp_path, page)
    assert document.authors == ("A. Lee",)
    assert document.sources == ("A handbook, 2nd edition",)
    assert document.tags == ()


@pytest.mark.parametrize(
    ("stated", "language"),
    [("en", "en"), ("en_GB", "en-GB"), ("zh-Hant-TW", "zh-Hant-TW"), ("de-1996", "de-1996")],
)
def test_a_language_is_a_tag_that_browsers_know(tmp_path: Path, stated: str, language: str) -> None:
    assert read(tmp_path, f"---\nlanguage: {stated}\n---\n# T\n\nText.\n").language == language


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("language: English", "its `language` 'English' is not usable and counts as not stated: a"),
        ("language: en GB", "its `language` 'en GB' is not usable"),
        (
            "authors: 5",
            'its `authors` 5 is not usable and counts as not stated: write ["one", "two"]',
        ),
        ("tags: {a: b}", "its `tags` {'a': 'b'} is not usable and counts as not stated: write"),
    ],
)
def test_a_language_or_a_list_that_is_none_is_told(tmp_path: Path, field: str, told: str) -> None:
    path = write(tmp_path, "page.md", f"---\n{field}\n---\n# T\n\nText.\n")
    findings: list[Finding] = []
    (document,) = read_sources([path], findings.append)
    assert not getattr(document, field.partition(":")[0])
    assert [finding.reason.startswith(told) for finding in findings] == [True]


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("url: n/a", "its `url` 'n/a' is not usable and counts as not stated: a page's address"),
        ("url: javascript:alert(1)", "its `url` 'javascript:alert(1)' is not usable"),
        ("reviewed_on: soon", "its `reviewed_on` 'soon' is not usable"),
        ("reviewed_on: 2024-13-45", "its `reviewed_on` '2024-13-45' is not usable"),
        ("reviewed_on: 86400", "its `reviewed_on` 86400 is not usable and counts as not stated: a"),
        ("reviewed_on: '0'", "its `reviewed_on` '0' is not usable"),
        ("reviewed_on: 2024-05-31 (draft)", "its `reviewed_on` '2024-05-31 (draft)' is not usable"),
        ("publisher: [A, B]", "its `publisher` ['A', 'B'] is not usable"),
        ("url: {at: x}", "its `url` {'at': 'x'} is not usable"),
    ],
)
def test_a_field_that_can_not_be_used_is_told_and_the_page_is_kept(
    tmp_path: Path, field: str, found: str
) -> None:
    path = write(tmp_path, "page.md", f"---\ntitle: T\nlanguage: en\n{field}\n---\nText.\n")
    findings: list[Finding] = []
    (document,) = read_sources([path], findings.append)
    assert (document.title, document.language, document.text) == ("T", "en", "Text.")
    assert getattr(document, field.partition(":")[0]) is None
    ((reason, remedy),) = [(finding.reason, finding.remedy) for finding in findings]
    assert reason.startswith(found)
    assert remedy == "fix it or remove it"
    with pytest.raises(SourceError, match="is not usable"):
        list(read_sources([path]))
