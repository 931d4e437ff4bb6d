"""What a browser draws beside the words: the marks of list items, raised and lowered digits."""

import re

_RAISED = str.maketrans("0123456789+-−n()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ⁽⁾")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_RAISABLE, _LOWERABLE = re.compile(r"[\d+\-−n()]+"), re.compile(r"[\d+\-−()]+")
_SIGNS = {"TM": "™", "SM": "℠"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LAST_ROMAN, _LETTERS = 39, 26


def raised(text: str) -> str:
    """Keep 10⁹ from reading as 109, and Ocrevus™ from reading as OcrevusTM."""
    if text in _SIGNS:
        return _SIGNS[text]
    return text.translate(_RAISED) if _RAISABLE.fullmatch(text) else text


def lowered(text: str) -> str:
    """Write the digits of CO₂ as they stand."""
    return text.translate(_LOWERED) if _LOWERABLE.fullmatch(text) else text


def list_mark(number: int, kind: str | None) -> str:
    """Return what stands before item `number` of a list whose `type` is `kind`."""
    sign = str(number)
    if kind in ("a", "A") and 1 <= number <= _LETTERS:
        sign = chr(ord("a") + number - 1)
    elif kind in ("i", "I") and 1 <= number <= _LAST_ROMAN:
        sign = _roman(number)
    return f"{sign.upper() if kind in ('A', 'I') else sign}. "


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters
