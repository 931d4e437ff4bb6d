"""All fixed text that a person sees, from one reviewed file per language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Messages:
    """The texts of one language by key; `{name}` in a text is filled in when it is used."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, **values: object) -> str:
        """Return one text with its places filled; an unknown key is a bug and raises KeyError."""
        return self.texts[key].format(**values)


def load_messages(language: str) -> Messages:
    """Read the file of `language`, or English where there is none."""
    folder = files(__name__)
    file = folder / f"{language}.toml"
    if not file.is_file():
        language, file = "en", folder / "en.toml"
    return Messages(language, tomllib.loads(file.read_text(encoding="utf-8")))
