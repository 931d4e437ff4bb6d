"""Files read side by side give what they give one by one, in the same order."""

from pathlib import Path
from threading import Barrier

import pytest

from corpus import Document, Finding, read_sources
from corpus.errors import SourceError
from corpus.parsers import ParsedPage, ahead, parse
from corpus.sources import count_documents
from tests.corpus.golden import FILES
from tests.corpus.strategies import write


def read(workers: int) -> tuple[list[Document], list[Finding]]:
    findings: list[Finding] = []
    return list(read_sources([FILES], findings.append, workers)), findings


def test_workers_change_neither_documents_nor_findings_nor_their_order() -> None:
    assert read(3) == read(1)


def test_confined_files_are_read_at_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_are_being_read = Barrier(2, timeout=60)

    def waiting(path: Path, encoding: str | None, ignored: frozenset[str]) -> ParsedPage:
        if path.suffix == ".pdf":
            both_are_being_read.wait()
        return parse(path.with_suffix(".txt"), encoding, ignored)

    monkeypatch.setattr(ahead, "parse", waiting)
    for name in ("a", "b"):
        write(tmp_path, f"{name}.txt", f"Page {name}.")
    pages = [(tmp_path / name, None, frozenset()) for name in ("a.pdf", "a.txt", "b.pdf")]
    texts = [reading().blocks[0].text for reading in ahead.parse_ahead(pages, 2)]
    assert texts == ["Page a.", "Page a.", "Page b."]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_unreadable_file_is_told_in_its_turn(tmp_path: Path, workers: int) -> None:
    for name in ("1.pdf", "3.pdf"):
        write(tmp_path, name, b"no PDF")
    write(tmp_path, "2.txt", "Two.")
    pages = [(tmp_path / name, None, frozenset()) for name in ("1.pdf", "2.txt", "3.pdf")]
    told = []
    for reading in ahead.parse_ahead(pages, workers):
        try:
            told.append(reading().blocks[0].text)
        except SourceError as error:
            told.append(error.path.name)
    assert told == ["1.pdf", "Two.", "3.pdf"]


def test_documents_are_counted_at_most_before_they_are_read(tmp_path: Path) -> None:
    line = '{"_id": "%d", "text": "a"}\n'
    write(tmp_path, "many.jsonl", "".join(line % n for n in range(5)))
    write(tmp_path, "draft.md", "---\nstatus: draft\n---\nText.\n")
    write(tmp_path, "style.css", "p {}")
    assert count_documents([tmp_path, tmp_path / "draft.md"]) == 7
