"""What a reply looks like on a terminal."""

from qa.cli.terminal import render
from qa.pipeline import Assistant


def test_it_says_how_a_question_was_read_where_that_differs(assistant: Assistant) -> None:
    repaired = assistant.ask("What are the gaols of imunotherapy?", 1, [])
    assert repaired.read_as is not None
    said = render(repaired, assistant.messages)
    assert said.startswith(f"I read your question as: {repaired.read_as}\n\n")
    plain = assistant.ask("What are the goals of immunotherapy?", 1, [])
    assert plain.read_as is None
    assert "I read your question as" not in render(plain, assistant.messages)
