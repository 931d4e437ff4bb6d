"""Builds embed what is new, and end with the same bytes as a build from nothing."""

import json
import shutil
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus import SourceError, read_sources
from corpus.document import Document, Section, Span
from index import OpenIndex, Options, build, open_current
from index.building import MANY_BYTES, Built
from index.encoder import Vectors
from index.errors import EmptyCorpusError, EncoderError
from index.journal import Journal
from index.opened import DENSE, DOCUMENTS, SENTENCES
from index.progress import EMBEDDING, READING, SPLITTING, silent
from index.texts import embedding_texts, write_documents
from index.vectors import JOURNAL_PREFIX
from tests.fakes import HashingEncoder, pages

# `check_answers` embeds a passage, a sentence and a context of up to eight passages anew.
ASKED_AT_MOST = 24


def build_pages(documents: list[Document], root: Path) -> tuple[Built, list[str]]:
    encoder = HashingEncoder()
    return build(documents, encoder, root, silent), encoder.embedded


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_rebuild_after_one_changed_page_embeds_that_page_alone(
    tmp_path: Path, count: int
) -> None:
    _, first = build_pages(pages(count), tmp_path / "root")
    built, second = build_pages(pages(count, changed=7), tmp_path / "root")
    # Its passage and the one sentence that changed; the other two are as they were.
    assert second[:2] == [
        "Page 7\nPage 7 is the changed one. Its number is 7. All pages say this.",
        "Page 7 is the changed one.",
    ]
    assert len(second) <= 2 + ASKED_AT_MOST
    assert len(first) > 3 * count
    clean, _ = build_pages(pages(count, changed=7), tmp_path / "clean")
    assert files_of(built.folder) == files_of(clean.folder)


def test_unchanged_documents_are_not_cut_again(tmp_path: Path) -> None:
    counting = CountingEncoder()
    build(pages(50), counting, tmp_path / "root", silent)
    assert counting.counted == {f"Page {n}" for n in range(50)}
    counting.counted.clear()
    built = build(pages(60, changed=7), counting, tmp_path / "root", silent)
    assert counting.counted == {"Page 7", *(f"Page {n}" for n in range(50, 60))}
    clean, _ = build_pages(pages(60, changed=7), tmp_path / "clean")
    assert files_of(built.folder) == files_of(clean.folder)


class CountingEncoder(HashingEncoder):
    """Notes whose titles were counted, which is done once for each document that is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: set[str] = set()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        self.counted.update(text for text in texts if not text.endswith("."))
        return super().count_tokens(texts)


def test_documents_are_written_as_they_are_read_and_none_is_kept(tmp_path: Path) -> None:
    count, words = 60, 20_000
    source = tmp_path / "pages.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = f"{number} " * words
            file.write(json.dumps({"_id": str(number), "title": "Long", "text": text}) + "\n")
    work = tmp_path / "work"
    work.mkdir()
    tracemalloc.start()
    write_documents(work, read_sources([source]), silent)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    written = (work / DOCUMENTS).stat().st_size
    assert written > count * words * 2
    # Several forms of one page at a time, of sixty.
    assert peak < written / 4


def test_equal_sentences_are_embedded_once(tmp_path: Path) -> None:
    _, embedded = build_pages(pages(100), tmp_path / "root")
    assert embedded[:-ASKED_AT_MOST].count("All pages say this.") == 1


def test_what_was_removed_and_comes_back_is_not_embedded_again(tmp_path: Path) -> None:
    build_pages(pages(40), tmp_path / "root")
    without, _ = build_pages(pages(30), tmp_path / "root")
    assert OpenIndex.open(without.folder).document("page-35") is None
    built, embedded = build_pages(pages(40), tmp_path / "root")
    assert built.reused
    assert len(embedded) <= ASKED_AT_MOST
    assert open_current(tmp_path / "root").document("page-35") is not None


def test_another_encoder_shares_no_vectors(tmp_path: Path) -> None:
    build(pages(20), HashingEncoder(), tmp_path, silent)
    other = HashingEncoder("other")
    build(pages(20), other, tmp_path, silent)
    assert len(other.embedded) >= 20 + 2 * 20 + 1


def test_vectors_of_two_precisions_are_never_mixed_though_either_answers(tmp_path: Path) -> None:
    exact, rounded = HashingEncoder(), HashingEncoder(precision="bfloat16")
    first = build(pages(20), exact, tmp_path, silent)
    second = build(pages(21), rounded, tmp_path, silent)
    assert len(rounded.embedded) >= 21 + 2 * 21 + 1
    assert (first.manifest.encoder.precision, second.manifest.encoder.precision) == (
        "float32",
        "bfloat16",
    )
    again = HashingEncoder(precision="bfloat16")
    third = build(pages(21, changed=7), again, tmp_path, silent)
    assert len(again.embedded) <= 2 + ASKED_AT_MOST
    for built in (first, second, third):
        OpenIndex.open(built.folder).check_encoder(exact)


def test_only_many_pages_are_embedded_by_the_encoder_for_many(tmp_path: Path) -> None:
    exact, rounded = HashingEncoder(), HashingEncoder(precision="bfloat16")
    options = Options(for_many=lambda _exact: rounded)
    few = build(pages(20), exact, tmp_path, silent, options)
    assert not rounded.embedded
    long = "Page 7 says more. " + "It says more. " * (MANY_BYTES // 14)
    section = Section((), None, Span(0, len(long)))
    many = build([*pages(20), Document("more", "More", long, (section,))], exact, tmp_path, silent)
    assert not rounded.embedded
    assert many.manifest.encoder.precision == few.manifest.encoder.precision == "float32"
    many = build(
        [*pages(20), Document("more", "More", long, (section,))], exact, tmp_path, silent, options
    )
    assert "It says more." in rounded.embedded
    assert many.manifest.encoder.precision == "bfloat16"


@pytest.mark.parametrize("name", [DENSE, SENTENCES])
def test_a_damaged_version_lends_no_vectors(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    first, _ = build_pages(pages(20), tmp_path / "root")
    damaged = bytearray((first.folder / name).read_bytes())
    damaged[-5] ^= 1
    (first.folder / name).write_bytes(damaged)
    built, _ = build_pages(pages(20, changed=3), tmp_path / "root")
    clean, _ = build_pages(pages(20, changed=3), tmp_path / "clean")
    assert files_of(built.folder) == files_of(clean.folder)
    assert f"{name} is damaged" in caplog.text


class StoppedError(Exception):
    """Something else than the build went wrong."""


class StoppingEncoder(HashingEncoder):
    """Fails at the third batch."""

    batches = 0

    def encode_passages(self, texts: list[str]) -> Vectors:
        self.batches += 1
        if self.batches == 3:
            raise StoppedError
        return super().encode_passages(texts)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Give the root of a build that stopped after two batches, and how much it had embedded."""
    root = tmp_path_factory.mktemp("stopped") / "root"
    encoder = StoppingEncoder()
    with pytest.raises(StoppedError):
        build(pages(1200), encoder, root, silent)
    return root, len(encoder.embedded)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, list[str]]:
    return build_pages(pages(1200), tmp_path_factory.mktemp("clean"))


@pytest.mark.parametrize("torn", [0, 1, 100_000])
def test_a_stopped_build_is_resumed_from_its_sound_records(
    tmp_path: Path, stopped: tuple[Path, int], clean: tuple[Built, list[str]], torn: int
) -> None:
    root = shutil.copytree(stopped[0], tmp_path / "root")
    for journal in root.glob(f"{JOURNAL_PREFIX}*"):
        content = journal.read_bytes()
        journal.write_bytes(content[: max(0, len(content) - torn)])
    built, embedded = build_pages(pages(1200), root)
    clean_built, all_texts = clean
    assert files_of(built.folder) == files_of(clean_built.folder)
    if not torn:
        assert len(embedded) == len(all_texts) - stopped[1]
    assert list(root.glob(f"{JOURNAL_PREFIX}*")) == []


def test_a_journal_ends_before_its_first_damaged_record(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = Journal(path, 4, np.float32)
    keys = [bytes([n]) * 16 for n in range(5)]
    journal.append(keys, np.arange(20, dtype=np.float32).reshape(5, 4))
    journal.close()
    content = bytearray(path.read_bytes())
    size = len(content) // 5
    content[3 * size + 20] ^= 1
    path.write_bytes(content)
    reopened = Journal(path, 4, np.float32)
    assert reopened.keys() == keys[:3]
    assert reopened.vectors().tolist() == np.arange(12).reshape(3, 4).tolist()
    reopened.append([b"z" * 16], np.ones((1, 4), dtype=np.float32))
    assert Journal(path, 4, np.float32).keys() == [*keys[:3], b"z" * 16]


def test_every_vector_is_its_own_texts(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    index = OpenIndex.open(build(pages(30), encoder, tmp_path, silent).folder)
    for row, seen in enumerate(embedding_texts(index.folder)):
        assert index.dense.vector(row) == pytest.approx(encoder.vector(seen.whole), abs=1e-6)
        expected = np.stack([encoder.vector(sentence) for sentence in seen.sentences])
        assert index.sentence_vectors(row) == pytest.approx(expected, abs=1e-3)


def test_progress_adds_up_to_its_totals(tmp_path: Path) -> None:
    heard: dict[str, int] = {}
    totals: dict[str, int | None] = {}

    def progress(phase: str, done: int, total: int | None) -> None:
        heard[phase] = heard.get(phase, 0) + done
        totals[phase] = total

    build(pages(50), HashingEncoder(), tmp_path, progress)
    # 50 passages and contexts, two sentences of each page's own, and one that they share.
    assert heard == {READING: 50, SPLITTING: 50, EMBEDDING: 2 * 50 + 100 + 1}
    assert totals == {READING: None, SPLITTING: 50, EMBEDDING: 201}


def test_documents_without_text_are_refused_and_the_index_stays(tmp_path: Path) -> None:
    build_pages(pages(3), tmp_path)
    with pytest.raises(EmptyCorpusError):
        build_pages([], tmp_path)
    assert len(open_current(tmp_path)) == 3


def test_a_source_that_cannot_be_read_is_not_blamed_on_the_index(tmp_path: Path) -> None:
    def documents() -> object:
        yield pages(1)[0]
        raise PermissionError(13, "Permission denied", "leaflet.md")

    with pytest.raises(SourceError, match=r"leaflet\.md: it can't be read \(Permission denied\)"):
        build(documents(), HashingEncoder(), tmp_path, silent)


class NotANumberEncoder(HashingEncoder):
    def encode_passages(self, texts: list[str]) -> Vectors:
        return super().encode_passages(texts) * np.float32("nan")


def test_an_encoder_that_returns_no_numbers_builds_nothing(tmp_path: Path) -> None:
    build_pages(pages(3), tmp_path)
    with pytest.raises(EncoderError, match="not numbers of length 1"):
        build(pages(4), NotANumberEncoder(), tmp_path, silent)
    assert len(open_current(tmp_path)) == 3


def test_only_the_newest_versions_are_kept(tmp_path: Path) -> None:
    names = [
        build(pages(count), HashingEncoder(), tmp_path, silent, Options(keep=2)).folder.name
        for count in (3, 4, 5, 6)
    ]
    folders = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert folders == set(names[-2:])


def test_a_kept_folder_and_current_can_be_read_by_others(tmp_path: Path) -> None:
    folder = build_pages(pages(3), tmp_path)[0].folder
    for path in (folder, tmp_path / "CURRENT", *folder.iterdir()):
        assert path.stat().st_mode & 0o044 == 0o044


def test_articles_read_from_files_build_too(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Page\n\nOne sentence. Another one.\n")
    built = build(read_sources([tmp_path]), HashingEncoder(), tmp_path / "root", silent)
    assert built.manifest.counts.model_dump() == {"documents": 1, "passages": 1, "sentences": 2}
