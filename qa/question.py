"""A question as typed, made safe to handle but never reworded."""

import unicodedata

from qa.errors import QuestionTooLongError

MOST_CHARACTERS = 2000
# Unicode has letters for these, which would become part of the name before them.
_SIGNS = str.maketrans("", "", "™℠")
# How many passages are quoted by default.
DEFAULT_K = 3


def clean(question: str) -> str:
    """Return `question` without what no keyboard types; raises QuestionTooLongError.

    Control characters become spaces and lone surrogates question marks: neither can be
    written as JSON or shown on a page, and no question needs them. What shows nothing of its own
    (a soft hyphen, a zero-width space) goes: words copied from a page are full of it, and a space
    in its place would cut them in two.
    """
    if len(question) > MOST_CHARACTERS:
        raise QuestionTooLongError(len(question), MOST_CHARACTERS)
    if question.isascii() and question.isprintable():
        return question.strip()
    encodable = question.encode("utf-8", "replace").decode("utf-8")
    kept = (c for c in encodable if unicodedata.category(c) != "Cf")
    return "".join(c if c.isprintable() or c == "\n" else " " for c in kept).strip()


def folded(question: str) -> str:
    """Return `question` for the search: each letter in its plain form, as pages write it.

    Full-width letters, ligatures of a PDF and accents that stand apart are typed differently and
    read alike. What is shown of a question stays as it was typed.
    """
    if question.isascii():
        return question
    return unicodedata.normalize("NFKC", question.translate(_SIGNS))


def has_words(question: str) -> bool:
    """Say whether there is a letter or digit to search for."""
    return any(map(str.isalnum, question))
