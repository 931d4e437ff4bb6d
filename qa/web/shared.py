"""What the surfaces have in common."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from qa.web.holder import Holder
from qa.web.languages import Languages
from qa.web.noting import Notes
from qa.web.rate import QuestionRate

Clock = Callable[[], float]
"""Counts seconds from anywhere; only differences of it are used."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Who answers, in which languages, how often one may ask, and who notes the replies."""

    holder: Holder
    languages: Languages
    rate: QuestionRate
    clock: Clock
    notes: Notes


def only_our_own(app: FastAPI) -> None:
    """Let no other site's page read what `app` answers; Gradio would let every one."""
    app.add_middleware(CORSMiddleware, allow_origins=[])
