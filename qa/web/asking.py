"""One question through the limits, with the signpost for a person in danger before any of them."""

from qa.errors import QuestionError
from qa.reply import Reply
from qa.web.holder import Asked, Holder
from qa.web.languages import Visitor
from qa.web.problems import TooManyQuestionsError
from qa.web.rate import QuestionRate


def ask_within(holder: Holder, rate: QuestionRate, visitor: Visitor, asked: Asked) -> Reply:
    """Answer in the visitor's language.

    Raises TooManyQuestionsError, NotReadyError or QuestionError. None of them reaches a person
    in danger: the signpost does.
    """
    speaking = holder.speaking(visitor.renderer.messages)
    try:
        rate.count(visitor.address)
        return speaking.ask(asked)
    except (TooManyQuestionsError, QuestionError):
        # By rules alone, which cost next to nothing: the limits are there to save work.
        urgent = speaking.refer_by_rules(asked.question)
        if urgent is None:
            raise
        return urgent
