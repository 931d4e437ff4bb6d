"""What the desk shows and copies is what the pages hold, to the last sign."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Filter
from qa.desk.copying import copied
from qa.desk.lookup import look_up as find
from qa.desk.users import Users
from qa.pipeline import Assistant
from qa.web.desk.parts import Parts
from qa.web.holder import Holder
from qa.web.languages import Languages
from tests.qa.web.conftest import OpenPage, Site, make_assistant, serving
from tests.qa.web.desk.conftest import NAME, PASSWORD, DeskSite, look_up, sign_in

# What Markdown, LaTeX, HTML, Gradio or Python would read as their own.
NASTY = [
    "5*3*2 and _under_ __twice__ ~~struck~~ `code` ``two``",
    "<b>bold</b> <script>window.hacked=1</script> <img src=x onerror=window.hacked=1>",
    "&amp; &lt;i&gt; &#10; &nbsp; AT&T a<b>c",
    "$$x^2$$ $y$ \\(z\\) \\[w\\] %%%LATEX_BLOCK_0%%% %%%%",
    "[link](javascript:window.hacked=1) ![picture](https://evil.example/x.png) <https://a.example>",
    "one\n\ntwo\n\n\nthree after empty lines",
    "    four spaces\n\ttab\tinside\ttabs",
    "```python\nprint('fence')\n```",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "# heading\n> quote\n- list\n1. number\n---\n***",
    "</div></blockquote></span><h1>out</h1>",
    "<!-- comment --> <![CDATA[x]]> <?php ?>",
    "{{ 7*7 }} {% raw %} ${1+1} #{x}",
    "\u00a0no-break \u200bzero \u2028line \u2029paragraph \u0085next",
    "emoji 😀🏳️‍🌈 عربى עברית \u202eturned\u202c",
    ":smile: @someone #1 http://a.example/ www.a.example a@b.example",
    "<details><summary>x</summary>y</details><style>p{display:none}</style>",
    "trailing spaces   \nand a backslash\\\nend",
]


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("nasty")
    corpus = folder / "corpus.jsonl"
    lines = [
        {"_id": f"d{number}", "title": f"Honey {number}", "text": f"Honey soothes. {text} Honey."}
        for number, text in enumerate(NASTY)
    ]
    corpus.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return make_assistant(folder / "index", corpus)


@pytest.fixture(scope="module")
def site(nasty: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    users = tmp_path_factory.mktemp("users") / "users"
    Users(users).add(NAME, PASSWORD)
    with serving(Holder(nasty), desk_users=users) as site:
        yield site


@pytest.mark.browser
def test_every_sign_is_shown_and_copied_as_it_stands(
    open_page: OpenPage, site: Site, nasty: Assistant, tmp_path: Path
) -> None:
    page = sign_in(open_page, DeskSite(site, tmp_path, tmp_path, None))  # type: ignore[arg-type]
    page.get_by_role("button", name="Only some pages").click()
    renderer = Languages("en").default
    seen = ""
    for name in nasty.index.document_ids:
        page.get_by_role("combobox", name="Page").fill(name)
        page.get_by_label("A question, as people ask it").focus()
        look_up(page, "Does honey soothe?")
        quoted = [c.passage for c in find(nasty, "Does honey soothe?", Filter((name,))).candidates]
        assert quoted
        shown = page.locator(".card .cw-quote").evaluate_all("all => all.map(q => q.textContent)")
        assert shown == [passage.quote for passage in quoted], name
        for form in ("text", "html", "markdown"):
            copies = page.locator(f".card .copy-{form}").evaluate_all(
                "all => all.map(c => c.textContent)"
            )
            base = site.url.rstrip("/")
            assert copies == [
                getattr(copied(p.quote, p.citation, base + renderer.highlight_url(p)), form)
                for p in quoted
            ], (name, form)
        seen += "".join(shown)
    for odd in ("%%%LATEX_BLOCK_0%%%", "\tinside", "\n\n", "5*3*2", "<script>", "$$x^2$$"):
        assert odd in seen
    assert page.evaluate("window.hacked") is None
    assert page.locator("main :is(script, img, iframe, h1 + h1, style)").count() == 0


def test_a_block_is_one_line_that_markdown_leaves_alone() -> None:
    parts = Parts()
    block = parts.block("problem.html", problem="One\n\n\ttwo\r\n%%%LATEX_BLOCK_0%%% `code`")
    assert "\n" not in block
    assert "\t" not in block
    assert "%%%" not in block
    assert block.startswith('<div class="part" ')
    # Said twice, it is another block: a browser shows it anew, and a screen reader reads it again.
    assert parts.block("problem.html", problem="x") != parts.block("problem.html", problem="x")
