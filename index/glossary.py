"""The publisher's own groups of equal terms, sealed with the index."""

import json
from collections.abc import Sequence
from pathlib import Path

Group = tuple[str, ...]


def write_glossary(path: Path, groups: Sequence[Group]) -> None:
    """Write `groups`; the same groups give the same bytes."""
    path.write_text(json.dumps(groups, indent=1) + "\n", encoding="ascii", newline="\n")


def read_glossary(path: Path) -> tuple[Group, ...]:
    """Read what `write_glossary` wrote."""
    return tuple(tuple(group) for group in json.loads(path.read_bytes()))
