"""Which index is current, which are kept, and how to go back."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import build, open_current
from index.errors import (
    EncoderMismatchError,
    IndexFolderError,
    MissingFileError,
    NoVersionError,
    ReturningPagesError,
    UnreadableFolderError,
    UnwritableFolderError,
)
from index.history import HISTORY
from index.manifest import MANIFEST_NAME
from index.opened import DENSE, DOCUMENT_IDS
from index.progress import silent
from index.returning import refuse_returning
from index.self_check import check_answers
from index.versions import CURRENT, prune, roll_back, set_current, sweep, versions
from tests.fakes import HashingEncoder, pages
from tests.permissions import somebody, without_permission

ENCODER = HashingEncoder()


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    """Build three versions, of 3, 4 and 5 pages, a minute apart; return their names."""
    names = []
    for minute, count in enumerate((3, 4, 5)):
        folder = build(pages(count), ENCODER, tmp_path, silent).folder
        os.utime(folder / MANIFEST_NAME, (60 * minute, 60 * minute))
        names.append(folder.name)
    return names


def listed(root: Path) -> list[str]:
    return [version.name for version in versions(root)]


def sound(index: object) -> None:
    check_answers(index, ENCODER)


def test_versions_are_listed_the_newest_first(tmp_path: Path, names: list[str]) -> None:
    assert listed(tmp_path) == names[::-1]
    assert [version.current for version in versions(tmp_path)] == [True, False, False]


def test_rolling_back_twice_goes_back_two_versions(tmp_path: Path, names: list[str]) -> None:
    assert roll_back(tmp_path, None, sound).name == names[1]
    assert roll_back(tmp_path, None, sound).name == names[0]
    assert len(open_current(tmp_path)) == 3
    with pytest.raises(NoVersionError, match="it holds no older version to go back to"):
        roll_back(tmp_path, None, sound)
    assert roll_back(tmp_path, names[2], sound).name == names[2]
    assert listed(tmp_path) == names[::-1]


def test_a_rollback_passes_over_a_damaged_version(tmp_path: Path, names: list[str]) -> None:
    (tmp_path / names[1] / DENSE).unlink()
    assert roll_back(tmp_path, None, sound).name == names[0]


def test_a_named_version_that_is_damaged_or_unknown_is_refused(
    tmp_path: Path, names: list[str]
) -> None:
    (tmp_path / names[1] / DENSE).unlink()
    with pytest.raises(MissingFileError):
        roll_back(tmp_path, names[1], sound)
    for unknown in ("0123", f"../{tmp_path.name}/{names[0]}", ""):
        with pytest.raises(NoVersionError):
            roll_back(tmp_path, unknown, sound)
    assert open_current(tmp_path).version == names[2]


def test_a_version_of_another_encoder_is_refused(tmp_path: Path, names: list[str]) -> None:
    def sound_for_other(index: object) -> None:
        check_answers(index, HashingEncoder("other"))

    with pytest.raises(EncoderMismatchError):
        roll_back(tmp_path, names[0], sound_for_other)


def test_a_build_of_earlier_inputs_makes_its_version_the_newest(
    tmp_path: Path, names: list[str]
) -> None:
    assert build(pages(3), ENCODER, tmp_path, silent).reused
    assert listed(tmp_path) == [names[0], names[2], names[1]]
    assert roll_back(tmp_path, None, sound).name == names[2]


def test_a_version_that_was_gone_back_from_is_no_way_back(tmp_path: Path) -> None:
    good, bad = (build(pages(n), ENCODER, tmp_path, silent).folder.name for n in (3, 4))
    roll_back(tmp_path, None, sound)
    mended = build(pages(5), ENCODER, tmp_path, silent).folder.name
    assert listed(tmp_path)[:2] == [mended, bad]
    assert roll_back(tmp_path, None, sound).name == good
    with pytest.raises(NoVersionError, match=f"{mended}, {bad}, {good}"):
        roll_back(tmp_path, None, sound)


def test_a_version_that_a_build_makes_again_is_a_way_back_again(tmp_path: Path) -> None:
    first, second = (build(pages(n), ENCODER, tmp_path, silent).folder.name for n in (3, 4))
    roll_back(tmp_path, None, sound)
    assert build(pages(4), ENCODER, tmp_path, silent).reused
    build(pages(5), ENCODER, tmp_path, silent)
    assert roll_back(tmp_path, None, sound).name == second
    assert roll_back(tmp_path, None, sound).name == first


def test_where_somebody_wrote_current_by_hand_going_back_follows(
    tmp_path: Path, names: list[str]
) -> None:
    (tmp_path / CURRENT).write_text(names[1])
    assert roll_back(tmp_path, None, sound).name == names[0]
    (tmp_path / CURRENT).write_text(names[2])
    assert roll_back(tmp_path, None, sound).name == names[0]


@pytest.mark.parametrize("held", [None, b"\xff", b"", b"../../elsewhere\n"])
def test_without_a_history_the_builds_tell_the_way_back(
    tmp_path: Path, names: list[str], held: bytes | None
) -> None:
    (tmp_path / HISTORY).unlink()
    if held is not None:
        (tmp_path / HISTORY).write_bytes(held)
    for older in (names[1], names[0]):
        assert roll_back(tmp_path, None, sound).name == older
    build(pages(6), ENCODER, tmp_path, silent)
    assert roll_back(tmp_path, None, sound).name == names[0]


def smaller_now(root: Path) -> str:
    """Build 5 pages, then the first 3 alone; return the version with 5."""
    more = build(pages(5), ENCODER, root, silent).folder
    os.utime(more / MANIFEST_NAME, (60, 60))
    build(pages(3), ENCODER, root, silent)
    return more.name


def test_pages_that_no_longer_answer_come_back_only_where_that_is_agreed(tmp_path: Path) -> None:
    more = smaller_now(tmp_path)
    agree = refuse_returning(tmp_path, date(2026, 1, 1))
    for named in (None, more):
        with pytest.raises(ReturningPagesError, match="'page-3', 'page-4'; add `--yes`") as raised:
            roll_back(tmp_path, named, sound, agree)
        assert raised.value.pages == ("page-3", "page-4")
        assert len(open_current(tmp_path)) == 3
    assert roll_back(tmp_path, None, sound).name == more


def test_a_changed_page_may_go_back_to_what_it_said(tmp_path: Path) -> None:
    first = build(pages(3), ENCODER, tmp_path, silent).folder
    build(pages(4, changed=1), ENCODER, tmp_path, silent)
    agree = refuse_returning(tmp_path, date(2026, 1, 1))
    assert roll_back(tmp_path, first.name, sound, agree).name == first.name


def test_a_page_that_has_expired_meanwhile_does_not_come_back(tmp_path: Path) -> None:
    last_day = date(2026, 1, 1)
    expiring = replace(pages(2)[1], expires_on=last_day)
    first = build([*pages(1), expiring], ENCODER, tmp_path, silent).folder
    build(pages(1), ENCODER, tmp_path, silent)
    with pytest.raises(ReturningPagesError):
        roll_back(tmp_path, first.name, sound, refuse_returning(tmp_path, last_day))
    agree = refuse_returning(tmp_path, date(2026, 1, 2))
    assert roll_back(tmp_path, first.name, sound, agree).name == first.name


def test_of_a_damaged_version_the_pages_are_known_while_their_list_is_whole(tmp_path: Path) -> None:
    more = smaller_now(tmp_path)
    current = open_current(tmp_path).folder
    agree = refuse_returning(tmp_path, date(2026, 1, 1))
    (current / DENSE).unlink()
    with pytest.raises(ReturningPagesError):
        roll_back(tmp_path, more, sound, agree)
    (current / DOCUMENT_IDS).write_text("[]\n")
    with pytest.raises(
        IndexFolderError, match=r"the pages that would answer again are not known.* or add `--yes`"
    ):
        roll_back(tmp_path, more, sound, agree)
    assert roll_back(tmp_path, more, sound).name == more


def test_a_version_is_not_pruned_while_it_is_made_current(tmp_path: Path, names: list[str]) -> None:
    pruned: list[str] = []

    def prune_meanwhile(_: object) -> None:
        pruned.extend(prune(tmp_path, 1))

    with pytest.raises(NoVersionError, match=names[0]):
        roll_back(tmp_path, names[0], sound, prune_meanwhile)
    assert names[0] in pruned
    assert open_current(tmp_path).version == names[2]


def test_a_root_that_can_not_be_written_keeps_its_version(tmp_path: Path, names: list[str]) -> None:
    # Nothing is forbidden to root, but even root can't replace a folder by a file.
    (tmp_path / CURRENT).unlink()
    (tmp_path / CURRENT).mkdir()
    with pytest.raises(UnwritableFolderError, match="can't be written"):
        roll_back(tmp_path, names[1], sound)


def test_a_root_that_can_not_be_looked_into_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    # A file is no empty root either: nothing could ever be built there.
    for root in (tmp_path / ("x" * 300), tmp_path / "file"):
        for look in (versions, open_current):
            with pytest.raises(UnreadableFolderError, match="it can't be read"):
                look(root)
    assert versions(tmp_path / "nowhere") == []


def test_a_version_that_may_not_be_read_is_passed_over_and_the_others_are_listed() -> None:
    with somebody() as root:
        older = build(pages(3), ENCODER, root, silent).folder
        newer = build(pages(4), ENCODER, root, silent).folder
        with without_permission(older):
            assert listed(root) == [newer.name]
            # The new version is current, whatever can't be cleared away.
            assert build(pages(5), ENCODER, root, silent).folder.name in listed(root)


@pytest.mark.parametrize("name", [DENSE, MANIFEST_NAME, DOCUMENT_IDS])
def test_a_file_of_an_index_that_may_not_be_read_is_named(name: str) -> None:
    with somebody() as root:
        folder = build(pages(3), ENCODER, root, silent).folder
        with (
            without_permission(folder / name),
            pytest.raises(UnreadableFolderError, match="let this user read it") as raised,
        ):
            open_current(root)
        assert (raised.value.folder, raised.value.part) == (folder, name)


def test_a_current_that_may_not_be_read_is_named() -> None:
    with somebody() as root:
        build(pages(3), ENCODER, root, silent)
        with (
            without_permission(root / CURRENT),
            pytest.raises(UnreadableFolderError, match="CURRENT can't be read"),
        ):
            open_current(root)


def test_pruning_keeps_the_newest_and_the_current_one(tmp_path: Path, names: list[str]) -> None:
    set_current(tmp_path, names[0])
    assert prune(tmp_path, 1) == [names[1]]
    assert listed(tmp_path) == [names[2], names[0]]
    assert open_current(tmp_path).version == names[0]


def test_what_was_gone_back_from_is_pruned_before_what_answered(tmp_path: Path) -> None:
    good, bad = (build(pages(n), ENCODER, tmp_path, silent).folder.name for n in (3, 4))
    roll_back(tmp_path, None, sound)
    mended = build(pages(5), ENCODER, tmp_path, silent).folder.name
    assert prune(tmp_path, 2) == [bad]
    assert listed(tmp_path) == [mended, good]


def test_what_killed_builds_left_is_swept_and_nothing_else(
    tmp_path: Path, names: list[str]
) -> None:
    (tmp_path / ".building-1" / "deep").mkdir(parents=True)
    (tmp_path / ".aside-x" / names[0]).mkdir(parents=True)
    (tmp_path / ".CURRENT-1").write_text("half")
    (tmp_path / ".HISTORY-1").write_text("half")
    (tmp_path / "notes.txt").write_text("an operator's own")
    sweep(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*names, CURRENT, HISTORY, ".lock", ".switching", "notes.txt"}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qa", *arguments, "--index", str(root)]
    repository = Path(__file__).parents[2]
    return subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)


def test_the_command_lists_what_is_kept_and_what_is_damaged(
    tmp_path: Path, names: list[str]
) -> None:
    (tmp_path / names[0] / DENSE).unlink()
    rows = json.loads(run(tmp_path, "indexes", "--json").stdout)["indexes"]
    assert [(row["index_version"], row["current"], row["sound"]) for row in rows] == [
        (names[2], True, True),
        (names[1], False, True),
        (names[0], False, False),
    ]
    assert rows[0]["made_at"] == "1970-01-01T00:02:00+00:00"
    assert rows[1]["found"] == "4 documents, 4 passages, words, exact, which is recall@10 1.000"
    assert rows[2]["found"].startswith(f"{DENSE} is missing; ")
    lines = run(tmp_path, "indexes").stdout.splitlines()
    marks = [line.split()[1] for line in lines]
    assert marks[:2] == ["current", "previous"]
    assert marks[2] not in ("current", "previous")
    for line, row in zip(lines, rows, strict=True):
        assert 1000 < row["bytes"] < 1e6
        assert f"{row['bytes'] / 1000:.0f} KB" in line


def test_a_rollback_without_any_index_says_so(tmp_path: Path) -> None:
    ended = run(tmp_path / "none", "rollback")
    assert ended.returncode == 1
    assert "to go back to" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_rollback_to_another_encoders_index_is_refused_by_the_command(
    tmp_path: Path, names: list[str]
) -> None:
    ended = run(tmp_path, "rollback", names[0])
    assert ended.returncode == 1
    assert "built with 'words'" in ended.stderr
    assert open_current(tmp_path).version == names[2]
