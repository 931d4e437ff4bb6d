"""One question through the limits, with the signpost for a person in danger before any of them."""

from collections.abc import Sequence

from qa.errors import QuestionError
from qa.pipeline import DEFAULT_K
from qa.reply import Reply
from qa.web.holder import Holder
from qa.web.languages import Visitor
from qa.web.problems import TooManyQuestionsError
from qa.web.rate import QuestionRate


def ask_within(
    holder: Holder,
    rate: QuestionRate,
    visitor: Visitor,
    question: str,
    k: int = DEFAULT_K,
    history: Sequence[str] = (),
) -> Reply:
    """Answer in the visitor's language, after the questions of `history`, newest last.

    Raises TooManyQuestionsError, NotReadyError or QuestionError. None of them reaches a person
    in danger: the signpost does.
    """
    speaking = holder.speaking(visitor.renderer.messages)
    try:
        rate.count(visitor.address)
        return speaking.ask(question, k, history)
    except (TooManyQuestionsError, QuestionError):
        # By rules alone, which cost next to nothing: the limits are there to save work.
        urgent = speaking.refer_by_rules(question)
        if urgent is None:
            raise
        return urgent
