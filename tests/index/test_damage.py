"""Every kind of damage to a sealed folder has its named error, and never an answer."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus import read_sources
from index import OpenIndex, build, open_current
from index.building import Built
from index.errors import (
    DamagedFileError,
    EncoderMismatchError,
    InconsistentIndexError,
    IndexFolderError,
    ManifestError,
    MissingFileError,
    NoIndexError,
    WrongAnswerError,
)
from index.manifest import MANIFEST_NAME, Manifest, read_manifest, seal, write_manifest
from index.opened import CONTEXTS, DENSE, DOCUMENTS, FILES, PASSAGES, SENTENCES, STARTS
from index.progress import silent
from index.self_check import check_answers
from index.versions import CURRENT, roll_back
from tests.fakes import HashingEncoder

ENCODER = HashingEncoder()
EVERY_FILE = [*FILES, MANIFEST_NAME]

Damage = Callable[[Path, Path], None]


def write_page(folder: Path, text: str, title: str = "Page", part: str = "Part") -> Path:
    folder.mkdir(exist_ok=True)
    sections = [f"## {part} {n}\n\nPart {n} says {text} {n}. It ends." for n in range(12)]
    body = "\n\n".join([f"# {title}", *sections])
    (folder / "page.md").write_text(f"{body}\n", encoding="utf-8")
    return folder


def build_page(root: Path, text: str, title: str = "Page", part: str = "Part") -> Built:
    sources = write_page(root.parent / f"{root.name}-pages", text, title, part)
    return build(read_sources([sources]), ENCODER, root, silent)


@pytest.fixture(scope="module")
def sound_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sound") / "root"
    build_page(root, "old")
    build_page(root, "new")
    return root


@pytest.fixture
def root(sound_root: Path, tmp_path: Path) -> Path:
    """Give a root with two versions, the older one's page saying "old"."""
    # With their times, which say which version is the older one.
    return shutil.copytree(sound_root, tmp_path / "root", copy_function=shutil.copy2)


def flip_a_bit(path: Path, _: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0b100
    path.write_bytes(content)


def truncate(path: Path, _: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def lengthen(path: Path, _: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n")


def empty(path: Path, _: Path) -> None:
    os.truncate(path, 0)


def remove(path: Path, _: Path) -> None:
    path.unlink()


def swap(path: Path, other: Path) -> None:
    """Put another version's file of the same name in the place of `path`."""
    shutil.copy(other, path)


def become_a_folder(path: Path, _: Path) -> None:
    path.unlink()
    path.mkdir()


def expected_error(damage: Damage, name: str) -> type[IndexFolderError]:
    if damage is swap and name == MANIFEST_NAME:
        # A stale manifest is whole; it is the other files that aren't what it sealed.
        return DamagedFileError
    if name == MANIFEST_NAME:
        return ManifestError
    return MissingFileError if damage in (remove, become_a_folder) else DamagedFileError


@pytest.mark.parametrize("name", EVERY_FILE)
@pytest.mark.parametrize(
    "damage", [flip_a_bit, truncate, lengthen, empty, remove, swap, become_a_folder]
)
def test_each_damage_to_each_file_is_named_and_the_older_index_still_answers(
    root: Path, damage: Damage, name: str
) -> None:
    good = open_current(root).folder
    other = next(p for p in root.iterdir() if (p / MANIFEST_NAME).exists() and p != good)
    if damage is swap and (good / name).read_bytes() == (other / name).read_bytes():
        pytest.skip("both versions hold the same bytes here")
    if damage is lengthen and name == MANIFEST_NAME:
        pytest.skip("a blank line at the end of JSON changes nothing")
    if damage is truncate and name == MANIFEST_NAME:
        # Its last byte is only a line break: cut one more, that counts.
        truncate(good / name, other / name)
    damage(good / name, other / name)

    expected = expected_error(damage, name)
    with pytest.raises(IndexFolderError) as raised:
        open_current(root)
    assert type(raised.value) is expected
    if expected is not DamagedFileError or name != MANIFEST_NAME:
        assert name in str(raised.value)
    assert "citewell build" in str(raised.value)

    assert roll_back(root, None, lambda index: check_answers(index, ENCODER)).folder == other
    index = open_current(root)
    check_answers(index, ENCODER)
    assert "says old" in index.passage(0).text

    rebuilt = build_page(root, "new")
    check_answers(OpenIndex.open(rebuilt.folder), ENCODER)
    assert rebuilt.folder == good


def test_an_index_of_another_encoder_is_named(root: Path) -> None:
    with pytest.raises(EncoderMismatchError, match="built with 'words' but 'other' is loaded"):
        open_current(root).check_encoder(HashingEncoder("other"))


def test_a_manifest_edited_by_hand_is_refused(root: Path) -> None:
    path = open_current(root).folder / MANIFEST_NAME
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields["encoder"]["name"] = "better"
    path.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(ManifestError, match="changed after it was sealed"):
        open_current(root)


def test_a_manifest_of_another_format_is_refused(root: Path) -> None:
    path = open_current(root).folder / MANIFEST_NAME
    path.write_text('{"format_version": 1}', encoding="utf-8")
    with pytest.raises(ManifestError, match="its format is 1"):
        open_current(root)


def reseal(folder: Path) -> None:
    """Seal whatever the files hold now, as a faulty build would."""
    manifest = read_manifest(folder)
    files = {name: seal(folder / name) for name in manifest.files}
    write_manifest(folder, Manifest.model_validate(manifest.model_dump() | {"files": files}))


@pytest.mark.parametrize("name", [DOCUMENTS, PASSAGES, DENSE, SENTENCES])
def test_files_that_are_whole_but_do_not_belong_together_are_refused(
    root: Path, tmp_path: Path, name: str
) -> None:
    folder = open_current(root).folder
    sources = tmp_path / "more"
    write_page(sources, "more")
    (sources / "second.md").write_text("# Second\n\nOne more page.\n", encoding="utf-8")
    more = build(read_sources([sources]), ENCODER, tmp_path / "more-root", silent)
    shutil.copy(more.folder / name, folder / name)
    reseal(folder)
    with pytest.raises(InconsistentIndexError):
        OpenIndex.open(folder)


@pytest.mark.parametrize("name", [DENSE, SENTENCES, CONTEXTS])
def test_vectors_of_other_texts_are_noticed_by_asking(
    root: Path, tmp_path: Path, name: str
) -> None:
    folder = open_current(root).folder
    other = build_page(tmp_path / "other", "quite different", title="Leaf", part="Chapter")
    shutil.copy(other.folder / name, folder / name)
    reseal(folder)
    index = OpenIndex.open(folder)
    with pytest.raises(WrongAnswerError, match="vector"):
        check_answers(index, ENCODER)


def test_words_of_other_texts_are_refused(root: Path, tmp_path: Path) -> None:
    folder = open_current(root).folder
    other = build_page(tmp_path / "other", "quite different")
    for name in (PASSAGES, STARTS[PASSAGES]):
        shutil.copy(other.folder / name, folder / name)
    reseal(folder)
    with pytest.raises(InconsistentIndexError, match="other words"):
        OpenIndex.open(folder)


def test_an_unreadable_vector_file_is_refused(root: Path) -> None:
    folder = open_current(root).folder
    (folder / DENSE).write_bytes(b"not a FAISS file at all")
    reseal(folder)
    with pytest.raises(InconsistentIndexError, match="can't be opened"):
        OpenIndex.open(folder)


def test_a_sentence_file_with_a_pickle_in_it_is_refused(root: Path) -> None:
    folder = open_current(root).folder
    np.save(folder / SENTENCES, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    reseal(folder)
    with pytest.raises(InconsistentIndexError):
        OpenIndex.open(folder)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b"", "holds '', which names no version"),
        (b"../../elsewhere\n", "names no version"),
        (b"0123456789abcdef\n", "which doesn't exist"),
        (b"a" * 300, "holds .aaa.*, which names no version"),
        (b"\xff\xfe\x00", "can't be read"),
    ],
)
def test_a_broken_current_line_is_named_and_can_be_rolled_back(
    root: Path, line: bytes, found: str
) -> None:
    newest = open_current(root).folder
    (root / CURRENT).write_bytes(line)
    with pytest.raises(IndexFolderError, match=found):
        open_current(root)
    assert roll_back(root, None, lambda _: None).folder == newest
    assert open_current(root).folder == newest


def test_a_root_without_current_holds_no_index(root: Path) -> None:
    (root / CURRENT).unlink()
    with pytest.raises(NoIndexError, match="there is no index here"):
        open_current(root)
