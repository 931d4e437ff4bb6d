"""A setting of the desk that leads to nothing is named, by `doctor` and when a server starts."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import commands
from qa.desk.faults import faults
from qa.desk.users import Users
from qa.doctor import examine
from qa.settings import Settings
from tests.conftest import TODAY


def named(settings: Settings) -> list[str]:
    findings = examine(settings, lambda: TODAY)
    told = [f"{f.found}; {f.remedy}" for f in findings if f.check == "desk" and f.remedy]
    assert told == [f"{found}; {remedy}" for found, remedy in faults(settings)]
    return told


def test_a_password_file_that_is_not_there_is_named_until_somebody_stands_in_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "lost" / "users"
    settings = Settings(desk_users=file)
    (told,) = named(settings)
    assert told == (
        f"`desk_users` names {file}, which doesn't exist: nobody can sign in; "
        "fix the setting, or add somebody with `citewell desk add NAME`"
    )
    assert not file.parent.exists()
    users = Users(file)
    users.add("ada", "correct horse battery")
    assert named(settings) == []
    users.remove("ada")
    (told,) = named(settings)
    assert "names nobody" in told


@pytest.mark.parametrize(
    ("holds", "found"), [(None, "can't be read"), (b"\xff\xfe", "is not text in UTF-8")]
)
def test_a_password_file_that_cannot_be_read_is_named(
    holds: bytes | None, found: str, tmp_path: Path
) -> None:
    if holds is not None:
        (tmp_path / "users").write_bytes(holds)
    (told,) = named(Settings(desk_users=tmp_path / "users" if holds else tmp_path))
    assert found in told


def test_a_folder_without_a_report_is_named(tmp_path: Path) -> None:
    settings = Settings(desk_user_header="X-Staff", desk_report=tmp_path / "report")
    (told,) = named(settings)
    assert "`desk_report` names" in told
    assert f"--report {tmp_path / 'report'}" in told
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "report.html").write_text("<main></main>")
    assert named(settings) == []
    (told,) = named(Settings(desk_report=tmp_path / "report"))
    assert "there is no desk" in told


def test_a_server_that_starts_names_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWELL_DESK_USERS", str(tmp_path / "users"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        # It goes no further than that: the port isn't free.
        port = str(taken.getsockname()[1])
        started = CliRunner().invoke(commands, ["serve", "--port", port])
    assert started.exit_code == 1
    assert f"citewell: `desk_users` names {tmp_path / 'users'}" in started.stderr
