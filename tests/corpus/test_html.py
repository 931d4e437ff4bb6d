"""What web pages of every make show, and under which heading."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document
from corpus.parsers.html import parse_html
from corpus.parsers.html_blocks import fragment_blocks
from corpus.parsers.html_grid import Cell, filled
from corpus.parsers.html_marks import list_mark
from corpus.parsers.page import assemble


def read(html: str) -> Document:
    page = f"<title>Page</title><body><main><h1>Page</h1>{html}</main>".encode()
    parsed = parse_html(Path("page.html"), page, "utf-8")
    return assemble(Path("page.html"), parsed, parsed.facts)


def sections(html: str) -> list[tuple[str, str]]:
    """Return the path and the text of each section."""
    page = read(html)
    return [
        (" > ".join(section.path), section.body.of(page.text) if section.body else "")
        for section in page.sections
    ]


def text(html: str) -> str:
    return "\n\n".join(block.text for block in fragment_blocks(html))


ANSWERS = [("Does it hurt?", "A little."), ("Can I drive?", "No.")]
FORMS = {
    "fold-out": "<details><summary>{0}</summary><p>{1}</p></details>",
    "button": "<button aria-expanded=false aria-controls='{2}'>{0}</button>"
    "<p id='{2}' hidden>{1}</p>",
    "button in a panel": "<div><div><button aria-expanded=false aria-controls='{2}'>{0}</button>"
    "</div><div id='{2}' style='display:none'>{1}</div></div>",
    "bold": "<p><strong>{0}</strong></p><p>{1}</p>",
    "bold, then a break": "<p><b><span>{0}</span></b><br>{1}</p>",
    "bold by style": "<div><span style='font-weight: 700'>{0}</span></div><div>{1}</div>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_question_that_is_no_heading_element_heads_its_answer(form: str) -> None:
    page = "".join(form.format(*pair, number) for number, pair in enumerate(ANSWERS))
    assert sections(page) == ANSWERS


@pytest.mark.parametrize(
    "line",
    [
        *("<b>Never stop it suddenly.</b>", "<b>Call us:</b>", "<b>0300 12 34</b>"),
        *("<b>Dose</b> for adults", "<b style='font-weight:normal'>A pasted text</b>"),
        f"<b>{'A line in bold that goes on ' * 3}</b>",
    ],
)
def test_other_lines_in_bold_are_text(line: str) -> None:
    ((path, _),) = sections(f"<p>{line}</p><p>Take it daily.</p>")
    assert path == ""


def test_the_last_line_in_bold_and_those_in_a_row_head_nothing() -> None:
    assert sections("<p>Write to:</p><p><b>Ward 5</b></p><p><b>Main Street</b></p>") == [
        ("", "Write to:\n\nWard 5\n\nMain Street")
    ]


def test_what_stands_after_a_fold_out_belongs_to_the_section_around_it() -> None:
    page = (
        "<h2>Dose</h2><p>Take one.</p><details><summary>If you miss one</summary>Skip it."
        "</details><p>Take it with food.</p><h2>Help</h2><p>Call 111.</p>"
    )
    assert sections(page) == [
        ("Dose", "Take one."),
        ("Dose > If you miss one", "Skip it."),
        ("Dose", "Take it with food."),
        ("Help", "Call 111."),
    ]


def test_a_heading_in_a_fold_out_ends_with_it() -> None:
    page = (
        "<p>Before.</p><details><summary><h2>Risks</h2></summary><h3>Rare</h3>Fits."
        "</details><p>After.</p>"
    )
    assert sections(page) == [
        ("", "Before."),
        ("Risks", ""),
        ("Risks > Rare", "Fits."),
        ("", "After."),
    ]


def test_a_fold_out_inside_another_and_bold_lines_in_it_keep_its_heading() -> None:
    page = (
        "<details><summary>Dose</summary><p><b>Adults</b></p><p>Two.</p>"
        "<details><summary>Children</summary>One.</details></details>"
    )
    assert sections(page) == [("Dose", "Adults\n\nTwo.\n\nChildren\n\nOne.")]


def test_the_name_of_a_tab_heads_no_other_tab() -> None:
    tab = "<button role=tab aria-controls={0}>{0}</button>"
    panel = "<div role=tabpanel id={0} hidden>About {0}.</div>"
    page = "".join(form.format(name) for form in (tab, panel) for name in ("Use", "Risks"))
    assert sections(page) == [("", "Use\n\nRisks\n\nAbout Use.\n\nAbout Risks.")]


@pytest.mark.parametrize(
    "page",
    [
        "<h3><a aria-expanded=false href='#a'>Risks</a></h3><div id=a hidden>Fits.</div>",
        "<h3 data-bs-target='#a'>Risks</h3><div id=a hidden>Fits.</div>",
        "<h3 aria-expanded=false>Risks</h3> <div hidden>Fits.</div>",
        "<h3>Risks</h3><div role=tabpanel hidden>Fits.</div>",
    ],
)
def test_what_a_press_shows_is_not_lost(page: str) -> None:
    assert sections(page) == [("Risks", "Fits.")]


def test_a_cell_of_several_rows_stands_in_each_of_them() -> None:
    table = (
        "<table><tr><th>Drug<th>Age<th>Dose<tbody>"
        "<tr><td rowspan=2>A<td>1–5<td>5 mg<tr><td>6+<td rowspan=0>9 mg"
        "<tr><td>B<td>1–5</table>"
    )
    assert text(table) == "Drug | Age | Dose\nA | 1–5 | 5 mg\nA | 6+ | 9 mg\nB | 1–5 | 9 mg"


def test_a_cell_reaches_no_further_than_its_part_of_the_table() -> None:
    table = "<table><tr><td rowspan=9>A<td>1<tbody><tr><td>B<td>2</table>"
    assert text(table) == "A | 1\nB | 2"


@given(st.lists(st.lists(st.text("ab ", max_size=3), max_size=4), max_size=5))
def test_cells_of_one_row_and_column_stay_as_they_are(rows: list[list[str]]) -> None:
    shown = [row for row in rows if any(row)]
    assert list(filled([[Cell(cell) for cell in row] for row in rows])) == shown


def test_a_table_that_repeats_without_end_stops_repeating() -> None:
    rows = [[Cell("x" * 100, 1000)] * 50, *[[Cell("y")]] * 900]
    assert sum(len(cell) for row in filled(rows) for cell in row) < 120_000


@pytest.mark.parametrize(
    ("number", "kind", "mark"),
    [
        (4, None, "4. "),
        (2, "a", "b. "),
        (3, "A", "C. "),
        (27, "a", "27. "),
        (4, "i", "iv. "),
        (19, "I", "XIX. "),
        (0, "i", "0. "),
    ],
)
def test_an_item_has_the_mark_that_a_browser_draws(number: int, kind: str, mark: str) -> None:
    assert list_mark(number, kind) == mark


def test_items_are_numbered_and_in_the_order_of_the_page() -> None:
    page = (
        "<ol reversed><li>b<li>a</ol><ol><li value=5>e<li>f</ol>"
        "<ul><li>Do not<ul><li>eat</ul>unless told so</ul>"
    )
    assert text(page) == "2. b\n1. a\n\n5. e\n6. f\n\n• Do not\n  • eat\n  unless told so"


def test_quotation_marks_are_kept_and_places_to_break_a_line_are_not() -> None:
    assert (
        text("<q>Wait</q>, she says, for&shy;ever&#8203;more.") == "“Wait”, she says, forevermore."
    )


def test_raised_letters_of_a_trade_mark_are_its_sign() -> None:
    assert text(
        "Ocrevus<sup>TM</sup>, Tysabri<sup>&reg;</sup>, the 1<sup>st</sup>, 10<sup>9</sup>"
    ) == ("Ocrevus™, Tysabri®, the 1st, 10⁹")


@pytest.mark.parametrize(
    "struck",
    [
        "<del>10 mg</del>",
        "<s>10 mg</s>",
        "<strike>10 mg</strike>",
        "<span style='color: red; text-decoration: line-through'>10 mg</span>",
    ],
)
def test_what_is_struck_out_is_not_said(struck: str) -> None:
    assert text(f"Take {struck} <ins>5 mg</ins> daily.") == "Take 5 mg daily."


@pytest.mark.parametrize(
    ("equations", "told"),
    [(0, []), (1, ["its equation is not read"]), (2, ["its 2 equations are not read"])],
)
def test_equations_that_are_not_read_are_told(equations: int, told: list[str]) -> None:
    page = "<body><p>Take tablets." + "<math><mi>x</mi></math>" * equations
    parsed = parse_html(Path("page.html"), page.encode(), "utf-8")
    assert [reason for reason, _ in parsed.notes] == told


@pytest.mark.parametrize(
    "part",
    [
        "<div id=comments><h2>2 thoughts</h2><ol><li><p>I stopped mine and felt fine.</ol></div>",
        "<section class='comments-area'><p>Never trust them.</section>",
        "<div class='related-posts'><h3>Related articles</h3><ul><li><a>Gout</a></ul></div>",
        "<aside><h2>See also</h2><p><a>Arthritis</a></p></aside>",
        "<div class='entry-meta'>Posted on 2 May 2024 by <a>admin</a></div>",
        "<div><h2>Was this page helpful?</h2><a>Yes</a> <a>No</a></div>",
        "<p><a>Print this page</a> | <a>Email</a></p>",
        "<p><a href='#top'>Back to top</a></p>",
        "<ul class='social'><li><a>Facebook</a><li><a>X</a></ul>",
        "<div class='print-only'>Printed from our site.</div>",
        "<div class='cc-window'>We use cookies.</div>",
        "<span aria-hidden=true>★</span>",
    ],
)
def test_what_stands_around_a_text_is_no_part_of_it(part: str) -> None:
    kept = (
        "Take one tablet a day, with food, at the same hour, for as long as you are told to. " * 2
    )
    assert sections(f"<p>{kept}</p>{part}") == [("", kept.strip())]


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("<div class='related-symptoms'><p>Fever, and a <a>rash</a>.</div>", "Fever, and a rash."),
        ("<aside><p>Never stop it <a>suddenly</a>.</aside>", "Never stop it suddenly."),
        ("<p>To <a>print</a>, press P.</p>", "To print, press P."),
        ("<div class='entry-meta'>Reviewed by Dr Lee</div>", "Reviewed by Dr Lee"),
        ("<div aria-hidden=true>Take one.</div>", "Take one."),
        ("<p>Is this page helpful? Ask a nurse about all that it leaves open for you or yours.",
         "Is this page helpful? Ask a nurse about all that it leaves open for you or yours."),
    ],
)  # fmt: skip
def test_what_only_looks_like_it_stays(part: str, shown: str) -> None:
    assert sections(f"<p>One.</p>{part}") == [("", f"One.\n\n{shown}")]


def test_the_names_of_tabs_head_their_panels() -> None:
    tabs = "<ul role=tablist><li><a role=tab href=#a>Use</a><li><a role=tab href=#b>Risks</a></ul>"
    panels = "<div role=tabpanel id=a>Daily.</div><div role=tabpanel id=b hidden>Fits.</div>"
    assert sections(f"{tabs}{panels}<p>After.</p>") == [
        ("Use", "Daily."),
        ("Risks", "Fits."),
        ("", "After."),
    ]


@pytest.mark.parametrize(
    "fold",
    [
        "<button class=accordion>Risks</button><div>Fits.</div>",
        "<div class='faq-question'>Risks</div><div style='display:none' class=x>Fits.</div>",
        "<div class=faq><div>Risks</div><div style='display:none'>Fits.</div></div>",
        "<h3>Risks</h3><div style='display:none'>Fits.</div>",
    ],
)
def test_what_a_script_would_show_is_not_lost(fold: str) -> None:
    assert sections(fold) == [("Risks", "Fits.")]


def test_a_heading_in_a_box_heads_nothing_after_the_box() -> None:
    page = (
        "<h2>Fever</h2><p>Common.</p><div class='care-card'><h3>Call 999 if</h3>"
        "<p>they can't breathe</p></div><p>Rest.</p><div class=card><h2>Risks</h2><p>Fits.</div>"
        "<h3>Do</h3><p>Drink.</p><div class=card><h2>Dose</h2></div><p>Two.</p>"
    )
    assert sections(page) == [
        ("Fever", "Common."),
        ("Fever > Call 999 if", "they can't breathe"),
        ("Fever", "Rest."),
        ("Risks", "Fits."),
        ("Do", "Drink."),
        ("Dose", "Two."),
    ]


def test_a_table_in_a_table_that_lays_the_page_out_keeps_its_rows() -> None:
    table = "<table border=1><tr><td>Child<td>5 mg<tr><td>Adult<td>10 mg</table>"
    assert text(f"<table><tr><td>Menu<td><p>Doses:</p>{table}</table>") == (
        "Menu\n\nDoses:\n\nChild | 5 mg\nAdult | 10 mg"
    )


def test_the_number_of_a_note_is_no_part_of_a_dose() -> None:
    page = (
        "<h2>Dose<a href=#d>¶</a></h2><p>10<sup><a href=#n>2</a></sup> mg, 10<sup>9</sup> cells"
        "<a href=#n><sup>[3]</sup></a></p><ol><li id=n>A study. <a href=#r>↩</a></ol>"
    )
    assert sections(page) == [("Dose", "10 [2] mg, 10⁹ cells [3]\n\n1. A study.")]
