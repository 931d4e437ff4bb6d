"""Looking for a word in the list as it stands finds what a table of the whole list holds."""

from collections import Counter
from importlib.resources import files

import pytest

from index.english import English, most_frequent
from index.terms import Analyzer

Table = dict[str, int]


@pytest.fixture(scope="module")
def table() -> Table:
    path = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = path.read_text(encoding="utf-8-sig").replace("'", "").splitlines()
    return {word: int(count) for word, count in map(str.split, lines)}


def test_every_stem_has_the_share_of_all_its_words(table: Table) -> None:
    analyzer, total = Analyzer(), sum(table.values())
    counts: Counter[str] = Counter()
    for word, stem in zip(table, analyzer.stem(list(table)), strict=True):
        counts[stem] += table[word]
    english = English(analyzer)
    for stem, count in counts.items():
        assert english.share(stem) == pytest.approx(max(count / total, 1e-9), rel=1e-9), stem


def test_a_word_is_known_just_when_the_list_holds_it(table: Table) -> None:
    english = English(Analyzer())
    for word in [*list(table)[::97], "zebrafishes", "a b", "", "the 23135851162", list(table)[-1]]:
        assert (word in english) == (word in table)
        assert english.count(word) == table.get(word, 0)


def test_the_most_frequent_words_come_first(table: Table) -> None:
    assert most_frequent(3) == ["the", "of", "and"]
    assert most_frequent(12_000)[60:] == list(table)[60:12_000]
