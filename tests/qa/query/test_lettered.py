"""No word that is a few slips away is left out."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from qa.query.lettered import Lettered

WORDS = st.text("abcdeé", min_size=1, max_size=7)


@given(st.lists(WORDS, unique=True), WORDS, st.integers(0, 3))
def test_all_that_are_so_near_are_among_them_in_order(
    words: list[str], word: str, slips: int
) -> None:
    found = Lettered(sorted(words)).lettered_like(word, slips)
    near = [w for w in words if w[0] == word[0] and OSA.distance(w, word) <= slips]
    assert set(near) <= set(found)
    assert found == sorted(found)
    assert all(w[0] == word[0] for w in found)


def test_a_word_of_other_letters_is_none_of_them() -> None:
    assert Lettered(["immune", "impolite", "inside"]).lettered_like("imune", 1) == ["immune"]
