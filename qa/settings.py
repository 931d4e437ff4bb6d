"""What an operator may set: `citewell.toml`, or CITEWELL_... in the environment, which wins."""

import json
import os
import re
import reprlib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from corpus.bundled import BUNDLED
from corpus.printable import said_by
from index.model_files import BUNDLED_NAME
from qa.errors import SettingsError
from qa.messages import LANGUAGES, negotiate
from qa.messages.days import region_of

_PREFIX = "CITEWELL_"
_FILE_VARIABLE = "CITEWELL_CONFIG"
_FILE = "citewell.toml"
_SITE = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?")
MOST_DAYS = 3650  # Ten years, after which nobody learns from a question any more.
_Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Settings(BaseModel):
    """Every setting, with its default; a name that isn't listed here is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: Annotated[tuple[Path, ...], Field(min_length=1)] = (BUNDLED,)
    """Files and folders that `build` reads where none are named."""
    index_root: Path = Path("var/indexes")
    """Where built indexes are kept."""
    keep_indexes: Annotated[int, Field(ge=1, le=1000)] = 3
    """How many versions a build leaves to go back to, the current one included."""
    encoder: str = BUNDLED_NAME
    """The bundled model, a folder, or the name of any sentence-transformers model."""
    encoder_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    """The sha256 that another model's weights must have."""
    build_precision: Literal["auto", "float32"] = "auto"
    """In what pages are embedded: "auto" is bfloat16 for many pages, on processors that have it."""
    encoder_cache: Path = Path("var/cache/encoders")
    """Where what speeds an encoder's start up is kept; it can be deleted at any time."""
    calibration: Path | None = None
    """What `citewell calibrate` wrote for the publisher's own pages; for every confidence."""
    threshold: _Probability = 0.5
    """Below this probability that the first passage answers, nothing is quoted."""
    depth: Annotated[int, Field(ge=1, le=1000)] = 50
    """How many passages are considered before the best are returned."""
    reader: str = "bundled"
    """A second judge of the best passages: "bundled" for the trained one in the package, the name
    or path of a cross-encoder on this machine, or "off"."""
    reader_weights: Path | None = None
    """The folder that `python -m qa.training weigh` wrote for another reader than "bundled"."""
    language: str = "en"
    """The language of messages where a browser asks for none that there is; its region (en-GB),
    or else `region`, decides how dates are written."""
    messages: Path | None = None
    """A file with lines of your own in place of the fixed texts, a table for each language."""
    region: str | None = None
    """Where your readers live (GB, US ...): decides whom an emergency or a crisis is sent to, and
    how dates are written."""
    contacts: Path | None = None
    """A file with services of your own, in the form of `qa/messages/contacts.toml`."""
    contacts_confirmed: bool = False
    """Set it when somebody has checked each service that `doctor` lists."""
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    """The address that `serve` listens on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 7860
    """The port that `serve` listens on; 0 takes a free one."""
    frame_ancestors: tuple[str, ...] = ()
    """The sites (https://example.org) that may show the chat in a frame; none by default."""
    example_questions: tuple[str, ...] = ()
    """Questions that the empty chat offers; by default it offers sections of the pages."""
    questions_per_minute: Annotated[int, Field(ge=0)] = 120
    """How often one client address may ask in a minute; 0 for no limit."""
    most_body_bytes: Annotated[int, Field(ge=16384)] = 524288
    """The largest request that is read."""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1",)
    """The addresses of reverse proxies whose word on a client's address is taken."""
    record_questions: bool = False
    """Keep what people ask, redacted, for staff to learn from; off by default."""
    records_url: str = "sqlite:///var/records.sqlite"
    """The database they are kept in: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."""
    records_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 30
    """After so many days a kept question is deleted."""
    desk_users: Path | None = None
    """The password file of the desk for staff, written by `citewell desk add`; none by default."""
    desk_user_header: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")] | None = None
    """The header in which a trusted proxy names who has signed in, instead of passwords."""
    desk_session_minutes: Annotated[int, Field(ge=1, le=720)] = 60
    """After so many minutes without a request staff sign in again; after 12 hours anyway."""
    desk_report: Path | None = None
    """The folder of a report by `citewell evaluate --report`, for the desk to show."""

    @field_validator("*", mode="before")
    @classmethod
    def _says_something(cls, value: Any, info: ValidationInfo) -> Any:
        annotation = cls.model_fields[info.field_name or ""].annotation
        if isinstance(value, bool) and annotation is not bool:
            # It would pass for the number 1.
            raise ValueError("give a value, not true or false")
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and not text.strip():
                # An empty path is the folder one stands in, an empty sha256 checks nothing.
                raise ValueError("it is empty; give a value, or leave it out")
            if isinstance(text, str) and any(c < " " for c in text):
                raise ValueError("it holds a line break or another control character")
        return value

    @field_validator("frame_ancestors")
    @classmethod
    def _are_sites(cls, sites: tuple[str, ...]) -> tuple[str, ...]:
        # A browser drops a source that it can't read without a word, or takes `;` for an end.
        for site in sites:
            if not _SITE.fullmatch(site):
                raise ValueError(f"{site!r} is no site; write https://www.example.org, no path")
        return sites

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, language: str) -> str:
        # Any other would be read as English without a word.
        if not negotiate([language], fallback=""):
            raise ValueError(f"there are no messages in it; use one of {', '.join(LANGUAGES)}")
        return language

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        # uvicorn keeps what it can't read as a name, which no client's address ever is.
        for proxy in proxies if proxies != ("*",) else ():
            try:
                ip_network(proxy)
            except ValueError as error:
                raise ValueError(f"{error}; write 10.0.0.7, or 10.0.0.0/8") from error
        return proxies

    @model_validator(mode="after")
    def _trusts_no_stranger_with_the_desk(self) -> Self:
        if self.desk_user_header is not None and self.trusted_proxies == ("*",):
            raise ValueError(
                "`desk_user_header` lets in whom a trusted proxy names, and `trusted_proxies` "
                'trusts everybody ("*"); name the proxies'
            )
        return self

    @property
    def region_of_dates(self) -> str | None:
        """The region as whose people write dates; None where nothing says it."""
        return region_of(self.language, self.region)

    @property
    def has_desk(self) -> bool:
        """Say whether the operator has set how staff sign in; until then there is no desk."""
        return self.desk_users is not None or self.desk_user_header is not None


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; `overrides` win. Raises SettingsError naming the first bad one."""
    try:
        return Settings.model_validate(_from_file() | _from_environment() | overrides)
    except ValidationError as error:
        raise SettingsError(_fault(error)) from error


def load_usable_settings(names: Iterable[str]) -> Settings:
    """Read the settings of these names, each a single text; one that can't be used is left out.

    For what can't wait until an operator has mended the others.
    """
    try:
        given = _from_file()
    except SettingsError:
        given = {}
    given |= {name: os.environ[at] for name in names if (at := _variable(name)) in os.environ}
    return Settings(
        **{name: given[name] for name in names if name in given and _holds(name, given)}
    )


def _holds(name: str, given: Mapping[str, Any]) -> bool:
    try:
        Settings.model_validate({name: given[name]})
    except ValidationError:
        return False
    return True


def _variable(name: str) -> str:
    return _PREFIX + name.upper()


def _fault(error: ValidationError) -> str:
    """Say what is wrong with the first setting that is."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        return _unknown(name, Settings.model_fields)
    if first["type"] == "tuple_type":
        said = 'write a list: ["one", "two"]'
    # Of settings that don't go together none is the wrong one.
    found = f"setting {name!r} is {reprlib.repr(first['input'])}: " if name else ""
    return f"{found}{said}"


def _unknown(name: str, known: Collection[str]) -> str:
    # Imported late: slips are rare, and a start should not wait for what finds them.
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    remedy = f"did you mean {near[0]}?" if near else f"use one of {', '.join(sorted(known))}"
    return f"{name} is no setting; {remedy}"


def _from_file() -> dict[str, Any]:
    named = os.environ.get(_FILE_VARIABLE)
    path = Path(named or _FILE)
    try:
        if path.is_file():
            return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path} can't be read ({said_by(error)}); mend it") from error
    if named:
        remedy = "mend or unset it"
        raise SettingsError(f"{_FILE_VARIABLE} names {named}, which is no file; {remedy}")
    return {}


# pydantic-settings would do this, but a fifth of a cold start is what its import takes.
def _from_environment() -> dict[str, Any]:
    """Return the settings in the environment; a setting with many values is a JSON list there."""
    variables = {_variable(name): name for name in Settings.model_fields}
    found: dict[str, Any] = {}
    for variable, value in sorted(os.environ.items()):
        if not variable.startswith(_PREFIX) or variable == _FILE_VARIABLE:
            continue
        name = variables.get(variable)
        if name is None:
            raise SettingsError(_unknown(variable, [_FILE_VARIABLE, *variables]))
        many = get_origin(Settings.model_fields[name].annotation) is tuple
        found[name] = _listed(variable, value) if many else value
    return found


def _listed(variable: str, value: str) -> list[Any]:
    try:
        values = json.loads(value)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, list):
        raise SettingsError(f'{variable} is {reprlib.repr(value)}; write a list: ["one", "two"]')
    return values
