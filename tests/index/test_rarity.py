"""How often a term stands in everyday English, looked up without stemming all of it."""

from importlib.resources import files

import pytest

from index import Analyzer
from index.rarity import English


def test_a_share_is_the_sum_over_all_words_of_that_stem() -> None:
    analyzer = Analyzer()
    english = English(analyzer)
    path = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    listed = path.read_text(encoding="utf-8-sig").replace("'", "").split()[::2]
    words = list(dict.fromkeys(listed))
    total = sum(english.count(word) for word in words)
    shares: dict[str, float] = {}
    for word, stem in zip(words, analyzer.stem(words), strict=True):
        shares[stem] = shares.get(stem, 0.0) + english.count(word) / total
    once = {stem for stem, found in shares.items() if found > 1e-9}
    assert {"die", "lie", "go", "use", "flu"} <= once
    assert {stem: english.share(stem) for stem in once} == {
        stem: pytest.approx(shares[stem]) for stem in once
    }
    assert english.share("zzyzx") == english.share("") == 1e-9
