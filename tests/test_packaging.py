"""What pip installs: every package, every file beside the code, every library it imports."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = ("corpus", "index", "qa")


def code_folders() -> set[Path]:
    found = {path.parent for name in OURS for path in (ROOT / name).rglob("*.py")}
    return {folder.relative_to(ROOT) for folder in found}


def test_every_package_is_listed() -> None:
    listed = PROJECT["tool"]["setuptools"]["packages"]
    assert sorted(listed) == sorted(".".join(folder.parts) for folder in code_folders())


def test_every_file_beside_the_code_is_packaged() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]
    packaged = {
        path
        for package, globs in patterns.items()
        for glob in globs
        for path in (ROOT / package.replace(".", "/")).glob(glob)
    }
    beside = {
        path
        for name in OURS
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert sorted(beside - packaged) == []


def test_every_imported_library_is_a_declared_dependency() -> None:
    declared = {
        re.split(r"[\[<>=;!~ ]", requirement)[0].lower().replace("_", "-")
        for requirement in PROJECT["project"]["dependencies"]
    }
    distributions = packages_distributions()
    missing = {}
    for path in (path for name in OURS for path in (ROOT / name).rglob("*.py")):
        for name in _imported(path) - set(OURS) - sys.stdlib_module_names:
            providers = {d.lower().replace("_", "-") for d in distributions.get(name, [name])}
            if not providers & declared:
                missing[name] = sorted(providers)
    assert missing == {}


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names
