"""One turn of the chat, without the chat: messages in, messages and offered questions out."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import CitewellError
from qa.errors import QuestionError
from qa.pipeline import Assistant
from qa.question import MOST_CHARACTERS
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
    """What the chat shows next: its messages, what it offers, and what is `left` in the box."""

    messages: list[ChatMessage]
    offered: tuple[str, ...]
    left: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What came of one question: as it is shown, what is shown for it, and what goes on from it."""

    question: str
    shown: str
    offered: tuple[str, ...] = ()
    left: str = ""


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
        said = self._answer(put, visitor)
        asked = message("user", visitor.renderer.question(said.question))
        return Turn([*kept, asked, message("assistant", said.shown)], said.offered, said.left)

    def ask_offered(self, offered: str, earlier: Sequence[ChatMessage], visitor: Visitor) -> Turn:
        """Answer the question that an offered text stands for."""
        try:
            suggester = self._suggesting(visitor, self._holder.current())
        except NotReadyError:
            return self.ask(offered, earlier, visitor)
        return self.ask(suggester.question_for(offered), earlier, visitor)

    def _answer(self, asked: Asked, visitor: Visitor) -> _Said:
        try:
            reply = ask_within(self._holder, self._rate, visitor, asked)
        except TooManyQuestionsError:
            return _unanswered(asked, visitor, "chat_too_many")
        except NotReadyError:
            return _unanswered(asked, visitor, "chat_unavailable")
        except QuestionError:
            return _unanswered(asked, visitor, "chat_too_long")
        except CitewellError as error:
            _log.error("a question could not be answered: %s", error)
            return _unanswered(asked, visitor, "chat_failed")
        reply_id = self._notes.note(reply, visitor.renderer.language, Surface.CHAT)
        if isinstance(reply, Referral) and is_urgent(reply):
            # Nothing stands beside a signpost to people, and it needs no index.
            return _Said(reply.question, visitor.renderer.reply(reply, Covered()))
        suggester = self._suggesting(visitor, self._holder.current())
        shown = visitor.renderer.reply(reply, suggester.covered(), reply_id)
        offered = _offer(reply, suggester, [*asked.history, asked.question])
        return _Said(reply.question, shown, offered)

    def _suggesting(self, visitor: Visitor, assistant: Assistant) -> Suggester:
        language = visitor.renderer.language
        suggester = self._suggesters.get(language)
        if suggester is None or suggester.index is not assistant.index:
            suggester = Suggester(assistant, visitor.renderer, self._curated)
            self._suggesters[language] = suggester
        return suggester


def _unanswered(asked: Asked, visitor: Visitor, why: str) -> _Said:
    """Say why there is no answer; what was typed stays in the box, to be sent again."""
    typed = asked.question
    cut = typed[:_SHOWN_OF_TOO_LONG] + "…" if len(typed) > MOST_CHARACTERS else typed
    return _Said(cut, visitor.renderer.note(why), left=typed)


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
