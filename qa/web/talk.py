"""One turn of the chat, without the chat: messages in, messages and offered questions out."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import CitewellError
from qa.errors import QuestionError
from qa.pipeline import Assistant
from qa.records import Surface
from qa.referring import is_urgent
from qa.reply import Abstention, Answer, Referral, ReferralKind, Reply
from qa.web.asking import ask_within
from qa.web.holder import Asked, Holder, NotReadyError
from qa.web.languages import Visitor
from qa.web.noting import UNNOTED, Notes
from qa.web.problems import TooManyQuestionsError
from qa.web.rate import QuestionRate
from qa.web.rendering import Covered
from qa.web.suggestions import Suggester
from qa.web.transcript import ChatMessage, message, questions_of

# The browser holds the chat and sends it back with each question: it may not grow for ever.
TURNS_KEPT = 20
_SHOWN_OF_TOO_LONG = 200

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the chat shows next: all its messages, and the questions it offers."""

    messages: list[ChatMessage]
    offered: tuple[str, ...]


class Talk:
    """Answers in the chat; what a person can't be answered is said in words, never raised."""

    def __init__(
        self,
        holder: Holder,
        rate: QuestionRate,
        curated: tuple[str, ...],
        notes: Notes = UNNOTED,
    ) -> None:
        self._holder, self._rate, self._curated, self._notes = holder, rate, curated, notes
        self._suggesters: dict[str, Suggester] = {}

    def opening(self, visitor: Visitor, about: str | None = None) -> Turn:
        """Welcome a person; `about` names the page they come from."""
        renderer = visitor.renderer
        try:
            suggester = self._suggesting(visitor, self._holder.current())
        except NotReadyError:
            # First: below the welcome it would stand under the edge of a phone's screen.
            shown = [renderer.note("chat_unavailable"), renderer.welcome(0, None)]
            return Turn([message("assistant", html) for html in shown], ())
        index = suggester.index
        count = index.manifest.counts.documents
        page = index.document(about) if about is not None else None
        if page is None and count == 1:
            page = index.document(index.document_ids[0])
        welcome = message("assistant", renderer.welcome(count, page))
        return Turn([welcome], suggester.opening(about))

    def ask(self, typed: str, earlier: Sequence[ChatMessage], visitor: Visitor) -> Turn:
        """Answer what a person typed."""
        return self._ask(Asked(typed, history=questions_of(earlier)), earlier, visitor)

    def ask_as_typed(self, earlier: Sequence[ChatMessage], visitor: Visitor) -> Turn:
        """Answer the last question again, in its own words."""
        *before, last = questions_of(earlier) or [""]
        return self._ask(Asked(last, history=before, as_typed=True), earlier, visitor)

    def _ask(self, put: Asked, earlier: Sequence[ChatMessage], visitor: Visitor) -> Turn:
        kept = [*earlier[:1], *earlier[1:][-2 * TURNS_KEPT :]]
        question, shown, offered = self._answer(put, visitor)
        asked = message("user", visitor.renderer.question(question))
        return Turn([*kept, asked, message("assistant", shown)], offered)

    def ask_offered(self, offered: str, earlier: Sequence[ChatMessage], visitor: Visitor) -> Turn:
        """Answer the question that an offered text stands for."""
        try:
            suggester = self._suggesting(visitor, self._holder.current())
        except NotReadyError:
            return self.ask(offered, earlier, visitor)
        return self.ask(suggester.question_for(offered), earlier, visitor)

    def _answer(self, asked: Asked, visitor: Visitor) -> tuple[str, str, tuple[str, ...]]:
        note, question = visitor.renderer.note, asked.question
        try:
            reply = ask_within(self._holder, self._rate, visitor, asked)
        except TooManyQuestionsError:
            return question, note("chat_too_many"), ()
        except NotReadyError:
            return question, note("chat_unavailable"), ()
        except QuestionError:
            return question[:_SHOWN_OF_TOO_LONG] + "…", note("chat_too_long"), ()
        except CitewellError as error:
            _log.error("a question could not be answered: %s", error)
            return question, note("chat_failed"), ()
        reply_id = self._notes.note(reply, visitor.renderer.language, Surface.CHAT)
        if isinstance(reply, Referral) and is_urgent(reply):
            # Nothing stands beside a signpost to people, and it needs no index.
            return reply.question, visitor.renderer.reply(reply, Covered()), ()
        suggester = self._suggesting(visitor, self._holder.current())
        shown = visitor.renderer.reply(reply, suggester.covered(), reply_id)
        return reply.question, shown, _offer(reply, suggester, [*asked.history, question])

    def _suggesting(self, visitor: Visitor, assistant: Assistant) -> Suggester:
        language = visitor.renderer.language
        suggester = self._suggesters.get(language)
        if suggester is None or suggester.index is not assistant.index:
            suggester = Suggester(assistant, visitor.renderer, self._curated)
            self._suggesters[language] = suggester
        return suggester


def _offer(reply: Reply, suggester: Suggester, asked: Sequence[str]) -> tuple[str, ...]:
    match reply:
        case Answer():
            return suggester.following(reply.passages[0], asked)
        case Abstention():
            return suggester.opening()
        case Referral(kind=ReferralKind.PERSONAL_ADVICE, passages=passages) if passages:
            return suggester.following(passages[0], asked)
        case Referral():
            # Nothing stands beside a signpost to people.
            return ()
