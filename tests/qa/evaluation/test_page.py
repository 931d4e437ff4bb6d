import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qa.evaluation.judging import FALSE_ANSWER, RIGHT_FIRST
from qa.evaluation.measures import MEANINGS, MEANS, POOLED
from qa.evaluation.page import write_page
from qa.evaluation.report import Row
from tests.qa.evaluation.fakes import report, set_report

VOID = {"meta", "link", "br", "img", "hr"}
QUESTION = 'Is "5 < 6" & <script>alert(1)</script>?'


class Page(HTMLParser):
    """Collects ids, links, the accessible names of plots, and tags left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.plots: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes += attrs
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if found.get("role") == "img":
            self.plots.append(str(found["aria-labelledby"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    rows = [
        Row(
            id=f"q{number}",
            question=QUESTION,
            outcome="answer" if number % 3 else "not_in_corpus",
            took_ms=5.0 + number,
            groups={"style": "lay" if number % 2 else "typo"},
            confidence=number / 60,
            answerable=number % 4 > 0,
            answers=number % 4 > 1,
            highlight="Snow <b>melts</b>.",
            values={RIGHT_FIRST: float(number % 4 > 1)}
            if number % 4
            else {FALSE_ANSWER: float(number % 3 > 0)},
        )
        for number in range(44)
    ]
    found = report(*(set_report(name, rows, measured=True) for name in ("one", "two")))
    path = write_page(found, tmp_path_factory.mktemp("report"))
    return path.read_text(encoding="utf-8")


def test_the_page_names_no_other_resource(text: str) -> None:
    assert re.findall(r"https?:|//[a-z]|@import|<script", text) == []
    page = Page(text)
    links = [value for name, value in page.attributes if name in {"src", "href", "data", "action"}]
    assert links
    assert all(str(link).startswith("#") for link in links)
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", text))
    assert "default-src 'none'" in text


def test_the_page_is_well_formed_and_every_reference_resolves(text: str) -> None:
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    targets = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text)
    assert {a or b for a, b in targets} <= set(page.ids)


def test_every_plot_has_a_name_a_description_and_a_table(text: str) -> None:
    page = Page(text)
    assert len(page.plots) == 6
    assert {name for names in page.plots for name in names.split()} <= set(page.ids)
    figures = re.findall(r"<figure>.*?</figure>", text, re.DOTALL)
    assert len(figures) == 6
    for figure in figures:
        assert re.search(r"<title [^>]*>[^<]{10,}</title><desc [^>]*>[^<]{30,}</desc>", figure)
        assert "<table>" in figure


def test_plots_take_the_colours_of_the_page(text: str) -> None:
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    plots = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    for plot in plots:
        assert "var(--accent)" in plot
        assert re.findall(r"#[0-9a-f]{6}\b", plot) == []


def test_questions_that_went_wrong_are_listed_as_they_were_typed(text: str) -> None:
    assert "Is &#34;5 &lt; 6&#34; &amp; &lt;script&gt;alert(1)&lt;/script&gt;?" in text
    assert "not: right passage first" in text
    assert "<td>false answers</td>" in text


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    rows = [Row(id=str(n), question="?", outcome="hits", took_ms=float(n)) for n in range(9)]
    found = report(set_report("s", rows, measured=True))
    (tmp_path / "again").mkdir()
    first, again = write_page(found, tmp_path), write_page(found, tmp_path / "again")
    assert first.read_bytes() == again.read_bytes()


def test_every_measure_is_explained() -> None:
    assert set(MEANINGS) == {*MEANS, *POOLED}
