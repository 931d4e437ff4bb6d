"""Plain questions about a service, which say "I" and "my" and yet want no advice."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

_SENTENCE = r"(?:^|(?<=[.!?,])\s+)"
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Practical:
    """The reviewed words of `data/practical.toml`, of which such a question wholly consists.

    `asks` is how it begins, `never` what isn't one for all that; in `said`, things are a group.
    """

    asks: str
    never: str
    said: str

    @classmethod
    def load(cls) -> Self:
        """Read the words that ship with the package."""
        source = files(__package__).joinpath("data/practical.toml").read_text(encoding="utf-8")
        data = tomllib.loads(source)
        things = f"(?P<thing>{_any_of(data['things'])})"
        beside = f"{_any_of(data['phrases'])}|{_any_of(data['words'])}"
        return cls(
            _SENTENCE + data["asks"],
            rf"\b(?:{_any_of(data['never'])})\b",
            rf"(?<!\w)(?:{things}|{beside})(?!\w)",
        )

    def __call__(self, text: str) -> bool:
        """Tell whether the normalised `text` asks about a service, and about nothing else."""
        if not _compiled(self.asks).search(text) or _compiled(self.never).search(text):
            return False
        said = _compiled(self.said)
        if _WORD.search(said.sub("", text)):
            return False
        return any(found["thing"] for found in said.finditer(text))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile an expression when a question first needs it: it is as long as all rules."""
    return re.compile(pattern)


def _any_of(patterns: Iterable[str]) -> str:
    """Return one pattern for all, the longest first, so that no part wins over the whole."""
    return "|".join(sorted(patterns, key=len, reverse=True))
