"""From text to the terms that are searched for: lower case, no stop words, English stems."""

import re
import unicodedata
from collections.abc import Iterator
from threading import Lock

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Signs that Unicode has letters for ("Ocrevus™" would be "ocrevustm"), and what shows nothing.
_SILENT = str.maketrans("", "", "™℠\xad\u200b\u2060\ufeff")
# The number of a note behind a word; "10⁹" and "m²" are no such thing.
_NOTE = re.compile(r"(?<=[^\W\d_]{3})[⁰¹²³⁴⁵⁶⁷⁸⁹]+")

# Words that say nothing of what a page is about. Negations, numbers and question words that ask
# for a kind of answer ("many", "much") stay out of this list.
STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before
    being below between both but by can could did do does doing done down during each few for
    from further get gets getting give go goes going got had has have having he her here hers
    herself him himself his how i if im in into is isnt it its itself just let like lot made make
    me mine more most my myself now of off ok on once only or other our ours ourselves out over
    own please really same she should so some something such tell than thank thanks that the their
    theirs them themselves then there these they thing things this those through to too under
    until up us very want was we were what whats when where which while who whom whose why will
    with would you your yours yourself yourselves dont doesnt cant didnt ive youre theyre hi hello
    """.split()  # noqa: SIM905
)


def words(text: str) -> list[str]:
    """Return the words of `text` in order, folded to lower case without accents.

    A hyphen parts two words; an apostrophe does not, and a possessive ending is dropped. Neither
    the sign of a trade mark nor the number of a note is part of the word before it.
    """
    plain = _folded(text)
    found = _WORD.findall(plain)
    return [_bare(word) for word in found] if "'" in plain or "’" in plain else found


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    named = _NOTE.sub("", text.translate(_SILENT))
    folded = unicodedata.normalize("NFKD", named).casefold()
    return "".join(c for c in folded if not unicodedata.combining(c))


def _bare(word: str) -> str:
    bare = word.replace("’", "'")
    if bare.endswith("'s"):
        bare = bare[:-2]
    return bare.replace("'", "")


class Analyzer:
    """Turns text into terms, the same way for pages and for questions.

    The stems of up to `remembered` words are cached.
    """

    def __init__(self, remembered: int = 10_000) -> None:
        self._stemmer = Stemmer.Stemmer("english", remembered)
        # A stemmer keeps a buffer of its own: two threads must not share it at once.
        self._lock = Lock()

    def stem(self, plain_words: list[str]) -> list[str]:
        """Return the stem of each word."""
        with self._lock:
            stems: list[str] = self._stemmer.stemWords(plain_words)
        return stems

    def terms(self, text: str) -> list[str]:
        """Return the terms of `text` in order, repeats included; stop words are left out."""
        return self.stem([word for word in words(text) if word not in STOP_WORDS])

    def term_pairs(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (word, term) for each word of `text` except stop words."""
        kept = [word for word in words(text) if word not in STOP_WORDS]
        return zip(kept, self.stem(kept), strict=True)
