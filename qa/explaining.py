"""Why a reply came out as it did, in words that a support lead understands."""

from dataclasses import replace
from typing import Any, assert_never

from qa.curation import PINNED
from qa.pipeline import Traced
from qa.ranking import Hit
from qa.reply import Abstention, Answer, Match, Referral, Reply

CANDIDATES = 10
# What adds less to a score than this is 0.00 as it is shown.
LEAST_SHOWN = 0.005

IN_WORDS = {
    "passage_cosine": "the passage means much the same as the question",
    "sentence_cosine": "one of its sentences means much the same as the question",
    "context_cosine": "its title and headings mean much the same as the question",
    "bm25_share": "it holds the question's words, the rarer the better, of all it could hold",
    "bm25_relative": "it holds the question's words, compared with the best passage for them",
    "coverage": "how much of the question's wording stands in it",
    "sentence_coverage": "how much of the question's wording stands in one of its sentences",
    "context_coverage": "how much of the question's wording stands in its title and headings",
    "pairs": "words that adjoin in the question adjoin in it too",
    "expected": "questions that mean much the same were pinned to it",
    "weight_said": "how much of the question's wording stands in it, the more the question says",
    "mean_token_cosine": "word by word the question is met by a sentence or its headings",
    "least_token_cosine": "no word of the question is left without one that fits it",
    "telling_token_cosine": "it fits those words of the question that few passages fit so well",
    "reader": "the reader's judgement that the passage answers",
    "unread": "not read, as it could hardly come first and be quoted: what the reader mostly says",
    "score": "what speaks for the passage before the reader's judgement",
}


def band(confidence: float, threshold: float) -> str:
    """Name a probability: a strong match, a partial match, or no match at all."""
    if confidence < threshold:
        return "no match"
    return f"{Match.of(confidence)} match"


def shortened(traced: Traced, k: int) -> Traced:
    """Return the same with a reply that quotes at most `k` passages, as if asked for `k`."""
    match traced.reply:
        case Answer() | Referral():
            return replace(traced, reply=replace(traced.reply, passages=traced.reply.passages[:k]))
        case Abstention():
            return traced
        case _:
            assert_never(traced.reply)


def explain(traced: Traced, threshold: float) -> dict[str, Any]:
    """Return which stage decided on a reply, and every candidate with its signals.

    There are as many candidates as the question was asked for: CANDIDATES is what to ask for.
    """
    stage, in_words = decided(traced.reply, threshold)
    told: dict[str, Any] = {"decided_by": stage, "in_words": in_words, "threshold": threshold}
    if isinstance(traced.reply, Referral) or traced.read is None:
        return told | {"candidates": []}
    read = traced.read
    return told | {
        "read_as": read.text,
        "repaired": [{"typed": r.typed, "read": r.read} for r in read.repairs],
        "guessed": [
            {"typed": g.typed, "read": g.read, "probability": round(g.probability, 2)}
            for g in read.guesses
        ],
        "terms": [
            {"term": t.text, "rarity": round(t.rarity, 2), "in_the_pages": t.number is not None}
            for t in read.query.terms
        ],
        "candidates": [_candidate(hit, threshold) for hit in traced.hits],
    }


def decided(reply: Reply, threshold: float) -> tuple[str, str]:
    """Return which stage decided on `reply`, and why, in words."""
    match reply:
        case Referral():
            return "referral", f"the question needs people ({reply.kind}), whatever the pages say"
        case Answer():
            found = f"{reply.confidence:.2f}, {band(reply.confidence, threshold)}"
            return "confidence", (
                f"the first passage answers with a probability of {found}; "
                f"{threshold:.2f} is asked for"
            )
        case Abstention(reason="not_in_corpus"):
            return "confidence", (
                f"no passage answers with the probability of {threshold:.2f} that is asked for"
            )
        case Abstention():
            words = reply.reason.value.replace("_", " ")
            return words, f"the question was not searched for: {words}"


def _candidate(hit: Hit, threshold: float) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "passage_id": hit.passage.id,
        "section": list(hit.passage.section),
        "scorer": hit.scorer,
        "score": round(hit.score, 3),
        "confidence": round(hit.confidence, 3),
        "verdict": "pinned by staff" if hit.scorer == PINNED else band(hit.confidence, threshold),
        "signals": [
            {
                "signal": name,
                "in_words": IN_WORDS.get(name, name),
                "value": round(hit.signals.get(name, hit.score), 3),
                "weight": round(added / hit.signals[name], 3) if hit.signals.get(name) else None,
                "adds": round(added, 3),
            }
            for name, added in sorted(hit.shares.items(), key=lambda item: -item[1])
        ],
    }


def explanation_lines(trace: dict[str, Any]) -> list[str]:
    """Return the explanation as lines for a terminal."""
    lines = [f"Decided by {trace['decided_by']}: {trace['in_words']}."]
    lines += [f'Read "{r["typed"]}" as "{r["read"]}".' for r in trace.get("repaired", [])]
    lines += [
        f'Searched for "{g["read"]}" as well as "{g["typed"]}".' for g in trace.get("guessed", [])
    ]
    missing = [t["term"] for t in trace.get("terms", []) if not t["in_the_pages"]]
    if missing:
        lines.append(f"Nowhere in the pages: {', '.join(missing)}.")
    for candidate in trace["candidates"]:
        place = " > ".join(candidate["section"]) or candidate["passage_id"]
        lines.append(
            f"{candidate['rank']:2}. {place}: {candidate['verdict']}, "
            f"confidence {candidate['confidence']:.2f}, score {candidate['score']:.2f}"
        )
        lines += [
            f"      {signal['adds']:+7.2f}  {signal['in_words']} ({signal['value']:.2f})"
            for signal in candidate["signals"]
            if abs(signal["adds"]) >= LEAST_SHOWN
        ]
    return lines
