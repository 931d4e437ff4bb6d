"""What the configuration of Jekyll or Hugo, in the folder that is read, keeps off their sites."""

import re
import tomllib
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

import yaml

from corpus.errors import SourceError
from corpus.printable import said_by

_JEKYLL = ("_config.yml", "_config.yaml")
_HUGO = ("hugo.toml", "hugo.yaml", "hugo.yml", "config.toml", "config.yaml", "config.yml")
# Of Jekyll's folders that begin with an underscore, these and collections hold pages.
_PAGES = {"_posts", "_drafts"}
# Beside `content`, Hugo's own: templates, themes, and the site that it made.
_NO_CONTENT = {"archetypes", "layouts", "themes", "resources", "public", "assets", "node_modules"}
_LONGEST = 100_000

Excluded = Callable[[PurePosixPath], bool]
"""Says of a path below the folder whether the site has no such page."""


def excluded_from_site(root: Path) -> Excluded:
    """Return what the configuration in `root` excludes; nothing where there is none.

    Raises SourceError for one that can't be read: what it excludes must not answer.
    """
    for name in _JEKYLL:
        if (root / name).is_file():
            return _by_jekyll(root / name)
    for name in _HUGO:
        if (root / "content").is_dir() and (root / name).is_file():
            return _by_hugo(root / name)
    return lambda _: False


def _by_jekyll(path: Path) -> Excluded:
    stated = _read(path)
    entries = [entry.strip("/") for entry in _texts(path, stated, "exclude")]
    entries += ["node_modules", "vendor"]
    collections = stated.get("collections") or ()
    names = collections if isinstance(collections, list | dict) else ()
    kept = _PAGES | {f"_{name}" for name in names}

    def excluded(page: PurePosixPath) -> bool:
        if any(part.startswith("_") and part not in kept for part in page.parts):
            return True
        above = [page, *page.parents[:-1]]
        return any(fnmatch(place.as_posix(), entry) for place in above for entry in entries)

    return excluded


def _by_hugo(path: Path) -> Excluded:
    patterns: list[re.Pattern[str]] = []
    for written in _texts(path, _read(path), "ignoreFiles"):
        try:
            patterns.append(re.compile(written))
        except re.error as error:
            found = f"its `ignoreFiles` {written!r} is not a pattern ({error})"
            raise SourceError(path, found, "fix it: no page is read without it") from error

    def excluded(page: PurePosixPath) -> bool:
        if page.parts[0] in _NO_CONTENT:
            return True
        return any(pattern.search(f"/{page.as_posix()}") for pattern in patterns)

    return excluded


def _read(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
        if len(text) > _LONGEST:
            raise ValueError(f"it is longer than {_LONGEST} characters")
        stated = tomllib.loads(text) if path.suffix == ".toml" else yaml.safe_load(text) or {}
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        found = f"it can't be read ({said_by(error)})"
        remedy = "fix it, or name the folder of the pages alone: what it excludes must not answer"
        raise SourceError(path, found, remedy) from error
    return stated if isinstance(stated, dict) else {}


def _texts(path: Path, stated: dict[str, object], name: str) -> Iterable[str]:
    # Hugo reads names in any case.
    found = next((v for n, v in stated.items() if str(n).casefold() == name.casefold()), None)
    listed = [found] if isinstance(found, str) else found or []
    if isinstance(listed, list) and all(isinstance(entry, str) for entry in listed):
        return listed
    raise SourceError(path, f"its `{name}` is not a list of texts", "write one name a line")
