"""The texts of a language by key, from the reviewed file and the operator's own lines."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Literal, cast

from qa.errors import MessagesError

LANGUAGES = ("en", "es", "fr", "de", "pl", "ar")
_FALLBACK = "en"

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Messages:
    """The texts of one language by key; `{name}` in a text is filled in when it is used."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, **values: object) -> str:
        """Return one text with its places filled; an unknown key is a bug and raises KeyError."""
        return self.texts[key].format(**values)

    @property
    def direction(self) -> Direction:
        """Say which way the language is written."""
        return cast(Direction, self.texts["direction"])


def load_messages(language: str, overrides: Path | None = None) -> Messages:
    """Read the texts of `language`, or of English where there is no file for it.

    `overrides` is the operator's file: a table for each language, with the lines to replace.
    """
    language = negotiate([language])
    texts = _read(language)
    return Messages(language, texts | _overrides(overrides, language, texts))


def negotiate(wanted: Iterable[str], fallback: str = _FALLBACK) -> str:
    """Return the first wanted language that there is; `es-MX` is served with `es`."""
    for tag in wanted:
        language = tag.strip().lower().replace("_", "-").partition("-")[0]
        if language in LANGUAGES:
            return language
    return fallback


def places(text: str) -> frozenset[str]:
    """Return the names in braces of a text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _read(language: str) -> dict[str, str]:
    file = files(__package__).joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _overrides(file: Path | None, language: str, texts: Mapping[str, str]) -> dict[str, str]:
    if file is None:
        return {}
    lines = read_operators_file(file).get(language, {})
    if not isinstance(lines, dict):
        raise MessagesError(file, f"[{language}] is no table", "write key = text under it")
    for key, text in lines.items():
        if key not in texts:
            raise MessagesError(file, f"there is no message {key!r}", "see qa/messages/en.toml")
        if not isinstance(text, str):
            raise MessagesError(file, f"{key!r} is no text", "put it in quotes")
        if not places(text) <= places(texts[key]):
            known = ", ".join(sorted(places(texts[key]))) or "none"
            raise MessagesError(file, f"{key!r} has a place we can't fill", f"known: {known}")
    return lines


def read_operators_file(file: Path) -> dict[str, object]:
    """Read a TOML file that an operator wrote; raises MessagesError that says what is wrong."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise MessagesError(file, "can't be read", "mend or unset the setting") from error
    except ValueError as error:
        raise MessagesError(file, f"is no TOML in UTF-8 ({error})", "mend the file") from error
