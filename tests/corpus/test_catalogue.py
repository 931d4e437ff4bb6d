"""A catalogue beside the pages overrides and completes what they state."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Document, Finding, SourceError, read_sources
from corpus.document import Status
from tests.corpus.strategies import write

PAGE = "---\ntitle: Fever\npublisher: A Trust\nreviewed_on: 2024-01-01\n---\nText.\n"


def read(folder: Path) -> tuple[dict[str, Document], list[Finding]]:
    findings: list[Finding] = []
    return {d.id: d for d in read_sources([folder], findings.append)}, findings


def test_an_entry_overrides_and_the_defaults_complete(tmp_path: Path) -> None:
    write(tmp_path, "a/fever.md", PAGE)
    write(tmp_path, "rash.txt", "A rash can itch.\n")
    write(
        tmp_path,
        "catalogue.toml",
        '[defaults]\npublisher = "B Trust"\nlanguage = "en"\ntags = ["children"]\n'
        '[pages."a/fever.md"]\nid = "f"\nreviewed_on = 2025-06-07\nreview_due_on = 2027-06-07\n'
        'status = "draft"\n',
    )
    pages, findings = read(tmp_path)
    assert findings == []
    fever, rash = pages["f"], pages["rash"]
    assert (fever.title, fever.publisher, fever.language) == ("Fever", "A Trust", "en")
    assert (fever.reviewed_on, fever.review_due_on) == (date(2025, 6, 7), date(2027, 6, 7))
    assert (fever.status, rash.status) == (Status.DRAFT, Status.PUBLISHED)
    assert (rash.publisher, rash.tags, rash.reviewed_on) == ("B Trust", ("children",), None)


def test_a_single_file_has_the_catalogue_of_its_folder(tmp_path: Path) -> None:
    page = write(tmp_path, "fever.md", PAGE)
    write(tmp_path, "catalogue.toml", '[pages."fever.md"]\nstatus = "withdrawn"\n')
    (document,) = read_sources([page])
    assert document.status is Status.WITHDRAWN


def test_a_stated_encoding_is_used(tmp_path: Path) -> None:
    write(tmp_path, "dose.txt", "Höchstens 5 µg".encode("cp1252"))
    write(tmp_path, "catalogue.toml", '[defaults]\nencoding = "windows-1252"\n')
    pages, _ = read(tmp_path)
    assert pages["dose"].text == "Höchstens 5 µg"


def test_an_entry_for_no_page_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, "fever.md", PAGE)
    write(tmp_path, "catalogue.toml", '[pages."fevr.md"]\nstatus = "withdrawn"\n')
    _, (finding,) = read(tmp_path)
    assert finding.file == tmp_path / "catalogue.toml"
    assert "'fevr.md', which is not a page of this" in finding.reason


def test_the_nearest_catalogue_counts(tmp_path: Path) -> None:
    write(tmp_path, "a/fever.md", PAGE)
    write(tmp_path, "b/rash.md", PAGE)
    write(tmp_path, "a/catalogue.toml", '[pages."fever.md"]\nstatus = "withdrawn"\n')
    write(tmp_path, "catalogue.toml", '[defaults]\nlanguage = "en"\n')
    pages, findings = read(tmp_path)
    assert findings == []
    assert (pages["a-fever"].status, pages["a-fever"].language) == (Status.WITHDRAWN, None)
    assert (pages["b-rash"].status, pages["b-rash"].language) == (Status.PUBLISHED, "en")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[pages.a]\nreviewed = 2024-01-01\n", "'pages.a.reviewed' is not usable"),
        ("[page.a]\n", "'page' is not usable"),
        ('[pages.a]\nstatus = "secret"\n', "'pages.a.status' is not usable"),
        ("[pages.a", "it can't be read"),
    ],
)
def test_a_catalogue_that_can_not_be_read_stops_everything(
    tmp_path: Path, text: str, found: str
) -> None:
    write(tmp_path, "fever.md", PAGE)
    write(tmp_path, "catalogue.toml", text)
    with pytest.raises(SourceError, match=found):
        read(tmp_path)
