"""One turn of the chat, without the chat: messages in, messages and offered questions out."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from corpus import CitewellError
from qa.errors import QuestionError
from qa.pipeline import Assistant
from qa.referring import is_urgent
from qa.reply import Abstention, Answer, Referral, ReferralKind, Reply
from qa.web.asking import ask_within
from qa.web.holder import Holder, NotReadyError
from qa.web.problems import TooManyQuestionsError
from qa.web.rate import QuestionRate
from qa.web.rendering import Covered, Renderer
from qa.web.suggestions import Suggester

# The browser holds the chat and sends it back with each question: it may not grow for ever.
TURNS_KEPT = 20

ChatMessage = dict[str, Any]
# What `question.html` makes of a question.
_TYPED = re.compile(r'<span dir="auto">(.*)</span></div>\s*$', re.DOTALL)

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
        renderer: Renderer,
        rate: QuestionRate,
        curated: tuple[str, ...],
    ) -> None:
        self._holder, self._renderer, self._rate, self._curated = holder, renderer, rate, curated
        self._suggester: Suggester | None = None

    def opening(self, about: str | None = None) -> Turn:
        """Welcome a person; `about` names the page they come from."""
        try:
            suggester = self._suggesting(self._holder.current())
        except NotReadyError:
            unready = self._renderer.note("chat_unavailable")
            return Turn(
                [
                    _message("assistant", self._renderer.welcome(0, None)),
                    _message("assistant", unready),
                ],
                (),
            )
        index = suggester.index
        count = index.manifest.counts.documents
        name = about if about is not None else index.document_ids[0] if count == 1 else None
        page = index.document(name) if name is not None else None
        welcome = self._renderer.welcome(count, page)
        return Turn([_message("assistant", welcome)], suggester.opening(page.id if page else None))

    def ask(self, typed: str, earlier: Sequence[ChatMessage], address: str) -> Turn:
        """Answer `typed`, which may be an offered heading; `address` is the client's."""
        kept = [*earlier[:1], *earlier[1:][-2 * TURNS_KEPT :]]
        question, shown, offered = self._answer(typed, address, earlier)
        added = [_message("user", self._renderer.question(question)), _message("assistant", shown)]
        return Turn([*kept, *added], offered)

    def offered_question(self, offered: str) -> str:
        """Return the question that an offered heading stands for."""
        try:
            return self._suggesting(self._holder.current()).question_for(offered)
        except NotReadyError:
            return offered

    def _answer(
        self, question: str, address: str, earlier: Sequence[ChatMessage]
    ) -> tuple[str, str, tuple[str, ...]]:
        try:
            before = questions_of(earlier)
            reply = ask_within(self._holder, self._rate, address, question, history=before)
        except TooManyQuestionsError:
            return question, self._renderer.note("chat_too_many"), ()
        except NotReadyError:
            return question, self._renderer.note("chat_unavailable"), ()
        except QuestionError:
            return question[:200] + "…", self._renderer.note("chat_too_long"), ()
        except CitewellError as error:
            _log.error("a question could not be answered: %s", error)
            return question, self._renderer.note("chat_failed"), ()
        if isinstance(reply, Referral) and is_urgent(reply):
            # Nothing stands beside a signpost to people, and it needs no index.
            return reply.question, self._renderer.reply(reply, Covered()), ()
        suggester = self._suggesting(self._holder.current())
        shown = self._renderer.reply(reply, suggester.covered())
        return reply.question, shown, _offer(reply, suggester)

    def _suggesting(self, assistant: Assistant) -> Suggester:
        suggester = self._suggester
        if suggester is None or suggester.index is not assistant.index:
            suggester = Suggester(assistant, self._renderer.messages, self._curated)
            self._suggester = suggester
        return suggester


def _offer(reply: Reply, suggester: Suggester) -> tuple[str, ...]:
    match reply:
        case Answer():
            return suggester.following(reply.passages[0].citation)
        case Abstention():
            return suggester.opening()
        case Referral(kind=ReferralKind.PERSONAL_ADVICE, passages=passages) if passages:
            return suggester.following(passages[0].citation)
        case Referral():
            # Nothing stands beside a signpost to people.
            return ()


def questions_of(messages: Sequence[ChatMessage]) -> list[str]:
    """Return what the person typed in `messages`, which the browser holds, oldest first."""
    shown = [_text(message["content"]) for message in messages if message.get("role") == "user"]
    typed = [_TYPED.search(html) for html in shown]
    return [unescape(found.group(1)) for found in typed if found is not None]


def _text(content: object) -> str:
    """Return the text of a message, which Gradio gives back as a list of blocks."""
    blocks = content if isinstance(content, list) else [content]
    texts = [block.get("text") if isinstance(block, dict) else block for block in blocks]
    return "".join(text for text in texts if isinstance(text, str))


def _message(role: str, html: str) -> ChatMessage:
    return {"role": role, "content": html}
