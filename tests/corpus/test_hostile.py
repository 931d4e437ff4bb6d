"""Whatever a file holds, it gives a finding with a remedy, and the other files are read."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from corpus import Document, Finding, SourceError, read_sources
from corpus.document import PageMark
from corpus.outline import Block, outline
from corpus.parsers import confining, parse
from tests.corpus.golden import FILES
from tests.corpus.strategies import write
from tests.permissions import somebody, without_permission


def read(folder: Path) -> tuple[list[Document], list[Finding]]:
    """Read `folder`, to which a good page is added that must always come through."""
    write(folder, "good.md", "# Good\n\nGood text.\n")
    findings: list[Finding] = []
    documents = list(read_sources([folder], findings.append))
    assert "good" in [document.id for document in documents]
    return documents, findings


def one_finding(folder: Path, name: str) -> Finding:
    documents, findings = read(folder)
    assert [document.id for document in documents] == ["good"]
    (finding,) = findings
    assert finding.file == folder / name
    assert finding.remedy
    return finding


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(210_000_000))
    assert "unpacks to 210000000 bytes" in one_finding(tmp_path, "bomb.docx").reason


def test_an_archive_that_lies_about_its_size_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "lie.epub"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", b" " * 1_000_000)
    raw = path.read_bytes()
    size = (1_000_000).to_bytes(4, "little")
    assert raw.count(size) == 2
    path.write_bytes(raw.replace(size, (10).to_bytes(4, "little")))
    assert "damaged" in one_finding(tmp_path, "lie.epub").reason


@pytest.mark.parametrize("name", ["laughs.docx", "laughs.epub"])
def test_xml_that_declares_entities_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, (FILES / name).read_bytes())
    assert "declares entities" in one_finding(tmp_path, name).reason


def test_front_matter_with_aliases_is_refused(tmp_path: Path) -> None:
    text = "---\na: &a [x, x]\ntags: [*a, *a]\n---\nText.\n"
    write(tmp_path, "laughs.md", text)
    assert "aliases are not allowed" in one_finding(tmp_path, "laughs.md").reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("deep.html", "<div>" * 100_000 + "x", "nested more than"),
        ("deep.md", "---\ntags: " + "[" * 100_000 + "\n---\n", "front matter"),
        ("odd.html", '<meta charset="zlib_codec"><p>Text.', "encoding 'zlib' is not known"),
        ("slow.html", '<meta charset="punycode"><p>Text.', "encoding 'punycode' is not known"),
        ("own.xhtml", '<!DOCTYPE html [<!ENTITY x "y">]><p>&x;</p>', "declares entities"),
        ("no.pdf", b"%PDF-1.7\n" + bytes(500), "damaged"),
        ("no.docx", b"PK\x03\x04" + bytes(50), "not an archive, or it is damaged"),
        ("renamed.docx", (FILES / "sleep.epub").read_bytes(), "it is not a Word file"),
        ("empty.txt", b"", "the file is empty"),
        ("blank.txt", b" \n\n ", "the file is empty"),
        ("empty.jsonl", b"", "the file holds no record"),
        ("blank.jsonl", b"\n \n", "the file holds no record"),
        ("old.doc", b"\xd0\xcf", "format '.doc' is not read"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    write(tmp_path, name, content)
    assert reason in one_finding(tmp_path, name).reason


@pytest.mark.parametrize(
    "opened",
    [
        "<ul><li>a",
        "<ol><li><p>a",
        "<dl><dt>a<dd>b",
        "<table><tr><td>a",
        "<blockquote><p>a",
        "<details><summary>a</summary>",
        "<h2>a<div>",
        "<sup>a",
        "<ul><li><dl><dd><table><tr><td>a",
    ],
)
def test_elements_inside_each_other_neither_end_the_stack_nor_take_for_ever(
    tmp_path: Path, opened: str
) -> None:
    # As deep as pages are read at all: `tbody` and the page's own elements count too.
    times = 480 // (opened.count("<") + opened.count("<table>"))
    write(tmp_path, "deep.html", f"<main><p>The top.</p>{opened * times}The end.</main>")
    documents, findings = read(tmp_path)
    assert findings == []
    assert documents[0].text.startswith("The top.")
    assert documents[0].text.endswith("The end.")


def test_a_record_nested_without_end_is_a_finding(tmp_path: Path) -> None:
    deep = '{"_id": "1", "text": ' + "[" * 200_000 + "\n"
    write(tmp_path, "deep.jsonl", deep + json.dumps({"_id": "2", "text": "b"}) + "\n")
    documents, findings = read(tmp_path)
    assert [document.id for document in documents] == ["2", "good"]
    assert "line 1: it is not a record" in findings[0].reason


def test_links_are_not_followed_and_those_out_of_the_folder_are_told(tmp_path: Path) -> None:
    secret = write(tmp_path, "outside/secret.md", "# Secret\n\nText.\n")
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "out.md").symlink_to(secret)
    (pages / "folder").symlink_to(secret.parent, target_is_directory=True)
    (pages / "gone.md").symlink_to(tmp_path / "nowhere")
    (pages / "loop").symlink_to(pages, target_is_directory=True)
    documents, findings = read(pages)
    assert [document.id for document in documents] == ["good"]
    assert {(f.file.name, f.reason) for f in findings} == {
        ("out.md", "it is a link out of the folder"),
        ("folder", "it is a link out of the folder"),
        ("gone.md", "it is a link that leads nowhere"),
    }


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert one_finding(tmp_path, "pipe.md").reason == "it is not a regular file"


@pytest.mark.parametrize("name", [b"caf\xe9.md", b"caf\xe9/good.md", b"caf\xe9.jsonl"])
def test_a_name_that_is_no_utf_8_is_a_finding_that_can_be_printed(
    tmp_path: Path, name: bytes
) -> None:
    path = write(tmp_path, os.fsdecode(name), '{"_id": "1", "text": "T"}\n')
    finding = one_finding(tmp_path, os.fsdecode(name))
    assert finding.file == path
    assert "is not UTF-8" in finding.reason
    assert "caf\\udce9" in str(finding).encode("utf-8").decode("utf-8")


def test_a_name_with_control_characters_is_told_without_them(tmp_path: Path) -> None:
    name = "red\x1b[31m\nline.md"
    write(tmp_path, name, "# Red\n\nText.\n")
    finding = one_finding(tmp_path, name)
    assert "rename the file" in finding.remedy
    assert "red\\x1b[31m\\nline.md" in str(finding)
    assert str(finding).isprintable()
    with pytest.raises(SourceError) as raised:
        list(read_sources([tmp_path]))
    assert str(raised.value).isprintable()


def test_no_control_character_reaches_a_document(tmp_path: Path) -> None:
    escape = "\x1b[2J"
    write(tmp_path, "a.md", f"---\ntitle: 'A page'\n---\n# A {escape}page\n\nIt\x07 says\x0bso.\n")
    write(tmp_path, "b.html", "<h1>B &#27;[1m page</h1><p>It &#8;says so.</p>")
    record = {"_id": "c", "title": f"C {escape}\npage", "text": f"It {escape}says\r\n\r\nso."}
    write(tmp_path, "c.jsonl", json.dumps(record) + "\n")
    documents = list(read_sources([tmp_path]))
    found = {d.id: (d.title, d.text) for d in documents}
    assert found["b"] == ("B [1m page", "It says so.")
    assert found["c"] == ("C [2J page", "It [2Jsays\n\nso.")
    for title, text in found.values():
        assert title.isprintable()
        assert all(line.isprintable() for line in text.splitlines())
    assert "says so." in found["a"][1]


def test_page_marks_count_without_the_control_characters_before_them() -> None:
    marks = (PageMark(0, 1), PageMark(4, 2))
    page = outline([Block("\x02One\x02two", 0, marks)])
    assert page.text == "Onetwo"
    assert page.page_marks == (PageMark(0, 1), PageMark(3, 2))


def test_a_record_whose_id_is_no_text_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, "x.jsonl", '{"_id": "\\ud800", "text": "Lone."}\n')
    finding = one_finding(tmp_path, "x.jsonl")
    assert finding.reason.startswith("line 1: its `_id`")


def test_a_file_that_may_not_be_read_is_a_finding() -> None:
    with somebody() as folder:
        write(folder, "mine.md", "# T\n\nText.\n").chmod(0)
        assert "can't be read" in one_finding(folder, "mine.md").reason


def test_a_folder_that_may_not_be_listed_is_a_finding() -> None:
    with somebody() as folder:
        closed = write(folder, "closed/page.md", "# T\n\nText.\n").parent
        with without_permission(closed):
            finding = one_finding(folder, "closed")
        assert finding.reason == "it can't be listed (Permission denied)"


def test_a_folder_that_may_be_listed_and_not_entered_is_told_by_its_files() -> None:
    with somebody() as folder:
        page = write(folder, "shut/page.md", "# T\n\nText.\n")
        page.parent.chmod(0o400)
        try:
            finding = one_finding(folder, "shut/page.md")
        finally:
            page.parent.chmod(0o700)
        assert finding.reason == "it can't be accessed (Permission denied)"


def test_a_program_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(SourceError, match="reading it took longer"):
        confining.run_confined("pdf_lines", FILES / "leaflet.pdf", seconds=0.01)


def test_the_same_id_twice_is_a_finding_and_the_first_page_stays(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\nid: good\ntitle: A\n---\nFirst.\n")
    findings: list[Finding] = []
    write(tmp_path, "good.md", "# Good\n\nSecond.\n")
    (document,) = read_sources([tmp_path], findings.append)
    assert document.text == "First."
    assert "'good' is used by" in findings[0].reason


def test_a_large_pdf_is_read_whole(tmp_path: Path) -> None:
    parts = [b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(500))
    parts.append(b"2 0 obj<</Type/Pages/Count 500/Kids[%s]>>endobj\n" % kids)
    parts.append(b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n")
    for n in range(500):
        words = b"BT /F1 11 Tf 72 400 Td (This is page %d of the book.) Tj ET" % (n + 1)
        page = b"/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
        parts.append(b"%d 0 obj<<%s/Contents %d 0 R>>endobj\n" % (4 + 2 * n, page, 5 + 2 * n))
        stream = b"<</Length %d>>stream\n%s\nendstream\n" % (len(words), words)
        parts.append(b"%d 0 obj%sendobj\n" % (5 + 2 * n, stream))
    parts.append(b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
    path = write(tmp_path, "book.pdf", b"".join(parts))
    blocks = parse(path).blocks
    assert (blocks[-1].text, blocks[-1].page_marks[0].number) == (
        "This is page 500 of the book.",
        500,
    )


def test_a_cookie_notice_longer_than_the_page_is_not_the_page(tmp_path: Path) -> None:
    notice = '<div class="cookie-banner" role="dialog"><p>We use cookies.</p>' + "<p>More.</p>" * 50
    page = f"<body>{notice}</div><h1>Fever</h1><p>{'Rest and drink enough. ' * 5}</p></body>"
    (document,) = read_sources([write(tmp_path, "fever.html", page)])
    assert document.text == ("Rest and drink enough. " * 5).strip()


def test_an_expiry_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    page = '<meta property="article:expiration_time" content="end of {}"><h1>T</h1><p>Text.</p>'
    write(tmp_path, "t.html", page.format(2020))
    documents, (finding,) = read(tmp_path)
    assert [document.id for document in documents] == ["good", "t"]
    assert finding.reason == "it states an expiry, 'end of 2020', that can't be read as a date"
    assert "catalogue.toml" in finding.remedy
