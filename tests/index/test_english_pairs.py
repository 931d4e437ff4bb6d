"""Halving the list finds what a table of the whole list holds."""

from collections import defaultdict
from importlib.resources import files

import pytest

from index import Analyzer
from index.english import English
from index.english_pairs import EnglishPairs

Table = dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def table() -> Table:
    path = files("symspellpy") / "frequency_bigramdictionary_en_243_342.txt"
    table: Table = defaultdict(int)
    for first, second, count in map(str.split, path.read_text(encoding="utf-8-sig").splitlines()):
        table[first, second] += int(count)
    return table


def test_pairs_have_their_share_of_all(table: Table) -> None:
    pairs, total = EnglishPairs(), sum(table.values())
    asked = list(table)[::50]
    found = {pair: share for pair in asked if (share := pairs.share(*pair))}
    assert len(found) > 0.99 * len(asked)
    for pair, share in found.items():
        assert share == pytest.approx(table[pair] / total), pair


@pytest.mark.parametrize("pair", [("heart", "xylophone"), ("", ""), ("zzz", "zzz"), ("hear", "t")])
def test_a_pair_that_is_not_listed_has_none(pair: tuple[str, str], table: Table) -> None:
    assert pair not in table
    assert EnglishPairs().share(*pair) == 0.0


def test_no_pair_has_a_word_that_the_list_of_words_lacks(table: Table) -> None:
    # Who looks for a pair may ask first whether both are words.
    paired = {word for pair in table for word in pair}
    assert English(Analyzer()).held(paired) == paired
