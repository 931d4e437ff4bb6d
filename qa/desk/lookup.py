"""Look a question up for staff: what the chat would reply, and every candidate with its reasons."""

from dataclasses import dataclass
from typing import Any

from index import Filter
from qa.citing import cite, quote
from qa.explaining import CANDIDATES, band, explain
from qa.pipeline import Assistant
from qa.reply import Abstention, Answer, QuotedPassage, Referral, Reply

_LEAST = 0.005
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
    reply = assistant.ask(question, only=only)
    trace = explain(assistant, reply, only=only)
    return Found(
        reply.question,
        _headline(reply),
        trace["in_words"],
        tuple(_notes(assistant, trace)),
        tuple(_candidates(assistant, reply, trace, only)),
    )


def _headline(reply: Reply) -> str:
    match reply:
        case Answer():
            return "The chat answers this"
        case Abstention():
            return "The chat finds no answer to this"
        case Referral():
            return "The chat sends this to people"


def _notes(assistant: Assistant, trace: dict[str, Any]) -> list[str]:
    notes = [f"Read “{r['typed']}” as “{r['read']}”." for r in trace.get("repaired", [])]
    absent = {t["term"] for t in trace.get("terms", []) if not t["in_the_pages"]}
    if absent:
        pairs = assistant.interpreter.analyzer.term_pairs(trace["read_as"])
        missing = dict.fromkeys(word for word, term in pairs if term in absent)
        notes.append(f"Nowhere in the pages: {', '.join(missing)}.")
    return notes


def _candidates(
    assistant: Assistant, reply: Reply, trace: dict[str, Any], only: Filter
) -> list[Candidate]:
    quoted = () if isinstance(reply, Abstention) else reply.passages
    signals = {c["passage_id"]: c["signals"] for c in trace["candidates"]}
    today = assistant.today()
    found = [
        quote(h.passage, cite(assistant.index, h.passage, today), h.highlight, h.rank, h.confidence)
        for h in assistant.search(reply.question, CANDIDATES, only)
    ]
    # What staff pinned stands first in a reply, wherever a search finds it.
    shown = {passage.citation.passage_id for passage in quoted}
    ordered = [*quoted, *(p for p in found if p.citation.passage_id not in shown)]
    return [
        Candidate(
            passage,
            band(passage.confidence, assistant.threshold),
            passage.citation.passage_id in shown,
            *_reasons(signals.get(passage.citation.passage_id, [])),
        )
        for passage in ordered
    ]


def _reasons(signals: list[dict[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say in words what speaks for and what against, the weightiest first."""
    weighty = [s for s in signals if abs(s["adds"]) >= _LEAST]
    ordered = sorted(weighty, key=lambda signal: -abs(signal["adds"]))
    speak_for = [_in_words(s) for s in ordered if s["adds"] > 0]
    against = [_in_words(s) for s in ordered if s["adds"] < 0]
    return tuple(speak_for[:_MOST_REASONS]), tuple(against[:_MOST_REASONS])


def _in_words(signal: dict[str, Any]) -> str:
    size = abs(signal["adds"])
    strength = "strongly" if size >= _STRONGLY else "clearly" if size >= _CLEARLY else "slightly"
    return f"{signal['in_words']} ({strength}, {signal['adds']:+.2f})"
