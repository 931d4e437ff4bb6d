"""What the server reads out of the chat that a browser holds."""

import pytest

from qa.messages import load_messages
from qa.pipeline import Assistant
from qa.web.holder import Holder
from qa.web.languages import Languages, Visitor
from qa.web.rate import QuestionRate
from qa.web.talk import Talk
from qa.web.transcript import questions_of

CAR_T = "What is CAR T-cell therapy?"


@pytest.mark.parametrize("cry", ["I want to kill myself", "I have chest pain and can't breathe"])
def test_a_cry_for_help_is_nothing_to_go_on_from(article: Assistant, cry: str) -> None:
    talk = Talk(Holder(article), QuestionRate(0), ())
    visitor = Visitor("127.0.0.1", Languages("en", None).default)
    turn = talk.ask(CAR_T, talk.opening(visitor).messages, visitor)
    turn = talk.ask(cry, turn.messages, visitor)
    assert load_messages("en").text("care_contacts") in turn.messages[-1]["content"]
    assert questions_of(turn.messages) == [CAR_T]
    turn = talk.ask("How does it work?", turn.messages, visitor)
    said = turn.messages[-1]["content"]
    assert "CAR T-cell therapy" in said
    assert not {"kill", "chest", "breathe"} & set(said.lower().split())
    assert questions_of(turn.messages) == [CAR_T, "How does it work?"]
