"""A server follows its root to new indexes, keeps answering, and refuses damaged ones."""

import logging
import shutil
import threading
import time
from pathlib import Path

import pytest

from index import OpenIndex, build, open_current
from index.live import POLL_SECONDS, Live
from index.opened import PASSAGES
from index.progress import silent
from index.self_check import check_answers
from index.versions import CURRENT, roll_back, set_current, versions
from tests.fakes import HashingEncoder, pages

ENCODER = HashingEncoder()


def open_one(folder: Path) -> OpenIndex:
    index = OpenIndex.open(folder)
    check_answers(index, ENCODER)
    return index


@pytest.fixture
def root(tmp_path: Path) -> Path:
    build(pages(5), ENCODER, tmp_path, silent)
    return tmp_path


class LiveIndex(Live[OpenIndex]):
    """A holder that holds something from the start."""

    @property
    def now(self) -> OpenIndex:
        held = super().now
        assert held is not None
        return held


def live(root: Path) -> LiveIndex:
    first = open_current(root)
    return LiveIndex(root, open_one, first, first.folder)


def test_deleted_documents_stop_answering_at_the_switch(root: Path) -> None:
    holder = live(root)
    assert holder.now.document("page-4") is not None
    build(pages(4), ENCODER, root, silent)
    assert holder.now.document("page-4") is not None
    holder.poll()
    assert holder.now.document("page-4") is None
    assert holder.refused is None


def test_an_index_swapped_out_still_answers_the_request_that_holds_it(root: Path) -> None:
    holder = live(root)
    held = holder.now
    for count in (6, 7, 8, 9):
        build(pages(count), ENCODER, root, silent)
        holder.poll()
    # Its folder has been pruned by now.
    assert not held.folder.exists()
    check_answers(held, ENCODER)
    assert len(holder.now.document_ids) == 9


def test_a_damaged_new_index_is_refused_once_in_the_log(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    holder = live(root)
    good = holder.now
    new = build(pages(6), ENCODER, root, silent).folder
    (new / PASSAGES).write_bytes(b"")
    holder.poll()
    holder.poll()
    assert holder.now is good
    assert holder.refused is not None
    assert f"{new}: {PASSAGES} is damaged" in holder.refused
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1
    assert PASSAGES in errors[0].getMessage()

    roll_back(root, None, lambda index: check_answers(index, ENCODER))
    holder.poll()
    assert holder.refused is None
    assert holder.now is good


def test_a_rebuilt_index_is_taken_after_a_damaged_one_was_refused(root: Path) -> None:
    holder = live(root)
    new = build(pages(6), ENCODER, root, silent).folder
    (new / PASSAGES).unlink()
    holder.poll()
    assert holder.refused is not None
    build(pages(6), ENCODER, root, silent)
    holder.poll()
    assert holder.refused is None
    assert len(holder.now.document_ids) == 6


def test_an_index_of_another_encoder_is_refused(root: Path) -> None:
    holder = live(root)
    build(pages(6), HashingEncoder("other"), root, silent)
    holder.poll()
    assert holder.refused is not None
    assert "built with 'other'" in holder.refused
    assert len(holder.now.document_ids) == 5


@pytest.mark.parametrize("line", [None, "", "../elsewhere", "0123456789abcdef"])
def test_a_broken_current_changes_nothing_that_answers(root: Path, line: str | None) -> None:
    holder = live(root)
    good = holder.now
    holder.poll()
    (root / CURRENT).unlink()
    if line is not None:
        (root / CURRENT).write_text(line)
    holder.poll()
    assert holder.now is good
    assert holder.refused is not None


def test_files_damaged_while_they_answer_change_no_answer(root: Path) -> None:
    holder = live(root)
    for path in holder.now.folder.iterdir():
        path.write_bytes(b"x")
    check_answers(holder.now, ENCODER)
    assert holder.now.document("page-3") == pages(5)[3]


def test_a_rollback_is_followed(root: Path) -> None:
    holder = live(root)
    build(pages(6), ENCODER, root, silent)
    holder.poll()
    assert len(holder.now.document_ids) == 6
    roll_back(root, None, lambda index: check_answers(index, ENCODER))
    holder.poll()
    assert len(holder.now.document_ids) == 5


def test_a_holder_of_nothing_takes_the_first_sound_index(tmp_path: Path) -> None:
    holder = Live(tmp_path, open_one)
    holder.poll()
    assert holder.now is None
    folder = build(pages(3), ENCODER, tmp_path, silent).folder
    (folder / PASSAGES).rename(folder / "elsewhere")
    holder.poll()
    assert holder.now is None
    assert holder.refused is not None
    build(pages(4), ENCODER, tmp_path, silent)
    holder.poll()
    assert holder.now is not None
    assert len(holder.now.document_ids) == 4
    assert holder.refused is None


def test_a_copied_version_folder_can_be_held_by_itself(root: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(open_current(root).folder, tmp_path / "alone")
    holder = live(alone)
    holder.poll()
    assert holder.refused is None
    assert len(holder.now.document_ids) == 5


def test_the_watcher_swaps_while_requests_are_answered_without_a_gap(root: Path) -> None:
    holder = live(root)
    first, second = versions(root)[0].name, build(pages(6), ENCODER, root, silent).folder.name
    set_current(root, first)
    answered: set[str] = set()
    failures: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.wait(0.001):
            index = holder.now
            hits = index.dense.search(ENCODER.vector("Page 3"), 1)
            if index.passage(hits[0][0]).document_id != "page-3":
                failures.append(index.version)
            answered.add(index.version)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    with holder.watching():
        for thread in asking:
            thread.start()
        time.sleep(0.2)
        set_current(root, second)
        deadline = time.monotonic() + 10 * POLL_SECONDS
        while second not in answered and time.monotonic() < deadline:
            time.sleep(0.05)
        stop.set()
        for thread in asking:
            thread.join()
    assert failures == []
    assert answered == {first, second}
