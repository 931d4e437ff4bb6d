"""What a page states about itself: the fields of its front matter, checked."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from corpus.errors import SourceError


def _http(url: str) -> str:
    # The address becomes a link on every surface: nothing but http may ever be clicked.
    if not url.lower().startswith(("https://", "http://")) or any(c.isspace() for c in url):
        raise ValueError("a page's address starts with https:// or http:// and has no spaces")
    return url


class PageFacts(BaseModel):
    """The fields a page may state; what it doesn't state is None or empty."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: str | None = None
    title: str | None = None
    url: Annotated[str, AfterValidator(_http)] | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    licence: str | None = None
    language: str | None = None
    published_on: date | None = None
    reviewed_on: date | None = None
    review_due_on: date | None = None
    retrieved_on: date | None = None
    sources: tuple[str, ...] = ()


def read_facts(path: Path, stated: object) -> PageFacts:
    """Check what `path` states about itself; an unknown or ill-formed field is an error."""
    try:
        return PageFacts.model_validate(stated)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "front matter"
        known = ", ".join(PageFacts.model_fields)
        raise SourceError(
            path, f"the field {name!r} is not usable: {first['msg']}", f"known fields: {known}"
        ) from error
