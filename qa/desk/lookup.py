"""Look a question up for staff: what the chat would reply, and every candidate with its reasons."""

from dataclasses import dataclass

from index import Filter
from qa.citing import quote
from qa.curation import PINNED
from qa.explaining import CANDIDATES, IN_WORDS, LEAST_SHOWN, band, decided
from qa.pipeline import Assistant
from qa.query import Interpretation
from qa.question import DEFAULT_K
from qa.ranking import Hit
from qa.reply import Abstention, Answer, QuotedPassage, Referral, Reply

_STRONGLY, _CLEARLY = 1.0, 0.3
_MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage, whether the chat would quote it, and what speaks for and against it."""

    passage: QuotedPassage
    verdict: str
    quoted: bool
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up found; `headline` says what the chat replies, `because` why."""

    question: str
    headline: str
    because: str
    notes: tuple[str, ...]
    candidates: tuple[Candidate, ...]


def look_up(assistant: Assistant, question: str, only: Filter) -> Found:
    """Look `question` up among the passages that `only` lets through.

    Candidates are shown even where the chat abstains or sends to people: staff decide.
    """
    traced = assistant.trace(question, CANDIDATES, only=only)
    reply = traced.reply
    # Nothing was searched for where people come first; staff see what there is all the same.
    hits = traced.hits or tuple(assistant.search(reply.question, CANDIDATES, only))
    shown = 0 if isinstance(reply, Abstention) else min(DEFAULT_K, len(reply.passages))
    return Found(
        reply.question,
        _headline(reply),
        decided(reply, assistant.threshold)[1],
        tuple(_notes(assistant, traced.read)) if traced.read else (),
        tuple(
            _candidate(assistant, hit, quoted=place < shown)
            for place, hit in enumerate(hits[:CANDIDATES])
        ),
    )


def _headline(reply: Reply) -> str:
    match reply:
        case Answer():
            return "The chat answers this"
        case Abstention():
            return "The chat finds no answer to this"
        case Referral():
            return "The chat sends this to people"


def _notes(assistant: Assistant, read: Interpretation) -> list[str]:
    notes = [f"Read “{repair.typed}” as “{repair.read}”." for repair in read.repairs]
    notes += [f"Searched for “{g.read}” as well as “{g.typed}”." for g in read.guesses]
    absent = {term.text for term in read.query.terms if term.number is None}
    if absent:
        pairs = assistant.interpreter.analyzer.term_pairs(read.text)
        missing = dict.fromkeys(word for word, term in pairs if term in absent)
        notes.append(f"Nowhere in the pages: {', '.join(missing)}.")
    return notes


def _candidate(assistant: Assistant, hit: Hit, *, quoted: bool) -> Candidate:
    return Candidate(
        quote(assistant.index, hit, assistant.today()),
        band(hit.confidence, assistant.threshold),
        quoted,
        *_reasons(hit),
    )


def _reasons(hit: Hit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say in words what speaks for and what against, the weightiest first."""
    if hit.scorer == PINNED:
        return ("staff pinned these words to the question",), ()
    weighty = [(name, adds) for name, adds in hit.shares.items() if abs(adds) >= LEAST_SHOWN]
    ordered = sorted(weighty, key=lambda share: -abs(share[1]))
    speak_for = [_in_words(name, adds) for name, adds in ordered if adds > 0]
    against = [_in_words(name, adds) for name, adds in ordered if adds < 0]
    return tuple(speak_for[:_MOST_REASONS]), tuple(against[:_MOST_REASONS])


def _in_words(name: str, adds: float) -> str:
    size = abs(adds)
    strength = "strongly" if size >= _STRONGLY else "clearly" if size >= _CLEARLY else "slightly"
    return f"{IN_WORDS.get(name, name)} ({strength}, {adds:+.2f})"
