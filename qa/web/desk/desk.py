"""The desk as a whole: what its areas work with, and the routes beside Gradio's own."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.types import ASGIApp

from qa.desk.pinning import PinWriter
from qa.records.recorder import Recorder
from qa.settings import Settings
from qa.web.desk.access import Access
from qa.web.desk.files import files_router
from qa.web.desk.gate import Gate, staff_of
from qa.web.desk.parts import Parts
from qa.web.desk.shell import AREAS, Shell
from qa.web.desk.signing_in import signing_in_router
from qa.web.holder import Holder
from qa.web.languages import Languages
from qa.web.policy import desk_policy, inline_script_hashes


@dataclass(frozen=True, slots=True)
class Desk:
    """What the areas of the desk work with."""

    settings: Settings
    holder: Holder
    languages: Languages
    access: Access
    parts: Parts
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
        parts = Parts(settings.region_of_dates, settings.base_path)
        return cls(settings, holder, languages, access, parts, pins, recorder)

    def gate(self, app: ASGIApp) -> Gate:
        """Return `app` behind the gate of this desk."""
        return Gate(app, self.access)


def add_desk(app: FastAPI, desk: Desk) -> str:
    """Add the routes under /desk that aren't Gradio's; return the policy of the areas' pages.

    All but the sign-in need the gate in front.
    """
    shell = Shell(desk.parts)
    router = APIRouter(include_in_schema=False)
    router.include_router(signing_in_router(desk.access, desk.parts))
    router.include_router(files_router(desk.settings, desk.holder, desk.recorder))
    for path, name in AREAS:
        _add_area(router, shell, f"/desk/{path}".rstrip("/"), name)
    # Where Gradio's own link to the first area leads.
    _add_area(router, shell, "/desk/", AREAS[0][1])
    app.include_router(router)
    return desk_policy(inline_script_hashes(shell.static))


def _add_area(router: APIRouter, shell: Shell, path: str, name: str) -> None:
    @router.api_route(path, methods=["GET", "HEAD"])
    def area(request: Request) -> HTMLResponse:
        return HTMLResponse(shell.page(name, staff_of(request)))
