"""What an operator may set: `citewell.toml`, or CITEWELL_... in the environment, which wins."""

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from corpus.bundled import BUNDLED
from index.model_files import BUNDLED_NAME
from qa.errors import SettingsError

_PREFIX = "CITEWELL_"
_FILE_VARIABLE = "CITEWELL_CONFIG"
_FILE = "citewell.toml"
_Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Settings(BaseSettings):
    """Every setting, with its default; a name that isn't listed here is refused."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    sources: tuple[Path, ...] = (BUNDLED,)
    """Files and folders that `build` reads where none are named."""
    index_root: Path = Path("var/indexes")
    """Where built indexes are kept."""
    keep_indexes: Annotated[int, Field(ge=1, le=1000)] = 3
    """How many versions a build leaves to go back to, the current one included."""
    encoder: str = BUNDLED_NAME
    """The bundled model, a folder, or the name of any sentence-transformers model."""
    encoder_sha256: str | None = None
    """The sha256 that another model's weights must have."""
    encoder_cache: Path = Path("var/cache/encoders")
    """Where what speeds an encoder's start up is kept; it can be deleted at any time."""
    calibration: Path | None = None
    """What `citewell calibrate` wrote for the publisher's own pages; for every confidence."""
    threshold: _Probability = 0.5
    """Below this probability that the first passage answers, nothing is quoted."""
    depth: Annotated[int, Field(ge=1, le=1000)] = 50
    """How many passages are considered before the best are returned."""
    reader: str = "off"
    """A second judge of the best passages: the name or path of a cross-encoder on this machine,
    "bundled" for trained weights kept in the package, or "off"."""
    reader_weights: Path | None = None
    """The folder that `python -m qa.training weigh` wrote for the reader."""
    language: str = "en"
    """The language of messages where a browser asks for none that there is."""
    messages: Path | None = None
    """A file with lines of your own in place of the fixed texts, a table for each language."""
    region: str | None = None
    """Where your readers live (GB, US ...): decides whom an emergency or a crisis is sent to."""
    contacts: Path | None = None
    """A file with services of your own, in the form of `qa/messages/contacts.toml`."""
    contacts_confirmed: bool = False
    """Set it when somebody has checked each service that `doctor` lists."""
    host: str = "127.0.0.1"
    """The address that `serve` listens on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 7860
    """The port that `serve` listens on; 0 takes a free one."""
    frame_ancestors: tuple[str, ...] = ()
    """The sites (https://example.org) that may show the chat in a frame; none by default."""
    example_questions: tuple[str, ...] = ()
    """Questions that the empty chat offers; by default it offers sections of the pages."""
    questions_per_minute: Annotated[int, Field(ge=0)] = 120
    """How often one client address may ask in a minute; 0 for no limit."""
    most_body_bytes: Annotated[int, Field(ge=4096)] = 524288
    """The largest request that is read."""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1",)
    """The addresses of reverse proxies whose word on a client's address is taken."""

    record_questions: bool = False
    """Keep what people ask, redacted, for staff to learn from; off by default."""
    records_url: str = "sqlite:///var/records.sqlite"
    """The database they are kept in: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."""
    records_days: Annotated[int, Field(ge=1, le=3650)] = 30
    """After so many days a kept question is deleted."""

    desk_users: Path | None = None
    """The password file of the desk for staff, written by `citewell desk add`; none by default."""
    desk_user_header: str | None = None
    """The header in which a trusted proxy names who has signed in, instead of passwords."""
    desk_session_minutes: Annotated[int, Field(ge=1, le=720)] = 60
    """After so many minutes without a request staff sign in again; after 12 hours anyway."""
    desk_report: Path | None = None
    """The folder of a report by `citewell evaluate --report`, for the desk to show."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        file = Path(os.environ.get(_FILE_VARIABLE, _FILE))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; `overrides` win. Raises SettingsError naming the first bad one."""
    named = os.environ.get(_FILE_VARIABLE)
    if named and not Path(named).is_file():
        raise SettingsError(f"{_FILE_VARIABLE} names {named}, which is not there; mend or unset it")
    known = {_FILE_VARIABLE, *(_PREFIX + name.upper() for name in Settings.model_fields)}
    unknown = sorted(v for v in os.environ if v.startswith(_PREFIX) and v not in known)
    if unknown:
        raise SettingsError(f"{unknown[0]} is no setting; use one of {', '.join(sorted(known))}")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        fields = ", ".join(Settings.model_fields)
        raise SettingsError(f"setting {name!r}: {first['msg']}; known: {fields}") from error
    except ValueError as error:
        raise SettingsError(f"{_FILE} can't be read ({error}); mend it") from error
