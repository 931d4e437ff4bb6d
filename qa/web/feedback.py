"""The route that takes what a person says of an answer: fixed choices, never free text."""

from typing import Annotated, Self

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from qa.records import Feedback, FeedbackReason
from qa.web.api import only_json
from qa.web.described import problems
from qa.web.noting import Notes
from qa.web.rate import QuestionRate, address_of


class FeedbackBody(BaseModel):
    """Whether the reply of that id was what the person looked for."""

    model_config = ConfigDict(extra="forbid")

    reply_id: Annotated[
        str, Field(pattern=r"^[\w-]{10,32}$", description="The `reply_id` of a reply.")
    ]
    helped: bool
    reason: Annotated[
        FeedbackReason | None, Field(description="What was not right; only with helped = false.")
    ] = None

    @model_validator(mode="after")
    def _no_reason_where_it_helped(self) -> Self:
        if self.helped and self.reason is not None:
            raise ValueError("a reply that helped has no reason")
        return self


def feedback_router(notes: Notes, rate: QuestionRate) -> APIRouter:
    """Return the route; feedback counts as a question does."""
    router = APIRouter()

    @router.post(
        "/api/v1/feedback",
        status_code=202,
        dependencies=[Depends(only_json)],
        responses=problems(400, 404, 413, 415, 422, 429),
    )
    def feedback(body: FeedbackBody, request: Request) -> dict[str, str]:
        """Say whether a reply was what you looked for; the last word on a reply counts.

        404 where the operator keeps no feedback. An id that isn't known is passed over.
        """
        if not notes.are_taken:
            raise HTTPException(404, "no feedback is kept here")
        rate.count(address_of(request.client))
        notes.give_feedback(body.reply_id, Feedback(body.helped, body.reason))
        return {"status": "accepted"}

    return router
