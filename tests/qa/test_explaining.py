import json
from typing import Any

import pytest

from qa.explaining import CANDIDATES, band, explain, explanation_lines, shortened
from qa.pipeline import Assistant
from qa.ranking.evidence import SIGNALS
from qa.reply import STRONG_FROM


def explained(assistant: Assistant, question: str) -> dict[str, Any]:
    return explain(assistant.trace(question, CANDIDATES), assistant.threshold)


@pytest.mark.parametrize(
    ("confidence", "threshold", "named"),
    [
        (0.49, 0.5, "no match"),
        (0.5, 0.5, "partial match"),
        (STRONG_FROM, 0.5, "strong match"),
        (0.8, 0.9, "no match"),
        (0.9, 0.9, "strong match"),
    ],
)
def test_a_probability_is_named(confidence: float, threshold: float, named: str) -> None:
    assert band(confidence, threshold) == named


def test_each_candidate_shows_every_signal_and_they_add_up(assistant: Assistant) -> None:
    trace = explained(assistant, "what are the goals of imunotherapy in MS")
    assert trace["decided_by"] == "confidence"
    assert trace["repaired"] == [{"typed": "imunotherapy", "read": "immunotherapy"}]
    assert [c["rank"] for c in trace["candidates"]] == list(range(1, 11))
    for candidate in trace["candidates"]:
        assert {signal["signal"] for signal in candidate["signals"]} == set(SIGNALS)
        total = sum(signal["adds"] for signal in candidate["signals"])
        assert total == pytest.approx(candidate["score"], abs=0.02)
    json.dumps(trace)


def test_a_referral_is_explained_without_a_search(assistant: Assistant) -> None:
    trace = explained(assistant, "I want to kill myself")
    assert (trace["decided_by"], trace["candidates"]) == ("referral", [])


def test_what_was_not_searched_for_says_why(assistant: Assistant) -> None:
    trace = explained(assistant, "...")
    assert "unclear" in trace["in_words"]
    assert trace["candidates"] == []


def test_the_lines_name_words_that_stand_nowhere(assistant: Assistant) -> None:
    lines = explanation_lines(explained(assistant, "Does Medicare pay for ocrelizumab?"))
    assert any(line.startswith("Nowhere in the pages: ") and "medicar" in line for line in lines)


def test_a_pinned_passage_is_said_to_be_pinned(assistant: Assistant) -> None:
    first, second, *_ = explained(assistant, "What is CAR T-cell therapy?")["candidates"]
    assert (first["verdict"], first["signals"]) == ("pinned by staff", [])
    assert second["passage_id"] != first["passage_id"]
    assert second["signals"]


def test_a_shortened_reply_is_the_one_that_fewer_passages_were_asked_for(
    assistant: Assistant,
) -> None:
    question = "what are the goals of immunotherapy in MS"
    traced = shortened(assistant.trace(question, CANDIDATES), 2)
    assert traced.reply == assistant.ask(question, 2)
    assert len(traced.hits) == CANDIDATES
