"""What is said to a chat but asks its pages nothing, and which approved reply it gets."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qa.routing.normalise import plain_letters

_PUNCTUATION = re.compile(r"[^\w\s]+|_")


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """The reviewed phrases, compiled, in the order in which they are tried."""

    phrases: tuple[tuple[str, re.Pattern[str]], ...]

    def reply_to(self, text: str) -> str | None:
        """Return the key of the reply, or None where `text` may ask something."""
        said = " ".join(_PUNCTUATION.sub(" ", plain_letters(text)).split())
        return next((key for key, phrase in self.phrases if phrase.fullmatch(said)), None)


@cache
def small_talk() -> SmallTalk:
    """Compile the phrases that ship with the package; read once, never changed."""
    source = files(__package__).joinpath("small_talk.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    polite = "|".join(data["polite"])
    compiled = [
        (
            f"small_talk_{key}",
            re.compile(rf"(?:(?:{polite}) )*(?:{'|'.join(phrases)})(?: (?:{polite}))*"),
        )
        for key, phrases in data["phrases"].items()
    ]
    return SmallTalk(tuple(compiled))
