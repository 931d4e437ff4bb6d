"""Bytes to text: only as UTF-8, or in the encoding that the page or its owner states."""

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.errors import SourceError

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Character sets that a page may state; Python's other codecs are no character sets.
_CHARACTER_SETS = re.compile(
    r"(?:utf-(?:8|16|32).*|cp\d+|iso8859-\d+|koi8-\w|mac-\w+|ascii|shift_jis\w*|euc_\w+"
    r"|iso2022_\w+|gb\w+|big5\w*|johab|tis-620|hz)"
)
# Enough to tell an encoding by, and quick.
_GUESS_BYTES = 20_000


def decode(path: Path, raw: bytes, stated: str | None = None) -> str:
    """Return the text of `raw` with line feeds alone as line ends.

    A wrong guess could turn a dose into another, so an unstated encoding is never guessed:
    what isn't UTF-8 is an error that names the likely encoding.
    """
    marked = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    encoding = marked or stated or "utf-8"
    try:
        if not _CHARACTER_SETS.fullmatch(codecs.lookup(encoding).name):
            raise LookupError
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is not {encoding.upper()}{_likely(raw)}"
        remedy = "save the file as UTF-8, or state its `encoding` in catalogue.toml"
        raise SourceError(path, found, remedy) from error
    except LookupError as error:
        remedy = "save the file as UTF-8"
        raise SourceError(path, f"its encoding {encoding!r} is not known", remedy) from error
    if "\x00" in text:
        raise SourceError(path, "it holds a NUL character, as binary files do", "save it as text")
    if not text.strip():
        raise SourceError(path, "the file is empty", "add text to it or remove it")
    return with_line_feeds(text)


def with_line_feeds(text: str) -> str:
    """Return `text` with line feeds alone as line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _likely(raw: bytes) -> str:
    best = from_bytes(raw[:_GUESS_BYTES]).best()
    return f" (it may be {best.encoding})" if best is not None else ""
