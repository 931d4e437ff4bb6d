import json

import pytest

from qa.explaining import band, explain, explanation_lines
from qa.pipeline import Assistant
from qa.ranking.evidence import SIGNALS
from qa.reply import STRONG_FROM


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
    trace = explain(assistant, assistant.ask("what are the goals of imunotherapy in MS"))
    assert trace["decided_by"] == "confidence"
    assert trace["repaired"] == [{"typed": "imunotherapy", "read": "immunotherapy"}]
    assert [c["rank"] for c in trace["candidates"]] == list(range(1, 11))
    for candidate in trace["candidates"]:
        assert {signal["signal"] for signal in candidate["signals"]} == set(SIGNALS)
        total = sum(signal["adds"] for signal in candidate["signals"])
        assert total == pytest.approx(candidate["score"], abs=0.02)
    json.dumps(trace)


def test_a_referral_is_explained_without_a_search(assistant: Assistant) -> None:
    trace = explain(assistant, assistant.ask("I want to kill myself"))
    assert (trace["decided_by"], trace["candidates"]) == ("referral", [])


def test_what_was_not_searched_for_says_why(assistant: Assistant) -> None:
    trace = explain(assistant, assistant.ask("..."))
    assert "unclear" in trace["in_words"]
    assert trace["candidates"] == []


def test_the_lines_name_words_that_stand_nowhere(assistant: Assistant) -> None:
    reply = assistant.ask("Does Medicare pay for ocrelizumab?")
    lines = explanation_lines(explain(assistant, reply))
    assert any(line.startswith("Nowhere in the pages: ") and "medicar" in line for line in lines)
