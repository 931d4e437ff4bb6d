"""What an operator wrote in place of the fixed texts, checked whole when it is read.

A slip in a text that is seldom shown (an emergency, another language) must not wait for the
person who needs it.
"""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from string import Formatter

from corpus.printable import said_by
from qa.errors import MessagesError

_DIRECTIONS = ("ltr", "rtl")


def read_operators_file(file: Path) -> dict[str, object]:
    """Read a TOML file that an operator wrote; raises MessagesError that says what is wrong."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        found = f"can't be read ({error.strerror})"
        raise MessagesError(file, found, "fix or unset the setting") from error
    except (ValueError, RecursionError) as error:
        found = f"is not TOML in UTF-8 ({said_by(error)})"
        raise MessagesError(file, found, "fix the file") from error


def own_lines(
    file: Path, texts: Mapping[str, str], languages: Collection[str]
) -> dict[str, dict[str, str]]:
    """Return the operator's lines by language and key; `texts` has every key with its places."""
    return {
        name: {key: _line(file, key, text, texts) for key, text in _table(file, name, lines)}
        for name, lines in read_operators_file(file).items()
        if _is_language(file, name, languages)
    }


def places(text: str) -> frozenset[str]:
    """Return the names in braces of a text; raises ValueError where a brace stands alone.

    A conversion or a format (`{name!r}`, `{name:>9}`) belongs to the name: no text needs one, and
    a wrong one is found only when the text is filled in.
    """
    return frozenset(
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    )


def _is_language(file: Path, name: str, languages: Collection[str]) -> bool:
    if name in languages:
        return True
    known = ", ".join(f"[{language}]" for language in languages)
    raise MessagesError(
        file, f"{name!r} is not a language", f"write the lines under one of {known}"
    )


def _table(file: Path, name: str, lines: object) -> list[tuple[str, object]]:
    if not isinstance(lines, dict):
        raise MessagesError(file, f"[{name}] is not a table", "write key = text under it")
    return list(lines.items())


def _line(file: Path, key: str, text: object, texts: Mapping[str, str]) -> str:
    if key not in texts:
        raise MessagesError(file, f"there is no message {key!r}", "see qa/messages/en.toml")
    if not isinstance(text, str) or not text.strip():
        raise MessagesError(
            file, f"{key!r} is not a text", "put it in quotes, or leave the line out"
        )
    if key == "direction" and text not in _DIRECTIONS:
        raise MessagesError(file, f"'direction' is {text!r}", f"known: {', '.join(_DIRECTIONS)}")
    try:
        unknown = places(text) - places(texts[key])
    except ValueError as error:
        found = f"{key!r} has a brace that stands alone ({error})"
        raise MessagesError(file, found, "write {name}, or {{ for a brace") from error
    if unknown:
        known = ", ".join(sorted(places(texts[key]))) or "none"
        raise MessagesError(file, f"{key!r} has a place we can't fill", f"known: {known}")
    return text
