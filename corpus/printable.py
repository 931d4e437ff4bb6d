"""Names and texts of others, so that no terminal obeys what stands in them."""

import sys

_WHITE = "\t\n"
_BREAKS = "\v\f\x85"
_UNSEEN: dict[int, str | None] = {
    code: " " if chr(code) in _BREAKS else None
    for code in (*range(0x20), *range(0x7F, 0xA0))
    if chr(code) not in _WHITE
}


def printable(name: object) -> str:
    """Return what `name` is called, with escapes for what can't be shown or would be obeyed."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in str(name)
    )


def seen(text: str) -> str:
    """Return `text` without control characters, which no reader sees; lines and tabs stay."""
    return text.translate(_UNSEEN)


def said_by(error: Exception) -> str:
    """Return in one line what Python or a library says of a text that it can't read.

    Python describes its own limits for programmers: those are put into plain words.
    """
    if isinstance(error, RecursionError):
        return "nested too deep"
    said = " ".join(str(error).split())
    if "set_int_max_str_digits" in said:
        return f"a number of more than {sys.get_int_max_str_digits():,} digits"
    return said
