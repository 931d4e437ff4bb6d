import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import FILES, K1, B, LexicalIndex, LexicalWriter
from index.rarity import PSEUDO_PASSAGES, English, Rarity
from index.terms import Analyzer

Passages = list[tuple[str, list[str]]]

PASSAGES: Passages = [
    ("Flu", ["Fever is common.", "Rest helps the fever."]),
    ("Flu > Vaccines", ["A vaccine is given each autumn."]),
    ("Cold", ["A cold passes.", "No vaccine exists.", "Fever is rare."]),
]

some_words = st.lists(
    st.sampled_from(["fever", "cold", "rest", "vaccine", "autumn", "the"]), max_size=6
)
passages = st.lists(
    st.tuples(some_words.map(" ".join), st.lists(some_words.map(" ".join), min_size=1, max_size=3)),
    min_size=1,
    max_size=6,
)


def written(folder: Path, rows: Passages) -> LexicalIndex:
    writer = LexicalWriter(Analyzer())
    for context, sentences in rows:
        writer.add(context, sentences)
    writer.write(folder)
    return LexicalIndex(folder, np.cumsum([0, *(len(sentences) for _, sentences in rows)]))


def plain_scores(rows: Passages, weights: dict[str, float]) -> list[float]:
    """Return BM25 as the textbook writes it, one passage and term at a time."""
    analyzer = Analyzer()
    bags = [Counter(analyzer.terms(" . ".join([context, *parts]))) for context, parts in rows]
    mean = max(1.0, sum(bag.total() for bag in bags) / len(bags))
    return [
        sum(
            weight * bag[term] * (K1 + 1) / (bag[term] + K1 * (1 - B + B * bag.total() / mean))
            for term, weight in weights.items()
        )
        for bag in bags
    ]


@given(rows=passages)
@settings(max_examples=40)
def test_scores_are_those_of_the_textbook(
    rows: Passages, tmp_path_factory: pytest.TempPathFactory
) -> None:
    index = written(tmp_path_factory.mktemp("lexical"), rows)
    weights = {"fever": 2.0, "vaccin": 0.5}
    numbers = {
        number: weight
        for term, weight in weights.items()
        if (number := index.number(term)) is not None
    }
    np.testing.assert_allclose(index.scores(numbers), plain_scores(rows, weights), rtol=1e-5)


def test_units_are_the_context_and_each_sentence(tmp_path: Path) -> None:
    index = written(tmp_path, PASSAGES)
    units = index.units([2, 0])
    fever = index.number("fever")
    assert units.firsts.tolist() == [0, 4, 7]
    assert units.sentences.tolist() == [1, 2, 3, 5, 6]
    assert units.unit_of[units.terms == fever].tolist() == [3, 5, 6]


def test_slots_name_the_numbers_asked_for(tmp_path: Path) -> None:
    index = written(tmp_path, PASSAGES)
    fever, cold = index.number("fever"), index.number("cold")
    assert fever is not None
    assert cold is not None
    units = index.units([2])
    assert index.slots([cold, fever], units).tolist().count(1) == 2
    assert index.slots([cold, fever], units)[units.terms == fever].tolist() == [2]


def test_a_passage_is_known_by_its_terms_in_their_order(tmp_path: Path) -> None:
    index = written(tmp_path, PASSAGES)
    own = Analyzer().terms("Flu > Vaccines. A vaccine is given each autumn.")
    assert index.holds(1, own)
    assert not index.holds(1, own[::-1])
    assert not index.holds(0, own)


def test_the_same_passages_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, PASSAGES)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_words_of_the_pages_are_counted_as_they_stand(tmp_path: Path) -> None:
    assert written(tmp_path, PASSAGES).words()["vaccines"] == 1


def test_everyday_english_says_which_words_are_rare_where_passages_are_few(tmp_path: Path) -> None:
    analyzer = Analyzer()
    index = written(tmp_path, PASSAGES)
    rarity = Rarity(index, English(analyzer))
    # Both stand in one passage of three; nobody would call them equally telling.
    assert rarity("autumn") > rarity("given")
    assert rarity("ocrelizumab") > rarity("autumn")


def test_passages_outweigh_everyday_english_in_a_large_corpus(tmp_path: Path) -> None:
    count = int(PSEUDO_PASSAGES) * 50
    rows: Passages = [("Ocrelizumab", ["It is an infusion."])] * count
    index = written(tmp_path, rows)
    rarity = Rarity(index, English(Analyzer()))
    assert rarity("ocrelizumab") < math.log(1.1)
