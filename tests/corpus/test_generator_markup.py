"""What website generators write beside Markdown: no quote shows it, and nothing is lost unsaid."""

from pathlib import Path

import pytest

from corpus import Document, Finding, read_sources
from tests.corpus.strategies import write


def told(tmp_path: Path, text: str, name: str = "page.md") -> tuple[list[Document], list[str]]:
    findings: list[Finding] = []
    documents = list(read_sources([write(tmp_path, name, text)], findings.append))
    return documents, [finding.reason for finding in findings]


def sections(tmp_path: Path, text: str, name: str = "page.md") -> list[tuple[str, str]]:
    """Return the path and the text of each section of a page that nothing is told of."""
    (page,), reasons = told(tmp_path, f"# T\n\n{text}", name)
    assert reasons == []
    return [
        (" > ".join(section.path), section.body.of(page.text) if section.body else "")
        for section in page.sections
    ]


@pytest.mark.parametrize(
    "box",
    [
        ":::tip Act *fast*\n\nCall **us**.\n\n:::",
        ":::tip[Act fast]{.red}\nCall us.\n:::",
        ":::: {.callout-tip title='Act fast'}\nCall us.\n::::",
        '!!! tip inline end "Act fast"\n    Call us.',
        '??? tip "Act fast"\n    Call us.',
        '=== "Act fast"\n\n    Call us.',
        "/// tip | Act fast\nCall us.\n///",
        "> [!tip]- Act fast\n> Call us.",
        '{{% notice tip "Act fast" %}}\nCall us.\n{{% /notice %}}',
        '{{< callout type="tip" title="Act fast" >}}\nCall us.\n{{< /callout >}}',
        '{{< expand "Act fast" >}}Call us.{{< /expand >}}',
        '{% hint style="info" title="Act fast" %}\nCall us.\n{% endhint %}',
        '<Admonition type="tip" title="Act fast">\n  Call us.\n</Admonition>',
        "<Tabs\n  groupId={id}\n  values={[{label: 'No'}]}>\n"
        '  <TabItem value="a" label="Act fast">\n\n    Call us.\n\n  </TabItem>\n</Tabs>',
        "<details>\n<summary>Act fast</summary>\n\nCall us.\n\n</details>",
    ],
)
def test_the_title_of_a_box_heads_what_it_holds_and_nothing_else(tmp_path: Path, box: str) -> None:
    assert sections(tmp_path, f"Before.\n\n{box}\n\nAfter.") == [
        ("", "Before."),
        ("Act fast", "Call us."),
        ("", "After."),
    ]


@pytest.mark.parametrize(
    ("box", "shown"),
    [
        (":::warning\nCall us.\n:::", "Warning\n\nCall us."),
        ("!!! warning\n    Call us.", "Warning\n\nCall us."),
        ('!!! warning ""\n    Call us.', "Call us."),
        ("> [!WARNING]\n> Call us.", "Warning\n\nCall us."),
        (":::columns two\nCall us.\n:::", "Call us."),
        ("{{< hint danger >}}\nCall us.\n{{< /hint >}}", "Call us."),
        ("> Call us.", "Call us."),
    ],
)
def test_a_box_without_a_title_shows_what_its_page_shows(
    tmp_path: Path, box: str, shown: str
) -> None:
    assert sections(tmp_path, f"## Dose\n\n{box}\n\nAfter.") == [("Dose", f"{shown}\n\nAfter.")]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("Rest.\n{: .lead #id }", "Rest."),
        ("[Rest](x){:target='_blank'}, [now](y){ .button }.", "Rest, now."),
        ("Rest.<!--more-->", "Rest."),
        ("{% comment %}\n\nNo.\n\n{% endcomment %}\n\nRest.", "Rest."),
        ("{::comment}No.{:/comment}\n\nRest. {/* No. */}", "Rest."),
        ("{{/* No. */}}{{</* no */>}}\n\nRest.", "Rest."),
        ("* TOC\n{:toc}\n\nRest.\n\n[TOC]\n\n{{< toc >}}\n\n{% include toc.html %}", "Rest."),
        ("import A from './a';\nimport {\n  B,\n} from './b';\n\nRest.", "Rest."),
        ("export const A = () => (\n  <b>No.</b>\n);\n\nRest.", "Rest."),
        ("{% assign a = 1 %}{% capture b %}No.{% endcapture %}Rest.", "Rest."),
        ('[Rest]({{ site.baseurl }}/x)[.]({% link a.md %})[.]({{< ref "b.md" >}})', "Rest.."),
        ("{% highlight text %}\n38.5 *C*\n{% endhighlight %}", "38.5 *C*"),
        ("`{{ a }}` and\n\n```\n{% b %} {: .c }\n```", "{{ a }} and\n\n{% b %} {: .c }"),
        ('{{< figure src="a.png" caption="A mask." >}}', "A mask."),
        ("Take <Term id='a'>two</Term> :material-pill: ==now==.", "Take two now."),
        ("<div className='a' style={{ color: 'red' }}>\n\nRest.\n\n</div>", "Rest."),
        ("See [[Fever]] and [[a/b|the page]].", "See Fever and the page."),
        ("Fever\n: A high temperature.", "Fever\nA high temperature."),
        ("Weigh it\n~ 5 mg of ~5-~10 mg.", "Weigh it ~ 5 mg of ~5-~10 mg."),
        ("10^9^ of H~2~O.", "10⁹ of H₂O."),
        ("- [ ] Wash\n- [x] Dry", "• Wash\n• Dry"),
        ("{++Rest++} {--No--}{>>No.<<}.", "Rest ."),
        ("*[MS]: multiple sclerosis\n\nRest.", "Rest."),
        ("At 10:30:45 or 1:2:3, if a < b {c} d.", "At 10:30:45 or 1:2:3, if a < b {c} d."),
    ],
)
def test_no_markup_is_shown(tmp_path: Path, markup: str, shown: str) -> None:
    assert sections(tmp_path, markup) == [("", shown)]


@pytest.mark.parametrize(
    ("gap", "written"),
    [
        ("Take {{ site.dose }} mg.", "{{ site.dose }}"),
        ("- one\n- {{< param dose >}} mg", "{{< param dose >}}"),
        ("| Dose |\n|---|\n| {{ dose }} |", "{{ dose }}"),
        ("{% include dose.html %}", "{% include dose.html %}"),
        ("Take {% if uk %}5{% else %}10{% endif %} mg.", "{% if uk %}"),
        ("{% for a in b %}\n\n- {{ a }}\n\n{% endfor %}", "{% for a in b %}"),
        ("{{< dose drug='a' >}}", "{{< dose drug='a' >}}"),
        ("<Dose />", "<Dose />"),
        ('--8<-- "dose.md"', '--8<-- "dose.md"'),
        ("<!--@include: ./dose.md-->", "<!--@include: ./dose.md-->"),
        ("![[dose]]", "![[dose]]"),
    ],
)
def test_what_can_not_be_filled_in_is_told_and_no_half_of_a_text_is_quoted(
    tmp_path: Path, gap: str, written: str
) -> None:
    (page,), reasons = told(tmp_path, f"# T\n\nBefore.\n\n{gap}\n\nAfter.")
    assert page.text == "Before.\n\nAfter."
    found = "what only its generator can fill in is left out, with the text around it"
    assert reasons == [f"{found}: `{written}`"]


def test_a_heading_without_words_still_ends_the_section_before_it(tmp_path: Path) -> None:
    text = "# T\n\n## Dose\n\nTwo.\n\n## {{ site.name }}\n\nAbout us.\n\n## Call {{ us }}\n\nNow."
    (page,), reasons = told(tmp_path, text)
    assert [section.path for section in page.sections] == [("Dose",), (), ("Call",)]
    assert len(reasons) == 1


def test_the_pages_own_fields_are_filled_in(tmp_path: Path) -> None:
    text = "---\ntitle: Fever\n---\n# {{ page.title }}\n\n{{ $frontmatter.title }} is common.\n"
    (page,), reasons = told(tmp_path, text)
    assert (page.title, page.text, reasons) == ("Fever", "Fever is common.", [])


def test_footnotes_stand_below_the_page_and_in_no_section(tmp_path: Path) -> None:
    text = "## Dose\n\nTwo[^a], never 10[^b].\n\n[^a]: By mouth.\n\n[^b]: A day."
    assert sections(tmp_path, text) == [
        ("Dose", "Two¹, never 10 [2]."),
        ("", "1. By mouth.\n2. A day."),
    ]


def test_in_mdx_what_stands_in_braces_is_computed(tmp_path: Path) -> None:
    (page,), reasons = told(tmp_path, "# T\n\nTake {dose} mg.\n\n{'Rest'}{' '}now.\n", "page.mdx")
    assert page.text == "Rest now."
    assert ["`{dose}`" in reason for reason in reasons] == [True]
    assert sections(tmp_path, "A {set}.") == [("", "A {set}.")]


def test_hidden_parts_of_a_page_are_no_part_of_it(tmp_path: Path) -> None:
    assert sections(tmp_path, "Rest.\n\n<div hidden>\n\nNo.\n\n</div>") == [("", "Rest.")]
