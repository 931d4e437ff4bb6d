"""Sources that can't be looked at, and the files that state things of pages."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import SourceError, read_sources
from corpus.beside import files_beside
from corpus.pins import read_pins
from corpus.sources import count_documents
from qa.query.glossary import read_groups_beside
from tests.corpus.strategies import write
from tests.permissions import somebody, without_permission

READERS: list[Callable[[Path], object]] = [
    lambda source: list(read_sources([source])),
    lambda source: read_pins([source]),
    lambda source: read_groups_beside([source]),
    lambda source: count_documents([source]),
]


@pytest.mark.parametrize("read", READERS)
def test_a_source_that_no_system_can_look_at_is_named(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for name, cause in (("x" * 300, errno.ENAMETOOLONG), ("loop", errno.ELOOP)):
        with pytest.raises(SourceError, match="check the path") as raised:
            read(tmp_path / name)
        assert os.strerror(cause) in raised.value.found


@pytest.mark.parametrize("read", READERS)
def test_a_source_in_a_folder_that_may_not_be_entered_is_named(
    read: Callable[[Path], object],
) -> None:
    with somebody() as folder:
        page = write(folder, "closed/page.md", "# T\n\nText.\n")
        with (
            without_permission(page.parent),
            pytest.raises(SourceError, match=r"page\.md: it can't be accessed \(Permission"),
        ):
            read(page)


def test_what_is_hidden_or_a_link_is_beside_no_page(tmp_path: Path) -> None:
    own = [write(tmp_path, name, "") for name in ("a/pins.toml", "pins.toml", "z/b/pins.toml")]
    write(tmp_path, ".trash/pins.toml", "")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "pins.toml").symlink_to(own[0])
    assert files_beside([tmp_path], "pins.toml") == own
    write(tmp_path, "page.md", "")
    assert files_beside([tmp_path / "page.md", tmp_path], "pins.toml") == [own[1], own[0], own[2]]
