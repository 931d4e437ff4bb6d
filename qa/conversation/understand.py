"""What a question means after the ones before it: terms are carried over, nothing is made up."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.conversation.language import Language, english, is_mashed, phrases, plain, words

_PRONOUN = re.compile(
    r"\b(it|its|they|them|their|theirs|this|that|these|those|he|she|his|her|him|there|ones?|both)\b(?!['’]s)"
)
_SUBJECT = re.compile(
    r"\b(it|they|them|this|that|these|those|he|she|him)\b(?!\s+\w+(?:s|ies)\b)", re.I
)
_THAT = re.compile(r"\b(?:this|that|these|those)\b")
# "What about its cost" asks what the cost is; "what about" sounds like any question on a thing, and
# would be taken for answered by whatever the page says of it.
_ABOUT_ITS = re.compile(
    r"^(?:and |so |but |ok |okay )*(?:what|how) about "
    r"(?=(?:its|their)\s+((?:[\w-]+\s+)?[\w-]+)[\s?.!]*$)",
    re.IGNORECASE,
)
_OWNER = re.compile(r"\b(its|their|his|her)\b", re.IGNORECASE)
_OF_PEOPLE = frozenset({"he", "she", "his", "her", "him", "they", "their", "them", "theirs"})
# An earlier clause of the same question may hold what its pronoun stands for.
_CLAUSE = re.compile(r"[,;:]|\b(?:if|when|because|while|who|which|that|and|so|but|as)\b")
# So many words that name something need no help from an earlier question.
_ENOUGH = 3
_SHORT = 5
_FRAGMENT = 3
_MOST_PHRASES = 4
_TURNS = 10


@dataclass(frozen=True, slots=True)
class Understood:
    """The question to search with; `read_as` is it where it differs from the question as typed.

    `needs_context`: it follows something, and there is nothing to follow.
    """

    question: str
    read_as: str | None = None
    needs_context: bool = False


_Phrases = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Thread:
    """What the questions so far are about: the subject, what was last asked, and the beginning."""

    subject: _Phrases = ()
    last: _Phrases = ()
    root: _Phrases = ()

    def after(self, question: str, language: Language) -> "_Thread":
        named = tuple(phrases(question, language))
        if not named or says_nothing(question):
            return self
        if self.subject and follows(question, language):
            own = tuple(p for p in named if language.is_telling(p))
            if own and _offers_another(question, language):
                kept = _without_first_specific(self.subject, language)
                return _Thread((*own, *kept), named, self.root)
            return _Thread(self.subject, named, self.root)
        subject = tuple(p for p in named if language.is_telling(p)) or named
        return _Thread(subject, named, self.root or subject)


def _anything(_question: str) -> bool:
    return True


def understand(
    question: str, history: Sequence[str] = (), is_near: Callable[[str], bool] = _anything
) -> Understood:
    """Read `question` after the questions of `history`, newest last.

    A question with words of its own that points to nothing before it follows only those that
    `is_near` the pages: what to bake says nothing of what it asks.
    """
    language = english()
    asked = language.announcements.sub("", question).strip() or question
    announced = asked != question
    if not history and not announced:
        # With nothing to follow, how it would follow doesn't matter.
        return Understood(question, needs_context=_only_follows(question, language))
    if announced or says_nothing(asked) or not follows(asked, language):
        return Understood(asked, asked if announced else None)
    earlier = [language.announcements.sub("", asked) for asked in history[-_TURNS:]]
    thread = _thread(earlier, _anything if _needs_one(asked, language) else is_near, language)
    if not thread.subject:
        return Understood(question, needs_context=_only_follows(asked, language))
    read = _read_with(asked, thread, language)
    return Understood(read, read if read != question else None)


def _thread(earlier: Sequence[str], is_near: Callable[[str], bool], language: Language) -> _Thread:
    """Return what those of the `earlier` questions are about that begin with one that `is_near`."""
    begun: list[list[str]] = []
    for question in earlier:
        if says_nothing(question) or not phrases(question, language):
            continue
        if not begun or not follows(question, language):
            begun.append([])
        begun[-1].append(question)
    thread = _Thread()
    newest = next((told for told in reversed(begun) if is_near(told[0])), None)
    if newest is None:
        return thread
    oldest = next(told for told in begun if told is newest or is_near(told[0]))
    for question in newest if oldest is newest else (oldest[0], *newest):
        thread = thread.after(question, language)
    return thread


def _needs_one(question: str, language: Language) -> bool:
    """Say whether a question that follows means nothing without the very one before it."""
    return not _own_words(question, language) or _points_back(_lowered(question), language)


def _only_follows(question: str, language: Language) -> bool:
    """Say whether a question means nothing without one before it."""
    if _own_words(question, language) or says_nothing(question):
        return False
    return _leans(question, language)


def follows(question: str, language: Language) -> bool:
    """Say whether `question` goes on from an earlier one."""
    if _leans(question, language):
        return True
    if language.further.search(question.lower()):
        return True
    if question.lower().startswith(("if ", "when ", "suppose ")):
        return False
    named = phrases(question, language)
    alone = bool(language.introduces.match(question.lower().replace("'", " ")))
    if not any(language.is_telling(phrase, alone=alone) for phrase in named):
        return _own_words(question, language) < _ENOUGH
    return len(words(question)) <= _FRAGMENT and len(named) <= 1 and not alone


def says_nothing(question: str) -> bool:
    """Say whether the question is nothing but keys pressed at random."""
    typed = words(question)
    return bool(typed) and all(map(is_mashed, typed))


def _own_words(question: str, language: Language) -> int:
    named = [plain(word) for phrase in phrases(question, language) for word in phrase]
    return len({word for word in named if word not in language.aspect})


def _leans(question: str, language: Language) -> bool:
    """Say whether a word of the question points back: a pronoun, or a beginning like "and"."""
    lowered = _lowered(question)
    if _begins_on(lowered, language):
        return True
    if not phrases(question, language):
        return bool(words(question))
    if _own_words(question, language) > _ENOUGH and language.is_telling(words(question)):
        return False
    return _points_back(lowered, language)


def _lowered(question: str) -> str:
    return " ".join(question.lower().split())


def _points_back(lowered: str, language: Language) -> bool:
    """Say whether a pronoun stands for something that no earlier clause names."""
    emptied = language.empty_pronouns.sub(" ", lowered)
    for found in _PRONOUN.finditer(emptied):
        before = emptied[: found.start()]
        if found.group() in _OF_PEOPLE and language.people.search(before):
            continue
        clauses = _CLAUSE.split(before)
        earlier = " ".join(clauses[:-1])
        if not any(language.is_specific(p) for p in phrases(earlier, language)):
            return True
    return False


def _begins_on(lowered: str, language: Language) -> bool:
    count = len(lowered.split())
    return any(
        lowered == opener or lowered.startswith(opener + " ")
        for opener in language.openers
        if count <= _SHORT + len(opener.split()) or opener in {"what about", "how about"}
    )


def _offers_another(question: str, language: Language) -> bool:
    """Say whether the question puts another subject in the place of the last one."""
    lowered = question.lower().strip()
    return not _PRONOUN.search(language.empty_pronouns.sub(" ", lowered)) and (
        _begins_on(lowered, language) or len(words(question)) <= _FRAGMENT
    )


def _read_with(question: str, thread: _Thread, language: Language) -> str:
    carried = _carried(question, thread, language)
    if not carried:
        return question
    subject, rest = carried[0], carried[1:]
    question = _ABOUT_ITS.sub(_what_is, question)
    text = question.rstrip(" ?.!")
    end = question[len(text) :]
    emptied = language.empty_pronouns.search(question.lower())
    replaced, count = (text, 0) if emptied else _OWNER.subn(f"{subject}'s", text, count=1)
    if not count and not emptied:
        replaced, count = _SUBJECT.subn(lambda _: subject, text, count=1)
    added = rest if count else carried
    return (replaced if count else text) + (f" ({', '.join(added)})" if added else "") + end


def _what_is(found: re.Match[str]) -> str:
    return "what are " if re.search(r"[^s]s$", found.group(1)) else "what is "


def _carried(question: str, thread: _Thread, language: Language) -> list[str]:
    """Return the phrases that the question lacks, the subject first."""
    subject = thread.subject
    if _offers_another(question, language) and any(
        language.is_specific(p) for p in phrases(question, language)
    ):
        subject = _without_first_specific(subject, language)
        asked = thread.last
    else:
        subject = tuple(sorted(subject, key=lambda p: not language.is_specific(p)))
        # "That" may be a side that was asked about, "it" is the subject.
        sides = bool(_THAT.search(question.lower().replace("'", " ")))
        asked = tuple(p for p in thread.last if sides or language.is_specific(p))
    said = {plain(word) for word in words(question)}
    wanted = dict.fromkeys([*subject, *asked, *thread.root])
    new = [p for p in wanted if not {plain(word) for word in p} <= said]
    return [" ".join(phrase) for phrase in new[:_MOST_PHRASES]]


def _without_first_specific(
    named: tuple[tuple[str, ...], ...], language: Language
) -> tuple[tuple[str, ...], ...]:
    first = next((p for p in named if language.is_specific(p)), None)
    return tuple(p for p in named if p != first)
