"""The services that a referral names, by region, which an operator chooses and confirms."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.errors import MessagesError
from qa.messages.own import places, read_operators_file
from qa.messages.texts import Messages, load_messages
from qa.reply import Contact, ReferralKind

_NEUTRAL = "neutral"


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    label: Annotated[str, Field(min_length=1)]
    value: Annotated[str, Field(min_length=1)]
    href: Annotated[str, Field(pattern="^(tel|sms|https|mailto):")] | None = None


# A person in danger reads one thing and acts: more than two services are no help.
_AtMostTwo = Annotated[tuple[_Line, ...], Field(max_length=2)]


class _Region(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    emergency: Annotated[_AtMostTwo, Field(min_length=1)]
    crisis: Annotated[_AtMostTwo, Field(min_length=1)]
    personal_advice: _AtMostTwo = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    regions: Mapping[str, _Region]


@dataclass(frozen=True, slots=True)
class Contacts:
    """The services of one region; `region` is "neutral" where the operator has chosen none."""

    region: str
    _lines: _Region

    def of(self, kind: ReferralKind, messages: Messages) -> tuple[Contact, ...]:
        """Return the services for `kind`, at most two, the first to be tried first."""
        lines: Sequence[_Line] = getattr(self._lines, kind.value)
        return tuple(
            Contact(_said(line.label, messages), _said(line.value, messages), line.href)
            for line in lines
        )

    def emergency(self, messages: Messages) -> str:
        """Return what to call in an emergency: a number, or neutral words."""
        return _said(self._lines.emergency[0].value, messages)


def load_contacts(region: str | None, own: Path | None = None) -> Contacts:
    """Read the services of `region`; the regions of the operator's `own` file win.

    Raises MessagesError for a region that neither file has.
    """
    shipped = files(__package__).joinpath("contacts.toml").read_text(encoding="utf-8")
    regions = dict(_File.model_validate(tomllib.loads(shipped)).regions)
    if own is not None:
        regions |= _own(own)
    name = region or _NEUTRAL
    if name not in regions:
        known = ", ".join(sorted(regions))
        where = own or Path("contacts.toml")
        raise MessagesError(where, f"there is no region {name!r}", f"add it, or use one of {known}")
    return Contacts(name, regions[name])


def _own(file: Path) -> Mapping[str, _Region]:
    try:
        regions = _File.model_validate(read_operators_file(file)).regions
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise MessagesError(
            file, f"{place}: {first['msg']}", "see qa/messages/contacts.toml"
        ) from error
    _check_names(file, regions.values())
    return regions


def _check_names(file: Path, regions: Iterable[_Region]) -> None:
    """Refuse a "@" before what is no message, which would fail the first person in danger."""
    texts = load_messages("en").texts
    lines = [x for r in regions for x in (*r.emergency, *r.crisis, *r.personal_advice)]
    for said in [text for line in lines for text in (line.label, line.value)]:
        if said.startswith("@") and (said[1:] not in texts or places(texts[said[1:]])):
            found = f"{said!r} names no message that can stand alone"
            raise MessagesError(file, found, "write the words themselves, without @")


def _said(text: str, messages: Messages) -> str:
    return messages.text(text[1:]) if text.startswith("@") else text
