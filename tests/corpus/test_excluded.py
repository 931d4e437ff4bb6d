"""What a site's own configuration keeps off it never answers."""

from pathlib import Path

import pytest

from corpus import SourceError, read_sources
from tests.corpus.strategies import write

PAGE = "# T\n\nText.\n"


def ids(tmp_path: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        write(tmp_path, name, text)
    return [document.id for document in read_sources([tmp_path])]


def test_jekyll_excludes_what_it_is_told_to_and_folders_of_its_own(tmp_path: Path) -> None:
    config = "exclude:\n  - old/\n  - '*.draft.md'\n  - notes.md\ncollections:\n  leaflets:\n"
    pages = [
        *("fever.md", "_posts/2024-01-01-a.md", "_leaflets/b.md", "older/c.md", "x/notes.md"),
        *("old/d.md", "old/deep/e.md", "x/f.draft.md", "notes.md", "_includes/g.html"),
        *("_layouts/h.html", "node_modules/i/README.md", "vendor/j.md"),
    ]
    found = ids(tmp_path, {"_config.yml": config, **dict.fromkeys(pages, PAGE)})
    assert sorted(found) == [
        *("_leaflets-b", "_posts-2024-01-01-a", "fever", "older-c", "x-notes"),
    ]


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("hugo.toml", "ignoreFiles = ['/old/', '\\.draft\\.md$']"),
        ("config.yaml", "ignorefiles: ['/old/', '[.]draft[.]md$']"),
    ],
)
def test_hugo_ignores_what_it_is_told_to(tmp_path: Path, name: str, config: str) -> None:
    pages = ["content/fever.md", "content/old/a.md", "content/b.draft.md", "archetypes/default.md"]
    assert ids(tmp_path, {name: config, **dict.fromkeys(pages, PAGE)}) == ["content-fever"]


def test_a_folder_without_a_configuration_has_all_its_pages(tmp_path: Path) -> None:
    pages = ["_notes/a.md", "vendor/b.md", "themes/c.md", "config.toml.md"]
    assert len(ids(tmp_path, dict.fromkeys(pages, PAGE))) == 4


@pytest.mark.parametrize(
    ("name", "config", "found"),
    [
        ("_config.yml", "exclude: [", "it can't be read"),
        ("_config.yml", "exclude: {a: b}", "its `exclude` is not a list of texts"),
        ("_config.yml", "exclude: [5]", "its `exclude` is not a list of texts"),
        ("hugo.toml", "ignoreFiles = ['(']", "its `ignoreFiles` '(' is not a pattern"),
    ],
)
def test_a_configuration_that_can_not_be_read_stops_the_reading(
    tmp_path: Path, name: str, config: str, found: str
) -> None:
    with pytest.raises(SourceError) as raised:
        ids(tmp_path, {"content/a.md": PAGE, name: config})
    assert found in raised.value.found
    assert raised.value.path == tmp_path / name
