"""Files and folders become documents, in a fixed order, each id once."""

import json
from pathlib import Path

import pytest

from corpus import Finding, SourceError, read_sources
from corpus.errors import DuplicateDocumentError
from tests.corpus.strategies import write


def beir(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_a_line_of_jsonl_is_a_document(tmp_path: Path) -> None:
    text = "First\u2028line.\n\nSecond."
    record = {"_id": "7", "title": "MS", "text": text, "url": "https://example.org", "metadata": {}}
    source = write(tmp_path, "corpus.jsonl", beir(record, {"_id": 8, "title": "", "text": "b"}))
    first, second = read_sources([source])
    assert (first.id, first.title, first.text) == ("7", "MS", text)
    assert first.url == "https://example.org"
    assert (second.id, second.title, second.text, second.url) == ("8", "8", "b", None)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{", "line 2: it is not a record: no JSON"),
        ("[]", r"line 2: it is not a record: \[\] is not an object"),
        ('{"_id": "2"}', "line 2: it is not a record: no text in `text`"),
        ('{"_id": "2", "text": null}', "line 2: it is not a record: no text in `text`"),
        ('{"_id": "2", "text": {"of": "it"}}', "line 2: it is not a record: no text in `text`"),
        ('{"_id": "2", "text": NaN}', "line 2: it is not a record: no text in `text`"),
        ('{"text": "a"}', "line 2: it is not a record: no text or whole number in `_id`"),
        ('{"_id": null, "text": "a"}', "line 2: it is not a record: no text or whole number"),
        ('{"_id": true, "text": "a"}', "line 2: it is not a record: no text or whole number"),
        ('{"_id": "2", "text": " "}', "it holds no text; fix the line"),
        ('{"_id": " ", "text": "a"}', "line 2: it is not a record: no text or whole number"),
        ('{"_id": "a\\tb", "text": "a"}', "line 2: a document id is .* fix the line"),
    ],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str, found: str) -> None:
    source = write(tmp_path, "corpus.jsonl", beir({"_id": "1", "text": "a"}) + line + "\n")
    documents = read_sources([source])
    assert next(documents).id == "1"
    with pytest.raises(SourceError, match=found):
        next(documents)


def test_a_title_that_is_no_text_counts_as_not_stated(tmp_path: Path) -> None:
    source = write(tmp_path, "corpus.jsonl", beir({"_id": "a", "title": 7, "text": "Seven."}))
    findings: list[Finding] = []
    (document,) = read_sources([source], findings.append)
    assert document.title == "a"
    assert "line 1: its `title` 7 is not usable" in findings[0].reason


def test_a_lone_surrogate_does_not_reach_a_document(tmp_path: Path) -> None:
    source = write(tmp_path, "corpus.jsonl", '{"_id": "1", "text": "a \\ud800 b"}\n')
    (document,) = read_sources([source])
    assert document.text == "a ? b"


def test_a_folder_is_read_whole_in_the_order_of_its_paths(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a/y.markdown", "notes.css"):
        write(tmp_path, name, f"# {name}\n\nText.\n")
    titles = [document.title for document in read_sources([tmp_path])]
    assert titles == ["a/y.markdown", "a/z.md", "b.md"]


def test_a_page_of_the_sitemap_that_is_not_read_is_told(tmp_path: Path) -> None:
    pages = "".join(
        f"<url><loc>https://a.example/{name}</loc></url>" for name in ("gout", "flu/", "rash", "")
    )
    write(tmp_path, "sitemap.xml", f"<urlset>{pages}</urlset>")
    for name in ("a.example/flu/index.html", "rash.html", "index.html"):
        write(tmp_path, name, f"<h1>{name}</h1><p>Text.</p>")
    # As a mirror saves it that adds no ending.
    write(tmp_path, "gout", "<h1>Gout</h1><p>Text.</p>")
    findings: list[Finding] = []
    addresses = {document.url for document in read_sources([tmp_path], findings.append)}
    assert addresses == {f"https://a.example/{name}" for name in ("flu/", "rash", "")}
    (finding,) = findings
    assert finding.reason == "pages of its sitemap are not here: https://a.example/gout"
    assert ".html" in finding.remedy


def test_the_same_id_twice_names_both_files(tmp_path: Path) -> None:
    first = write(tmp_path, "1.md", "---\nid: a\ntitle: A\n---\nText.\n")
    second = write(tmp_path, "2.md", "---\nid: a\ntitle: B\n---\nText.\n")
    with pytest.raises(DuplicateDocumentError, match="another `id`") as raised:
        list(read_sources([first, second]))
    assert (raised.value.first, raised.value.second) == (str(first), str(second))


@pytest.mark.parametrize(("name", "found"), [("gone", "no such file"), ("", "no readable page")])
def test_a_source_without_a_page_is_an_error(tmp_path: Path, name: str, found: str) -> None:
    with pytest.raises(SourceError, match=found):
        list(read_sources([tmp_path / name]))
