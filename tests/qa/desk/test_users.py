"""The password file keeps hashes alone, and tells nobody which names there are."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import commands
from qa.desk.users import Users
from qa.errors import SettingsError, UsersError

PASSWORD = "correct horse battery"  # noqa: S105


def test_a_password_is_verified_and_never_written(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "users"
    users = Users(file)
    users.add("ada", PASSWORD)
    users.add("grace@example.org", "another long password")
    assert users.verify("ada", PASSWORD)
    assert not users.verify("ada", "another long password")
    assert not users.verify("nobody", PASSWORD)
    assert not users.verify("nobody", "nobody's password")
    assert PASSWORD not in file.read_text()
    assert "$argon2id$" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_a_second_password_replaces_the_first_and_removing_ends_it(tmp_path: Path) -> None:
    users = Users(tmp_path / "users")
    users.add("ada", PASSWORD)
    users.add("ada", "another long password")
    assert users.names() == ["ada"]
    assert not users.verify("ada", PASSWORD)
    users.remove("ada")
    assert users.names() == []
    with pytest.raises(UsersError, match="there is no user 'ada'"):
        users.remove("ada")


@pytest.mark.parametrize(
    ("name", "password", "found"),
    [
        ("a:b", PASSWORD, "is not a valid name"),
        ("", PASSWORD, "is not a valid name"),
        ("a\nb", PASSWORD, "is not a valid name"),
        ("ada", "short", "has 5 characters"),
    ],
)
def test_what_can_not_be_used_is_refused(
    tmp_path: Path, name: str, password: str, found: str
) -> None:
    with pytest.raises(UsersError, match=found):
        Users(tmp_path / "users").add(name, password)
    assert not (tmp_path / "users").exists()


def test_a_line_that_is_no_hash_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "users").write_text("ada:plain text\neve:\n\nbroken line\n")
    users = Users(tmp_path / "users")
    for name in ("ada", "eve", "broken line"):
        assert not users.verify(name, "plain text")
        assert not users.verify(name, "")


@pytest.mark.parametrize("line", ["root:x:0:0:root:/root:/bin/bash", "ada:$2y$05$abc", "words"])
def test_a_file_that_is_another_programs_is_never_written(tmp_path: Path, line: str) -> None:
    (tmp_path / "users").write_text(f"{line}\n")
    users = Users(tmp_path / "users")
    with pytest.raises(UsersError, match="lines that are not `name:hash`"):
        users.add("eve", PASSWORD)
    with pytest.raises(UsersError, match="lines that are not `name:hash`"):
        users.remove(line.partition(":")[0])
    assert (tmp_path / "users").read_text() == f"{line}\n"


def test_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsersError, match=r"users: can't be written \(File exists\);"):
        Users(tmp_path / "file" / "users").add("ada", PASSWORD)


def test_an_unknown_name_takes_as_long_as_a_known_one(tmp_path: Path) -> None:
    users = Users(tmp_path / "users")
    users.add("ada", PASSWORD)

    def fastest(name: str) -> float:
        times = []
        for _ in range(3):
            started = time.perf_counter()
            users.verify(name, "wrong password")
            times.append(time.perf_counter() - started)
        return min(times)

    assert fastest("nobody") > 0.3 * fastest("ada")


def test_the_command_adds_lists_and_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "users"
    monkeypatch.setenv("CITEWELL_DESK_USERS", str(file))

    def run(*arguments: str, typed: str = "") -> str:
        done = CliRunner().invoke(
            commands, ["desk", *arguments], input=typed, catch_exceptions=False
        )
        assert done.exit_code == 0
        return done.stdout

    assert run("list") == "nobody may sign in\n"
    assert "ada may sign in" in run("add", "ada", typed=f"{PASSWORD}\n{PASSWORD}\n")
    run("add", "bob", "--password-stdin", typed="another long password\n")
    assert run("list", "--json") == '["ada", "bob"]\n'
    run("remove", "bob")
    assert run("list") == "ada\n"
    assert Users(file).verify("ada", PASSWORD)


def test_without_the_setting_the_command_says_so() -> None:
    with pytest.raises(SettingsError, match="desk_users"):
        CliRunner().invoke(commands, ["desk", "list"], catch_exceptions=False)
