"""The wire form: fixed fields, a round trip, and offsets that add up."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from qa.wire import from_wire, source_url, to_wire

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@st.composite
def citations(draw: st.DrawFn, length: int) -> Citation:
    start = draw(st.integers(0, 10_000))
    document_id = draw(texts)
    return Citation(
        passage_id=f"{document_id}:{start}-{start + length}",
        document_id=document_id,
        title=draw(texts),
        section=tuple(draw(st.lists(texts, max_size=3))),
        span=Span(start, start + length),
        url=draw(st.none() | texts),
        publisher=draw(st.none() | texts),
        language=draw(st.sampled_from([None, "en", "ar"])),
        reviewed_on=draw(st.none() | st.dates()),
        review_overdue=draw(st.booleans()),
        page=draw(st.none() | st.integers(1, 5000)),
    )


@st.composite
def quoted(draw: st.DrawFn) -> QuotedPassage:
    quote = draw(texts)
    start = draw(st.integers(0, len(quote) - 1))
    end = draw(st.integers(start + 1, len(quote)))
    return QuotedPassage(
        rank=draw(st.integers(1, 10)),
        quote=quote,
        highlight=Span(start, end),
        confidence=draw(st.floats(0, 1)),
        citation=draw(citations(len(quote))),
    )


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    question, read_as = draw(texts), draw(st.none() | texts)
    passages = tuple(draw(st.lists(quoted(), max_size=3)))
    match draw(st.sampled_from(["answer", "abstention", "referral"])):
        case "answer" if passages:
            return Answer(question, read_as, "v1", passages)
        case "referral":
            kind = draw(st.sampled_from(ReferralKind))
            kept = passages if kind is ReferralKind.PERSONAL_ADVICE else ()
            contacts = (Contact(draw(texts), draw(texts), draw(st.none() | texts)),)
            return Referral(question, read_as, None, kind, draw(texts), contacts, kept)
        case _:
            closest = tuple(p.citation for p in passages)
            reason = draw(st.sampled_from(Reason))
            return Abstention(question, read_as, "v1", reason, draw(texts), closest)


@given(replies())
def test_every_reply_survives_json(reply: Reply) -> None:
    assert from_wire(json.loads(json.dumps(to_wire(reply, 1.0)))) == reply


@given(replies())
def test_the_three_parts_of_a_quote_are_the_quote(reply: Reply) -> None:
    for passage in to_wire(reply, 1.0)["passages"]:
        assert passage["before"] + passage["highlight"] + passage["after"] == passage["quote"]
        assert passage["highlight"] != ""


def test_an_answer_has_the_fields_that_clients_rely_on() -> None:
    citation = Citation("d:0-9", "d", "T", ("S",), Span(0, 9), None, None, None, None, False, None)
    passage = QuotedPassage(1, "One. Two.", Span(5, 9), 0.93, citation)
    assert to_wire(Answer("q", None, "v1", (passage,)), 4.123) == {
        "schema": 1,
        "kind": "answer",
        "question": "q",
        "read_as": None,
        "index_version": "v1",
        "took_ms": 4.1,
        "confidence": 0.93,
        "message": None,
        "match": "strong",
        "passages": [
            {
                "rank": 1,
                "passage_id": "d:0-9",
                "confidence": 0.93,
                "quote": "One. Two.",
                "before": "One. ",
                "highlight": "Two.",
                "after": "",
                "citation": {
                    "passage_id": "d:0-9",
                    "document_id": "d",
                    "title": "T",
                    "section": ["S"],
                    "start": 0,
                    "end": 9,
                    "url": None,
                    "source_url": "/source/d#p0-9",
                    "publisher": None,
                    "language": None,
                    "reviewed_on": None,
                    "review_overdue": False,
                    "page": None,
                },
            }
        ],
    }


def test_dates_are_written_as_iso() -> None:
    reviewed = date(2026, 3, 9)
    citation = Citation("d:0-1", "d", "T", (), Span(0, 1), None, None, None, reviewed, True, None)
    abstention = Abstention("q", None, "v", Reason.NOT_IN_CORPUS, "m", (citation,))
    written = to_wire(abstention, 0)["closest"][0]
    assert (written["reviewed_on"], written["review_overdue"]) == ("2026-03-09", True)


@pytest.mark.parametrize(
    ("document_id", "path"),
    [("a/b c", "/source/a%2Fb%20c"), ("é?#", "/source/%C3%A9%3F%23")],
)
def test_a_document_id_can_not_leave_its_place_in_an_address(document_id: str, path: str) -> None:
    assert source_url(document_id) == path


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema 2"):
        from_wire({"schema": 2})


@pytest.mark.parametrize("kind", [ReferralKind.CRISIS, ReferralKind.EMERGENCY])
def test_an_urgent_referral_can_not_hold_a_quote(kind: ReferralKind) -> None:
    citation = Citation("d:0-1", "d", "T", (), Span(0, 1), None, None, None, None, False, None)
    passage = QuotedPassage(1, "a", Span(0, 1), 0.9, citation)
    with pytest.raises(ValueError, match="quotes nothing"):
        Referral("q", None, None, kind, "m", (), (passage,))
