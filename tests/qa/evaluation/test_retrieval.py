from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.retrieval import rank_documents, score
from tests.qa.evaluation.fakes import passage

DOCUMENTS = [f"d{number}" for number in range(130)]
judgements = st.dictionaries(st.sampled_from(DOCUMENTS), st.integers(0, 3), min_size=1, max_size=20)
rankings = st.permutations(DOCUMENTS).flatmap(
    lambda order: st.integers(0, len(order)).map(lambda n: order[:n])
)


def test_metrics_worked_by_hand() -> None:
    values = score({"q": {"a": 1, "b": 2, "c": 0}}, {"q": ["c", "a", "x", "b"]})["q"]
    gain = 1 / log2(3) + 2 / log2(5)
    best = 2 / log2(2) + 1 / log2(3)
    assert values["nDCG@10"] == pytest.approx(gain / best)
    assert values["MRR@10"] == 0.5
    assert values["success@1"] == 0.0
    assert values["recall@10"] == 1.0


def test_a_query_for_which_nothing_was_found_counts_as_zero() -> None:
    values = score({"q": {"a": 1}, "r": {"a": 1}}, {"q": [], "r": ["a"]})
    assert set(values["q"].values()) == {0.0}
    assert set(values["r"].values()) == {1.0}


def test_equal_ranks_cannot_be_reordered_by_their_ids() -> None:
    assert score({"q": {"a": 1}}, {"q": ["z", "a"]})["q"]["MRR@10"] == 0.5
    assert score({"q": {"z": 1}}, {"q": ["a", "z"]})["q"]["MRR@10"] == 0.5


@given(judgements, rankings)
def test_metrics_agree_with_a_second_implementation(
    relevance: dict[str, int], ranking: list[str]
) -> None:
    values = score({"q": relevance}, {"q": ranking})["q"]
    gains = [relevance.get(document, 0) for document in ranking]
    relevant = {document for document, grade in relevance.items() if grade > 0}
    found = [document in relevant for document in ranking]
    places = [place for place, is_relevant in enumerate(found[:10], start=1) if is_relevant]
    ideal = dcg(sorted(relevance.values(), reverse=True))
    assert values["nDCG@10"] == pytest.approx(dcg(gains) / ideal if ideal else 0.0)
    assert values["MRR@10"] == pytest.approx(1 / places[0] if places else 0.0)
    assert values["success@1"] == float(bool(found) and found[0])
    for k in (10, 100):
        share = sum(found[:k]) / len(relevant) if relevant else 0.0
        assert values[f"recall@{k}"] == pytest.approx(share)


def test_a_document_stands_at_the_place_of_its_best_passage() -> None:
    found = [passage(*place) for place in [("b", 0), ("a", 0), ("b", 9), ("c", 0), ("a", 9)]]
    assert rank_documents(found) == ["b", "a", "c"]


def dcg(gains: list[int]) -> float:
    first = np.array(gains[:10], dtype=float)
    return float((first / np.log2(np.arange(2, len(first) + 2))).sum())
