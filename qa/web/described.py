"""What the API answers with, as `/openapi.json` describes it; the routes make it elsewhere."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from corpus.review import State
from qa.reply import Match, Reason, ReferralKind
from qa.web.problems import MEDIA_TYPE

_Nullable = Annotated[str | None, Field(description="null where the page doesn't state it.")]


class CitationForm(BaseModel):
    """Where quoted words stand; `start` and `end` count code points of the page's text."""

    passage_id: str
    document_id: str
    title: str
    section: Annotated[list[str], Field(description="Headings, the outermost first.")]
    start: int
    end: int
    url: _Nullable
    source_url: Annotated[str, Field(description="The page here, at the cited place.")]
    publisher: _Nullable
    language: _Nullable
    reviewed_on: _Nullable
    review_overdue: bool
    page: Annotated[int | None, Field(description="The printed page, from 1.")]


class PassageForm(BaseModel):
    """One passage, unchanged: `before` + `highlight` + `after` is `quote`."""

    rank: int
    passage_id: str
    confidence: Annotated[float, Field(description="How probably it answers, 0 to 1.")]
    quote: str
    before: str
    highlight: str
    after: str
    citation: CitationForm


class _ReplyForm(BaseModel):
    schema_: Annotated[Literal[1], Field(alias="schema")]
    question: str
    read_as: Annotated[str | None, Field(description="null where it was read as it was typed.")]
    index_version: str | None
    took_ms: float
    passages: list[PassageForm]
    reply_id: Annotated[str | None, Field(description="Only where feedback is kept.")] = None
    explain: Annotated[dict[str, Any] | None, Field(description="Only where asked for.")] = None


class AnswerForm(_ReplyForm):
    """One to `k` passages, best first; `confidence` is that of the first."""

    kind: Literal["answer"]
    confidence: float
    match: Match
    message: None


class AbstentionForm(_ReplyForm):
    """The pages hold no answer: `message` says so, `closest` lists places worth a look."""

    kind: Literal["abstention"]
    confidence: None
    reason: Reason
    message: str
    asked_in: Annotated[
        str | None,
        Field(description="The question's language, where the last line of `message` is in it."),
    ]
    closest: list[CitationForm]


class ContactForm(BaseModel):
    """Somebody to turn to."""

    label: str
    value: str
    href: str | None


class ReferralForm(_ReplyForm):
    """A question for people: show `message` and `contacts` before all else."""

    kind: Literal["referral"]
    confidence: float | None
    referral: ReferralKind
    message: str
    contacts: list[ContactForm]


ReplyForm = Annotated[AnswerForm | AbstentionForm | ReferralForm, Field(discriminator="kind")]


class DocumentForm(BaseModel):
    """One page, and what it states about itself."""

    document_id: str
    title: str
    source_url: str
    authors: list[str]
    sections: Annotated[list[list[str]], Field(description="The path of each heading.")]
    sources: list[str]
    tags: list[str]
    state: State
    url: _Nullable
    publisher: _Nullable
    licence: _Nullable
    language: _Nullable
    published_on: _Nullable
    modified_on: _Nullable
    reviewed_on: _Nullable
    review_due_on: _Nullable
    expires_on: _Nullable
    retrieved_on: _Nullable


class ListingForm(BaseModel):
    """Some of the pages; `total` counts them all."""

    index_version: str
    total: int
    offset: int
    documents: list[DocumentForm]


Responses = dict[int | str, dict[str, Any]]


def answers(form: object, *statuses: int) -> Responses:
    """Describe a route that answers with `form`, or with the problems of `statuses`."""
    return {200: {"model": form}, **problems(*statuses)}


def problems(*statuses: int) -> Responses:
    """Describe the problems (RFC 9457) that a route answers with, by status."""
    content = {MEDIA_TYPE: {"schema": _PROBLEM}}
    return {status: {"description": _MEANING[status], "content": content} for status in statuses}


_MEANING = {
    400: "The body is not JSON.",
    404: "It is not kept here.",
    413: "The body is too large.",
    415: "The body is not sent as application/json.",
    422: "The request has another form.",
    429: "Too many in a minute; `Retry-After` says how long to wait.",
    503: "No index is open; `Retry-After` says how long to wait.",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "What is wrong where, by JSON pointer.",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
