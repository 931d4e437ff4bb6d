"""Question in, reply out: the one path that every surface takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from index import Encoder, Filter, OpenIndex
from index.dense import Allowed
from qa.abstaining import Speak, is_out_of_reach, say_why
from qa.citing import cite, quote
from qa.conversation import Understood, says_nothing, understand
from qa.curation import PINNED, pinned_first, without_expired
from qa.errors import QuestionTooLongError
from qa.messages import Messages, load_messages
from qa.query import Interpretation, Interpreter
from qa.question import DEFAULT_K, MOST_CHARACTERS, clean, folded, has_words
from qa.ranking import Hit, Ranks
from qa.referring import Referrer, is_urgent
from qa.reply import Abstention, Answer, Reason, Referral, Reply
from qa.small_talk import small_talk

EVERYTHING = Filter()
_CLOSEST = 3
# Below this probability a passage isn't worth a look where nothing is quoted.
_LEAST_CONFIDENCE = 0.1


@dataclass(frozen=True, slots=True)
class Traced:
    """A reply with what it was made of: the question as read, and what was found, best first.

    `read` is None where nothing was searched for.
    """

    reply: Reply
    read: Interpretation | None = None
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Assistant:
    """Everything that answering needs; `today` says what day it is, for overdue reviews.

    `speak` gives the fixed texts of another language than `messages` are in.
    """

    index: OpenIndex
    encoder: Encoder
    interpreter: Interpreter
    ranker: Ranks
    messages: Messages
    referrer: Referrer
    threshold: float
    depth: int
    today: Callable[[], date]
    speak: Speak = load_messages

    def search(
        self, query: str, k: int, only: Filter = EVERYTHING, *, as_typed: bool = False
    ) -> list[Hit]:
        """Return up to `k` passages that `only` lets through, best first."""
        text = folded(clean(query))
        if not has_words(text):
            return []
        read = self.interpreter.interpret(text, as_typed=as_typed)
        return self._find(read, k, self.index.allowed(only, self.today()))

    def _find(self, read: Interpretation, k: int, allowed: Allowed | None) -> list[Hit]:
        embedded = self.encoder.embed_queries(read.query.texts)
        depth = max(k, self.depth)
        day = self.today()
        # Expired pages take places that others then need: look at all, keep k.
        wanted = depth if self.index.curated.expired_on(day) else k
        hits = self.ranker.rank(self.index, read.query, embedded, depth, wanted, allowed)
        return without_expired(self.index, hits, day)[:k]

    def understand(self, question: str, history: Sequence[str]) -> Understood:
        """Read `question` after the questions of `history`, newest last."""
        return understand(question, history, self._is_near)

    def _is_near(self, question: str) -> bool:
        """Say whether the pages say anything on what a question is about."""
        read = self.interpreter.interpret(question)
        if read.query.rarest_is_known:
            return True
        return any(hit.confidence >= _LEAST_CONFIDENCE for hit in self._find(read, 1, None))

    def speaking(self, messages: Messages) -> Self:
        """Return the same with other fixed texts."""
        return replace(self, messages=messages, referrer=self.referrer.speaking(messages))

    def ask(
        self,
        question: str,
        k: int = DEFAULT_K,
        history: Sequence[str] = (),
        only: Filter = EVERYTHING,
        *,
        as_typed: bool = False,
    ) -> Reply:
        """Send a person to people, answer in the words of the pages, or say that they don't.

        Who needs people is decided first, from the text alone: nothing that happens to the index
        or to the search can come before the signpost. Quotes up to `k` passages that `only` lets
        through. `history` holds the questions asked before, newest last. `as_typed` searches for
        the question's own words: no word is repaired and nothing is carried over.
        """
        return self.trace(question, k, history, only, as_typed=as_typed).reply

    def trace(
        self,
        question: str,
        k: int = DEFAULT_K,
        history: Sequence[str] = (),
        only: Filter = EVERYTHING,
        *,
        as_typed: bool = False,
    ) -> Traced:
        """Return the reply of `ask` with the search behind it."""
        try:
            text = clean(question)
        except QuestionTooLongError:
            urgent = self.referrer.refer_urgently(question)
            if urgent is None:
                raise
            return Traced(urgent)
        referral = self.referrer.refer(text)
        if referral is not None and is_urgent(referral):
            return Traced(referral)
        earlier = [folded(clean(asked[:MOST_CHARACTERS])) for asked in history]
        found = self._answer(text, k, earlier, only, as_typed=as_typed)
        return found if referral is None else _beside(referral, found)

    def _answer(
        self, text: str, k: int, history: Sequence[str], only: Filter, *, as_typed: bool
    ) -> Traced:
        if not has_words(text):
            return Traced(self._abstain(text, Reason.UNCLEAR, []))
        asked = folded(text)
        approved = small_talk().reply_to(asked)
        if approved is not None:
            said = self.messages.text(approved)
            return Traced(Abstention(text, None, self.index.version, Reason.SMALL_TALK, said))
        understood = Understood(asked) if as_typed else self.understand(asked, history)
        if understood.needs_context:
            return Traced(self._abstain(text, Reason.NEEDS_CONTEXT, []))
        read = self.interpreter.interpret(understood.question, as_typed=as_typed)
        if says_nothing(asked) and not read.query.is_known:
            return Traced(self._abstain(text, Reason.UNCLEAR, []))
        read_as = read.changed or understood.read_as
        allowed = self.index.allowed(only, self.today())
        found = self._find(read, max(k, _CLOSEST), allowed)
        hits = pinned_first(self.index, understood.question, found, self.today(), allowed)
        if not self._is_answered(asked, understood.question, hits):
            abstention = self._abstain(text, Reason.NOT_IN_CORPUS, hits, read_as)
            return Traced(abstention, read, tuple(hits))
        today = self.today()
        passages = tuple(quote(self.index, hit, today) for hit in self._worth_quoting(hits[:k]))
        return Traced(Answer(text, read_as, self.index.version, passages), read, tuple(hits))

    def _is_answered(self, asked: str, question: str, hits: list[Hit]) -> bool:
        """Tell whether the first of `hits` is to be quoted for `asked`, read as `question`."""
        if self.index.curated.unanswered(question) or not hits:
            return False
        if hits[0].confidence < self.threshold:
            return False
        # Staff may well have pinned it to a question in another language.
        return hits[0].scorer == PINNED or not is_out_of_reach(asked, self.index)

    def _worth_quoting(self, hits: list[Hit]) -> list[Hit]:
        """Return the hits that are a match by themselves, in words not yet quoted.

        What is quoted beside an answer is read as one, so no less is asked of it: on pages where
        staff decided little, one in thirty that were less sure answered.
        """
        kept: dict[str, Hit] = {}
        for hit in hits:
            if hit.confidence >= self.threshold:
                kept.setdefault(hit.passage.text, hit)
        return [replace(hit, rank=rank) for rank, hit in enumerate(kept.values(), start=1)]

    def _abstain(
        self, question: str, reason: Reason, hits: list[Hit], read_as: str | None = None
    ) -> Abstention:
        today = self.today()
        # A long section has several passages, which people see as one and the same place.
        closest: dict[tuple[str, ...], Hit] = {}
        for hit in hits[:_CLOSEST]:
            if hit.confidence >= _LEAST_CONFIDENCE:
                place = (hit.passage.document_id, *hit.passage.section)
                closest.setdefault(place, hit)
        contacts = self.referrer.contacts
        pages = self.index.languages
        said = say_why(reason, question, pages, self.messages, self.speak, contacts)
        return Abstention(
            question,
            read_as,
            self.index.version,
            reason,
            said.message,
            tuple(cite(self.index, hit.passage, today) for hit in closest.values()),
            said.asked_in,
        )


def _beside(referral: Referral, found: Traced) -> Traced:
    """Return `referral` with what the pages say on the subject, if anything."""
    reply = found.reply
    beside = replace(referral, read_as=reply.read_as, index_version=reply.index_version)
    passages = reply.passages if isinstance(reply, Answer) else ()
    return replace(found, reply=replace(beside, passages=passages))
