"""`citewell records` exports, expires and deletes."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa.cli import commands
from qa.errors import RecordsError
from qa.records.database import open_database
from qa.records.record import record_of, to_the_hour
from qa.records.store import Store
from tests.qa.records.conftest import answer, noted


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    url = f"sqlite:///{tmp_path / 'records.sqlite'}"
    monkeypatch.setenv("CITEWELL_RECORDS_URL", url)
    store = Store(open_database(url))
    now = to_the_hour(datetime.now(UTC))
    for number, days in enumerate((0, 20, 40)):
        asked = noted(answer(), str(number), now - timedelta(days=days))
        store.add(record_of(asked, f"Question {number}?"))
    return store


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(
        commands, ["records", *arguments], input=stdin, catch_exceptions=False
    )


def test_export_writes_csv_or_json_to_a_file_or_out(filled: Store, tmp_path: Path) -> None:
    assert run("export").stdout.splitlines()[1].startswith("2,")
    lines = run("export", "--format", "json").stdout.splitlines()
    assert [json.loads(line)["question"] for line in lines] == [
        "Question 2?",
        "Question 1?",
        "Question 0?",
    ]
    out = tmp_path / "out.csv"
    assert run("export", "--out", str(out)).exit_code == 0
    assert len(out.read_text().splitlines()) == 4


def test_expire_deletes_what_is_older_than_the_days(filled: Store) -> None:
    assert json.loads(run("expire", "--json").stdout) == {"deleted": 1}
    assert run("expire", "--days", "10").stdout == "1 record deleted\n"
    assert [row["id"] for row in filled.rows()] == ["0"]


def test_more_days_than_records_are_ever_kept_are_no_days(filled: Store) -> None:
    refused = run("expire", "--days", "9999999999")
    assert (refused.exit_code, filled.count()) == (2, 3)


def test_delete_asks_first(filled: Store) -> None:
    assert run("delete", stdin="n\n").exit_code == 1
    assert filled.count() == 3
    assert run("delete", "--yes", "--json").exit_code == 0
    assert filled.count() == 0


def test_a_database_that_can_not_be_used_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWELL_RECORDS_URL", "mysql://host/x")
    with pytest.raises(RecordsError, match="mysql is not supported"):
        run("export")


@pytest.mark.parametrize("command", [["export"], ["expire"], ["delete", "--yes"]])
def test_a_database_that_is_not_there_is_named_and_not_made(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_RECORDS_URL", f"sqlite:///{tmp_path / 'lost' / 'records.sqlite'}")
    with pytest.raises(RecordsError, match=r"there is no such database.*fix `records_url`"):
        run(*command)
    assert list(tmp_path.iterdir()) == []
