"""Read a set's files line by line, so that whatever is wrong is named with its line."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.printable import said_by
from qa.evaluation.errors import SetError
from qa.question import MOST_CHARACTERS

_ONE_A_LINE = "write one JSON object a line"


def is_folder(path: Path) -> bool:
    """Say whether `path` is a folder; raises SetError for what nobody can look at."""
    try:
        return path.is_dir()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> SetError:
    found = f"it can't be read ({error.strerror})"
    return SetError(path, None, found, "name a file that can be")


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, text) for each line that isn't blank.

    Lines end at a line feed alone: some texts hold U+2028, which `str.splitlines` breaks at.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise SetError(path, None, "there is no such file", "check the path") from error
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise SetError(path, None, f"it can't be read ({error})", "save it as UTF-8") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def read_records(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Return every (line number, record) of a JSONL file, of which there is at least one."""
    records: list[tuple[int, dict[str, Any]]] = []
    for number, line in read_lines(path):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SetError(path, number, f"not JSON ({said_by(error)})", _ONE_A_LINE) from error
        if not isinstance(record, dict):
            raise SetError(path, number, f"a {type(record).__name__}, no object", _ONE_A_LINE)
        records.append((number, record))
    if not records:
        raise SetError(path, None, "the file holds no line", _ONE_A_LINE)
    return records


def text_field(path: Path, line: int, record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return the first of the fields `names` that holds a text; raises SetError for none."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value
    wanted = " or ".join(repr(name) for name in names)
    raise SetError(path, line, f"no text in {wanted}", f"add the field {wanted}")


def question_field(
    path: Path, line: int, record: Mapping[str, Any], names: tuple[str, ...] = ("question",)
) -> str:
    """Return a text that can be asked; raises SetError for one that is too long to be."""
    text = text_field(path, line, record, names)
    if len(text) > MOST_CHARACTERS:
        found = f"the question has {len(text)} characters, more than {MOST_CHARACTERS}"
        raise SetError(path, line, found, "shorten or remove it")
    return text


def heading_path(path: Path, line: int, section: object) -> tuple[str, ...]:
    """Return the headings that lead to a section; raises SetError for anything else."""
    if not isinstance(section, list) or not all(isinstance(part, str) for part in section):
        found = f"the section {section!r} is not a list of headings"
        raise SetError(path, line, found, 'write it as ["Heading", "Sub-heading"]')
    return tuple(section)


def read_ids(path: Path, records: list[tuple[int, dict[str, Any]]]) -> list[str]:
    """Return each record's id (`id` or `_id`, else its line number); raises for one used twice."""
    ids: dict[str, int] = {}
    for line, record in records:
        name = str(record.get("id", record.get("_id", line)))
        if name in ids:
            found = f"the id {name!r} stands on line {ids[name]} too"
            raise SetError(path, line, found, "give one of them another id")
        ids[name] = line
    return list(ids)


def set_name(path: Path) -> str:
    """Name a set by its folder and file: many folders hold a file called questions."""
    return f"{path.resolve().parent.name}/{path.stem}"


def fingerprint(*paths: Path) -> str:
    """Return a short sha256 over the bytes of `paths`: a set that is changed gets another."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
