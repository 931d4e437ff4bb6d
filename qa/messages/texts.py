"""The texts of a language by key, from the reviewed file and the operator's own lines."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal, cast

from qa.messages.own import own_lines

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

    `overrides` is the operator's file: a table for each language, with the lines to replace. All
    its tables are checked, whichever language is read.
    """
    language = negotiate([language])
    texts = _read(language)
    own = {} if overrides is None else own_lines(overrides, texts, LANGUAGES)
    return Messages(language, texts | own.get(language, {}))


def negotiate(wanted: Iterable[str], fallback: str = _FALLBACK) -> str:
    """Return the first wanted language that there is; `es-MX` is served with `es`."""
    for tag in wanted:
        language = tag.strip().lower().replace("_", "-").partition("-")[0]
        if language in LANGUAGES:
            return language
    return fallback


def _read(language: str) -> dict[str, str]:
    file = files(__package__).joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
