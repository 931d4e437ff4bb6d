"""What an operator can set: in `citewell.toml`, or as CITEWELL_... in the environment (it wins)."""

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
_PATH = re.compile(r"(/(?!\.+(/|$))[A-Za-z0-9._-]+)+")
# What is right below the chat's address; see `qa/web/guard.py`.
_OUR_OWN = re.compile(
    "/(api|assets|citewell|config|demo|desk|embed|gradio_api|healthz|readyz|source|static|widget)"
    "(/.*)?"
)
MOST_DAYS = 3650  # Ten years: nobody learns anything from older questions.
_Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Settings(BaseModel):
    """Every setting with its default; a name that isn't listed here is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: Annotated[tuple[Path, ...], Field(min_length=1)] = (BUNDLED,)
    """The files and folders that `build` reads if none are named."""
    index_root: Path = Path("var/indexes")
    """The folder for built indexes."""
    keep_indexes: Annotated[int, Field(ge=1, le=1000)] = 3
    """How many versions to keep for a rollback, including the current one."""
    encoder: str = BUNDLED_NAME
    """The bundled model, a folder, or the name of any sentence-transformers model."""
    encoder_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    """The sha256 that the weights of a model of your own must have."""
    build_precision: Literal["auto", "float32"] = "auto"
    """The precision that pages are embedded in; "auto" is bfloat16 for many pages, if the processor
    has it."""
    encoder_cache: Path = Path("var/cache/encoders")
    """A cache that makes the encoder load faster; it can be deleted at any time."""
    calibration: Path | None = None
    """The file that `citewell calibrate` wrote for your own pages; it adjusts every confidence."""
    threshold: _Probability = 0.5
    """A passage is quoted only if it is at least this likely to answer, and nothing if none is."""
    depth: Annotated[int, Field(ge=1, le=1000)] = 50
    """How many passages to consider before the best are returned."""
    reader: str = "bundled"
    """A second judge of the best passages: "bundled" for the one in the package, the name or
    path of a cross-encoder on this machine, or "off"."""
    reader_weights: Path | None = None
    """The folder that `python -m qa.training weigh` wrote, for a reader other than "bundled"."""
    language: str = "en"
    """The language of the fixed texts if there is none that the browser asks for; its region
    (en-GB), or else `region`, decides how dates are written."""
    messages: Path | None = None
    """A file with your own wording for any of the fixed texts, one table for each language."""
    region: str | None = None
    """Where your readers live (GB, US ...): decides which services an emergency or a crisis is sent
    to, and how dates are written."""
    contacts: Path | None = None
    """A file with your own services, in the form of `qa/messages/contacts.toml`."""
    contacts_confirmed: bool = False
    """Set this once somebody has checked each service that `doctor` lists."""
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    """The address that `serve` listens on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 7860
    """The port that `serve` listens on; 0 picks a free one."""
    base_path: str = ""
    """The path that everything is below on your site (/help), where it has no host of its own."""
    frame_ancestors: tuple[str, ...] = ()
    """The sites (https://example.org) that may show the chat in a frame; none by default."""
    example_questions: tuple[str, ...] = ()
    """Questions to offer in an empty chat; by default it offers sections of the pages."""
    questions_per_minute: Annotated[int, Field(ge=0)] = 120
    """How many questions one client address may ask per minute; 0 for no limit."""
    most_body_bytes: Annotated[int, Field(ge=16384)] = 524288
    """The largest request body that is read."""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1",)
    """The reverse proxies that are trusted to state a client's address."""
    record_questions: bool = False
    """Keep the questions that people ask, redacted, for staff to learn from; off by default."""
    records_url: str = "sqlite:///var/records.sqlite"
    """The database to keep them in: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."""
    records_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 30
    """How many days a question is kept before it is deleted."""
    desk_users: Path | None = None
    """The password file of the desk for staff, written by `citewell desk add`; none by default."""
    desk_user_header: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")] | None = None
    """The header in which a trusted proxy names who has signed in, instead of passwords."""
    desk_session_minutes: Annotated[int, Field(ge=1, le=720)] = 60
    """Staff must sign in again after this many minutes without a request, and after 12 hours in any
    case."""
    desk_report: Path | None = None
    """The folder of a report by `citewell evaluate --report` for the desk to show."""

    @field_validator("*", mode="before")
    @classmethod
    def _says_something(cls, value: Any, info: ValidationInfo) -> Any:
        annotation = cls.model_fields[info.field_name or ""].annotation
        if isinstance(value, bool) and annotation is not bool:
            # Pydantic would take it for the number 1.
            raise ValueError("give a value, not true or false")
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and not text.strip():
                # An empty path means the working folder, and an empty sha256 checks nothing.
                raise ValueError("it is empty; give a value, or leave it out")
            if isinstance(text, str) and any(c < " " for c in text):
                raise ValueError("it holds a line break or another control character")
        return value

    @field_validator("frame_ancestors")
    @classmethod
    def _are_sites(cls, sites: tuple[str, ...]) -> tuple[str, ...]:
        # A browser silently drops a source that it can't read, and ends the list at a `;`.
        for site in sites:
            if not _SITE.fullmatch(site):
                raise ValueError(f"{site!r} is not a site; write https://www.example.org, no path")
        return sites

    @field_validator("base_path")
    @classmethod
    def _is_a_path(cls, path: str) -> str:
        path = path.rstrip("/")
        if path and not _PATH.fullmatch(path):
            raise ValueError(f"{path!r} is no path; write /help, with letters, digits, . _ and -")
        if _OUR_OWN.fullmatch(path):
            # A request for what is there could mean either.
            raise ValueError(f"{path} begins as addresses of ours do; choose another")
        return path

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, language: str) -> str:
        # Any other would silently be read as English.
        if not negotiate([language], fallback=""):
            raise ValueError(f"there are no messages in it; use one of {', '.join(LANGUAGES)}")
        return language

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        # uvicorn would keep it as a host name, which never matches a client's address.
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
    """Read the settings called `names`, each a single text; leave out what can't be used.

    For what must work before an operator has fixed the others.
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
    """Say what is wrong with the first setting that is not usable."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        return _unknown(name, Settings.model_fields)
    if first["type"] == "tuple_type":
        said = 'write a list: ["one", "two"]'
    # Where two settings contradict each other, neither is the wrong one.
    found = f"setting {name!r} is {reprlib.repr(first['input'])}: " if name else ""
    return f"{found}{said}"


def _unknown(name: str, known: Collection[str]) -> str:
    # Imported late: typing errors are rare, and a start should not wait for this.
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    remedy = f"did you mean {near[0]}?" if near else f"use one of {', '.join(sorted(known))}"
    return f"{name} is not a setting; {remedy}"


def _from_file() -> dict[str, Any]:
    named = os.environ.get(_FILE_VARIABLE)
    path = Path(named or _FILE)
    try:
        if path.is_file():
            return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path} can't be read ({said_by(error)}); fix it") from error
    if named:
        remedy = "fix or unset it"
        raise SettingsError(f"{_FILE_VARIABLE} names {named}, which is not a file; {remedy}")
    return {}


# pydantic-settings would do this, but importing it takes a fifth of a cold start.
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
