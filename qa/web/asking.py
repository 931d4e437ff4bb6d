"""One question through the limits, with the signpost for a person in danger before any of them."""

from qa.errors import QuestionError
from qa.pipeline import Traced
from qa.reply import Reply
from qa.web.holder import Asked, Holder
from qa.web.languages import Visitor
from qa.web.problems import TooManyQuestionsError
from qa.web.rate import QuestionRate


def ask_within(holder: Holder, rate: QuestionRate, visitor: Visitor, asked: Asked) -> Reply:
    """Answer in the visitor's language, as `trace_within` does."""
    return trace_within(holder, rate, visitor, asked).reply


def trace_within(holder: Holder, rate: QuestionRate, visitor: Visitor, asked: Asked) -> Traced:
    """Answer in the visitor's language, with the search behind it.

    Raises TooManyQuestionsError, NotReadyError or QuestionError. None of them reaches a person
    in danger: the signpost does.
    """
    speaking = holder.speaking(visitor.renderer.messages)
    try:
        rate.count(visitor.address)
        return speaking.trace(asked)
    except (TooManyQuestionsError, QuestionError):
        # By rules alone, which cost next to nothing: the limits are there to save work.
        urgent = speaking.refer_by_rules(asked.question)
        if urgent is None:
            raise
        return Traced(urgent)
