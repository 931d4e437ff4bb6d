"""Open the database that the settings name, brought up to this version's tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from qa.errors import NoRecordsError, RecordsError
from qa.records.tables import METADATA

_VERSION_TABLE = "citewell_version"
_WAIT_SECONDS = 30
# Any number will do that no other program on the server takes: "citewell" on a phone's keys.
_POSTGRES_LOCK = 24839355


def open_database(url: str, *, make: bool = True) -> Engine:
    """Connect and upgrade; raises RecordsError that never repeats a password.

    What isn't there is made, file and tables, unless `make` is false.
    """
    parsed = _parse(url)
    shown = parsed.render_as_string(hide_password=True)
    file = _file(parsed)
    if not make and file is not None and not file.exists():
        raise NoRecordsError(shown, "there is no such database")
    try:
        with _alone(parsed):
            engine = _engine(parsed)
            _upgrade(engine, shown, make=make)
    except ModuleNotFoundError as error:
        remedy = "install citewell[postgresql]"
        raise RecordsError(shown, f"the driver {error.name!r} is missing", remedy) from error
    except (SQLAlchemyError, CommandError, OSError) as error:
        raise RecordsError(shown, f"it can't be used ({reason_of(error)})") from error
    return engine


def reason_of(error: Exception) -> str:
    """Return what went wrong in one line, without the statement and its values."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(cause).split())


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        found = "it is not a database URL"
        raise RecordsError(url.partition(":")[0], found, "write sqlite:/// or postgresql://") from (
            error
        )
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        found = f"{backend} is not supported"
        raise RecordsError(backend, found, "write sqlite:/// or postgresql://")
    if parsed.drivername == "postgresql":
        return parsed.set(drivername="postgresql+pg8000")
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _WAIT_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    # Python's own transactions leave tables half made when a migration is killed.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten, and can't be read out of the file.
    connection.execute("PRAGMA secure_delete = ON")


def _file(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


@contextmanager
def _alone(url: URL) -> Iterator[None]:
    """Let one process at a time upgrade a file, which only its owner may read."""
    file = _file(url)
    if file is None:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{file}.lock", timeout=_WAIT_SECONDS, mode=0o600):
        file.touch(mode=0o600)
        yield


def _upgrade(engine: Engine, shown: str, *, make: bool) -> None:
    with as_file(files("qa.records") / "migrations") as folder, engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        with connection.begin():
            if engine.dialect.name == "postgresql":
                # Held until the end of the transaction, however it ends.
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_POSTGRES_LOCK})"))
            heads = _heads(connection)
            if not make and not heads:
                raise NoRecordsError(shown, "it has no tables")
            _refuse_newer(heads, ScriptDirectory.from_config(config), shown)
            command.upgrade(config, "head")
            for table in METADATA.sorted_tables:
                # Tables that somebody changed by hand are found now, not at the first question.
                connection.execute(select(table).limit(1))


def _heads(connection: Connection) -> tuple[str, ...]:
    """Return the versions of the tables that are there: none, or one."""
    context = MigrationContext.configure(connection, opts={"version_table": _VERSION_TABLE})
    return context.get_current_heads()


def _refuse_newer(heads: Sequence[str], scripts: ScriptDirectory, shown: str) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    for head in heads:
        if head not in known:
            found = f"a newer citewell wrote it (tables of version {head})"
            raise RecordsError(shown, found, "install that version, or name another database")
