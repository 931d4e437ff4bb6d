"""Words that a hyphen breaks at the end of a printed line."""

import re

_HYPHEN = re.compile(r"(\w+)[-\xad\u2010]$")
# Halves that English writes with a hyphen; "medi-" and "treat-" are parts of one word.
_KEEP = {
    *("self", "non", "long", "short", "well", "high", "low", "side", "follow", "day", "one"),
    *("two", "three", "part", "full", "half", "mid", "cross", "evidence", "life", "first"),
    *("second", "double", "disease", "immune", "pain", "age", "home", "community", "health"),
}


def joint(left: str, right: str, words: set[str]) -> tuple[str, str]:
    """Return `left` as it stands before `right`, the next printed line, and what goes between.

    A hyphen at the end of a line is dropped where it only breaks a word: not before a capital
    letter or a digit, nor after one letter ("T-"), nor where the page has the compound in `words`.
    """
    hyphen = _HYPHEN.search(left)
    if hyphen is None:
        return left, " "
    half = hyphen[1]
    rest = re.match(r"\w*", right)
    other = rest[0] if rest else ""
    keeps = len(half) == 1 or not other[:1].islower() or half.casefold() in _KEEP
    whole, compound = (half + other).casefold(), f"{half}-{other}".casefold()
    if compound in words or (keeps and whole not in words):
        return left, ""
    return left[:-1], ""
