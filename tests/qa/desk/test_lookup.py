"""What staff see of a look-up: what the chat replies, every candidate, and why, in words."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from index import Filter
from qa.desk.lookup import look_up
from qa.pipeline import EVERYTHING, Assistant
from qa.ranking import Hit, Ranks
from qa.reply import Answer

CAR_T = "What is CAR T-cell therapy?"


def test_what_the_chat_quotes_is_marked_and_comes_in_its_order(assistant: Assistant) -> None:
    reply = assistant.ask(CAR_T)
    assert isinstance(reply, Answer)
    found = look_up(assistant, CAR_T, EVERYTHING)
    assert found.headline == "The chat answers this"
    quoted = [c.passage for c in found.candidates if c.quoted]
    assert [p.citation for p in quoted] == [p.citation for p in reply.passages]
    assert [p.highlighted for p in quoted] == [p.highlighted for p in reply.passages]
    first = found.candidates[0]
    assert first.reasons_for
    assert not any("cosine" in reason or "bm25" in reason for reason in first.reasons_for)


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("How do I bake sourdough bread?", "The chat finds no answer to this"),
        ("I want to kill myself", "The chat sends this to people"),
    ],
)
def test_candidates_are_shown_where_the_chat_quotes_nothing(
    assistant: Assistant, question: str, headline: str
) -> None:
    found = look_up(assistant, question, EVERYTHING)
    assert found.headline == headline
    assert found.candidates
    assert not any(candidate.quoted for candidate in found.candidates)


def test_words_that_no_page_holds_are_named_as_typed(assistant: Assistant) -> None:
    notes = look_up(assistant, "Does sourdough baking help immunotherpy?", EVERYTHING).notes
    assert "Read “immunotherpy” as “immunotherapy”." in notes
    assert any(n.startswith("Nowhere in the pages: ") and "sourdough" in n for n in notes)


def test_a_pinned_answer_comes_first(assistant: Assistant) -> None:
    question = "What are the sources of this article?"
    reply = assistant.ask(question)
    assert isinstance(reply, Answer)
    first = look_up(assistant, question, EVERYTHING).candidates[0]
    assert first.quoted
    assert first.passage.citation == reply.passages[0].citation
    assert first.reasons_for == ("staff pinned these words to the question",)


def test_a_filter_narrows_the_candidates(assistant: Assistant) -> None:
    section = "Emerging Therapies and Approaches"
    found = look_up(assistant, CAR_T, Filter(sections=(section,)))
    assert found.candidates
    assert {c.passage.citation.section[-1] for c in found.candidates} == {section}
    assert look_up(assistant, "?!", EVERYTHING).candidates == ()


@dataclass
class Counting:
    """Ranks as `ranker` does, and notes how many passages each search is to return."""

    ranker: Ranks
    asked: list[int] = field(default_factory=list)

    def rank(self, *given: Any) -> list[Hit]:
        self.asked.append(given[4])
        return self.ranker.rank(*given)


@pytest.mark.parametrize("question", [CAR_T, "How do I bake bread?", "I want to kill myself"])
def test_one_look_up_is_one_search(assistant: Assistant, question: str) -> None:
    counting = Counting(assistant.ranker)
    found = look_up(replace(assistant, ranker=counting), question, EVERYTHING)
    assert counting.asked == [10]
    assert len(found.candidates) == 10
    assert all(c.reasons_for or c.reasons_against for c in found.candidates)
