import math
from collections import Counter
from itertools import pairwise

import pytest

from qa.query.letters import Letters

WORDS = ["heart", "hearts", "earth", "tea"]


def test_the_letters_that_may_follow_add_up_to_one() -> None:
    letters = Letters(WORDS)
    # Whatever a word begins with, its letters and its end share what is probable.
    ways = [*"abcdefghijklmnopqrstuvwxyz", "-"]
    begun = letters.log_probability("hea")
    ended = begun - _log_of_end(letters, "hea")
    followed = sum(
        math.exp(letters.log_probability(f"hea{way}") - _log_of_end(letters, f"hea{way}"))
        for way in ways
    )
    assert followed + math.exp(begun) == pytest.approx(math.exp(ended), rel=1e-6)


def _log_of_end(letters: Letters, word: str) -> float:
    """Return the log of how probable it is that `word` ends after its last two letters."""
    seen = Counter(pairwise("".join(f"\n\n{w}" for w in WORDS) + "\n\n"))
    three = Counter(
        zip(*(("".join(f"\n\n{w}" for w in WORDS) + "\n\n")[n:] for n in range(3)), strict=False)
    )
    one = Counter(("".join(f"\n\n{w}" for w in WORDS) + "\n\n")[2:])
    alone = {s: one[s] + 0.5 for s in [*"\nabcdefghijklmnopqrstuvwxyz", "other"]}
    last, before = word[-1], word[-2]
    total = sum(alone.values())
    ends = alone["\n"] / total
    after_last = sum(n for (a, _), n in seen.items() if a == last)
    ends = (seen[last, "\n"] + 5 * ends) / (after_last + 5)
    after_both = sum(n for (a, b, _), n in three.items() if (a, b) == (before, last))
    return math.log((three[before, last, "\n"] + 5 * ends) / (after_both + 5))


def test_what_is_spelt_like_the_words_is_likelier() -> None:
    letters = Letters(WORDS)
    assert letters.log_probability("heath") > letters.log_probability("ehtha")
