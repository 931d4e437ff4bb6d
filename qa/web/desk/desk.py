"""The desk as a whole: what its pages work with, and the routes of all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter

from qa.desk.pinning import PinWriter
from qa.records.recorder import Recorder
from qa.settings import Settings
from qa.web.desk.access import Access
from qa.web.desk.looking_up import looking_up_router
from qa.web.desk.measuring import measuring_router
from qa.web.desk.overseeing import overseeing_router
from qa.web.desk.pages import Pages
from qa.web.desk.signing_in import signing_in_router
from qa.web.desk.versions import versions_router
from qa.web.holder import Holder
from qa.web.languages import Languages


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages of the desk work with."""

    settings: Settings
    holder: Holder
    languages: Languages
    access: Access
    pages: Pages
    pins: PinWriter
    recorder: Recorder | None

    @classmethod
    def of(
        cls,
        settings: Settings,
        holder: Holder,
        languages: Languages,
        clock: Callable[[], float],
        recorder: Recorder | None,
    ) -> "Desk":
        """Set the desk up; `clock` counts seconds, and ends sessions."""
        access, pins = Access(settings, clock), PinWriter(settings.sources)
        return cls(settings, holder, languages, access, Pages(), pins, recorder)


def desk_router(desk: Desk) -> APIRouter:
    """Return the routes under /desk."""
    router = APIRouter(include_in_schema=False)
    router.include_router(signing_in_router(desk.access, desk.pages))
    router.include_router(
        looking_up_router(desk.access, desk.pages, desk.holder, desk.languages, desk.pins)
    )
    router.include_router(
        overseeing_router(desk.access, desk.pages, desk.holder, desk.settings, desk.recorder)
    )
    router.include_router(measuring_router(desk.access, desk.pages, desk.holder, desk.settings))
    router.include_router(versions_router(desk.access, desk.pages, desk.holder, desk.settings))
    return router
