"""Opening: upgraded once, by one process at a time, and refused in a sentence where it can't be."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from qa.errors import NoRecordsError, RecordsError
from qa.records.database import open_database
from qa.records.tables import METADATA


def columns_of(url: str) -> dict[str, set[str]]:
    engine = open_database(url)
    found = inspect(engine)
    columns = {t: {c["name"] for c in found.get_columns(t)} for t in found.get_table_names()}
    engine.dispose()
    return columns


def test_migrations_make_the_tables_that_are_written_to(url: str) -> None:
    expected = {t.name: {c.name for c in t.columns} for t in METADATA.sorted_tables}
    assert columns_of(url) == expected | {"citewell_version": {"version_num"}}
    # A second start finds nothing to do.
    assert columns_of(url) == expected | {"citewell_version": {"version_num"}}


def test_looking_makes_no_tables(url: str, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "records.sqlite"
    file.parent.mkdir()
    file.touch()
    with pytest.raises(NoRecordsError, match="it has no tables, so nothing is kept in it"):
        open_database(url, make=False)
    engine = create_engine(url.replace("postgresql:", "postgresql+pg8000:"))
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_processes_that_start_together_upgrade_once(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        found = pool.map(columns_of, [url] * 3)
    assert found[0] == found[1] == found[2]
    assert "citewell_records" in found[0]


def test_a_newer_database_is_refused_and_left_alone(url: str) -> None:
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE citewell_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(RecordsError, match=r"a newer citewell wrote it \(tables of version 9999\)"):
        open_database(url)
    with pytest.raises(RecordsError):
        open_database(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(RecordsError, match="file is not a database"):
        open_database(f"sqlite:///{file}")


def test_tables_changed_by_hand_are_found_when_opening(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    open_database(f"sqlite:///{file}").dispose()
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE citewell_urgent")
    with pytest.raises(RecordsError, match="no such table"):
        open_database(f"sqlite:///{file}")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("records.sqlite", "it is not a database URL"),
        ("mysql://host/name", "mysql is not supported"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str, found: str) -> None:
    with pytest.raises(RecordsError, match=found):
        open_database(url)


def test_a_server_that_is_not_there_is_an_error_without_the_password() -> None:
    with pytest.raises(RecordsError) as raised:
        open_database("postgresql://staff:secret@127.0.0.1:1/records")
    assert "secret" not in str(raised.value)
    assert "127.0.0.1:1/records" in str(raised.value)


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    open_database(f"sqlite:///{file}").dispose()
    assert file.stat().st_mode & 0o077 == 0


def test_what_was_deleted_is_not_in_the_file_any_more(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    engine = open_database(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO citewell_urgent VALUES ('2026-11-22', 'heather', 1)"))
    assert b"heather" in file.read_bytes()
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM citewell_urgent"))
    engine.dispose()
    assert b"heather" not in file.read_bytes()
