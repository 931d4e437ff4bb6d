"""When two questions are the same."""

import re
import unicodedata


def question_key(question: str) -> str:
    """Return the form in which two questions are the same: case and punctuation don't count."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    return " ".join(re.findall(r"\w+", folded))
