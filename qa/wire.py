"""The reply on the wire, schema 1: written and read here alone."""

from datetime import date
from typing import Any, assert_never
from urllib.parse import quote

from corpus import Span
from qa.reply import (
    Abstention,
    Answer,
    Citation,
    Contact,
    QuotedPassage,
    Reason,
    Referral,
    ReferralKind,
    Reply,
)

SCHEMA = 1


def to_wire(reply: Reply, took_ms: float, base: str = "") -> dict[str, Any]:
    """Return the JSON form of `reply`; offsets in it count code points.

    `base` is the path below which the source pages are served.
    """
    head = {"schema": SCHEMA, "kind": "", "question": reply.question, "read_as": reply.read_as}
    head |= {"index_version": reply.index_version, "took_ms": round(took_ms, 1)}
    match reply:
        case Answer():
            body = {"kind": "answer", "confidence": reply.confidence, "message": None}
            body["match"] = reply.match.value
            return head | body | {"passages": [_passage(p, base) for p in reply.passages]}
        case Abstention():
            body = {"kind": "abstention", "reason": reply.reason.value, "confidence": None}
            body |= {"message": reply.message, "asked_in": reply.asked_in, "passages": []}
            return head | body | {"closest": [_citation(c, base) for c in reply.closest]}
        case Referral():
            body = {"kind": "referral", "referral": reply.kind.value, "message": reply.message}
            body["confidence"] = reply.passages[0].confidence if reply.passages else None
            body["contacts"] = [
                {"label": c.label, "value": c.value, "href": c.href} for c in reply.contacts
            ]
            return head | body | {"passages": [_passage(p, base) for p in reply.passages]}
        case _:
            assert_never(reply)


def from_wire(wire: dict[str, Any]) -> Reply:
    """Read what `to_wire` wrote; raises ValueError or KeyError for anything else."""
    if wire["schema"] != SCHEMA:
        raise ValueError(f"schema {wire['schema']!r} is not {SCHEMA}")
    head = (wire["question"], wire["read_as"], wire["index_version"])
    passages = tuple(_read_passage(p) for p in wire["passages"])
    match wire["kind"]:
        case "answer":
            return Answer(*head, passages)
        case "abstention":
            closest = tuple(_read_citation(c) for c in wire["closest"])
            # Replies stored before the language was told have none.
            reason, asked_in = Reason(wire["reason"]), wire.get("asked_in")
            return Abstention(*head, reason, wire["message"], closest, asked_in)
        case "referral":
            contacts = tuple(Contact(**contact) for contact in wire["contacts"])
            kind = ReferralKind(wire["referral"])
            return Referral(*head, kind, wire["message"], contacts, passages)
        case kind:
            raise ValueError(f"kind {kind!r} is not known")


def source_url(document_id: str, span: Span | None = None) -> str:
    """Return the path of a document's source page, at the cited place where one is given."""
    page = f"/source/{quote(document_id, safe='')}"
    return page if span is None else f"{page}#p{span.start}-{span.end}"


def _passage(passage: QuotedPassage, base: str) -> dict[str, Any]:
    return {
        "rank": passage.rank,
        "passage_id": passage.citation.passage_id,
        "confidence": passage.confidence,
        "quote": passage.quote,
        "before": passage.before,
        "highlight": passage.highlighted,
        "after": passage.after,
        "citation": _citation(passage.citation, base),
    }


def _citation(citation: Citation, base: str) -> dict[str, Any]:
    reviewed = citation.reviewed_on
    return {
        "passage_id": citation.passage_id,
        "document_id": citation.document_id,
        "title": citation.title,
        "section": list(citation.section),
        "start": citation.span.start,
        "end": citation.span.end,
        "url": citation.url,
        "source_url": base + source_url(citation.document_id, citation.span),
        "publisher": citation.publisher,
        "language": citation.language,
        "reviewed_on": reviewed.isoformat() if reviewed else None,
        "review_overdue": citation.review_overdue,
        "page": citation.page,
    }


def _read_passage(wire: dict[str, Any]) -> QuotedPassage:
    start = len(wire["before"])
    return QuotedPassage(
        rank=wire["rank"],
        quote=wire["quote"],
        highlight=Span(start, start + len(wire["highlight"])),
        confidence=wire["confidence"],
        citation=_read_citation(wire["citation"]),
    )


def _read_citation(wire: dict[str, Any]) -> Citation:
    reviewed = wire["reviewed_on"]
    return Citation(
        passage_id=wire["passage_id"],
        document_id=wire["document_id"],
        title=wire["title"],
        section=tuple(wire["section"]),
        span=Span(wire["start"], wire["end"]),
        url=wire["url"],
        publisher=wire["publisher"],
        language=wire["language"],
        reviewed_on=date.fromisoformat(reviewed) if reviewed else None,
        review_overdue=wire["review_overdue"],
        # Replies stored before there were page numbers have none.
        page=wire.get("page"),
    )
