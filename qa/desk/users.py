"""The password file: one `name:hash` a line, hashed by Argon2id, changed by `citewell desk`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock

from index.durable import replace_text
from qa.errors import UsersError

LEAST_CHARACTERS = 12
_MOST_CHARACTERS = 1000
_HASHED = "$argon2id$"
_NAME = re.compile(r"[\w.@+-]{1,64}")


class Users:
    """The users of one password file, read anew whenever somebody signs in."""

    def __init__(self, file: Path) -> None:
        self._file, self._hasher = file, PasswordHasher()
        # What an unknown name is compared with, so that it takes as long as a known one.
        self._nobody = self._hasher.hash("nobody's password")

    def names(self) -> list[str]:
        """Return the names, in order."""
        return sorted(self._read())

    def add(self, name: str, password: str) -> None:
        """Add a user, or give one another password; raises UsersError for what can't be used."""
        if not _NAME.fullmatch(name):
            raise UsersError(
                self._file, f"{name!r} is not a valid name", "use letters, digits and . @ + -"
            )
        if not LEAST_CHARACTERS <= len(password) <= _MOST_CHARACTERS:
            found = f"the password has {len(password)} characters"
            raise UsersError(self._file, found, f"use at least {LEAST_CHARACTERS}")
        with self._changing() as users:
            users[name] = self._hasher.hash(password)

    def remove(self, name: str) -> None:
        """Remove a user; raises UsersError where there is none of that name."""
        with self._changing() as users:
            if name not in users:
                raise UsersError(
                    self._file, f"there is no user {name!r}", "see `citewell desk list`"
                )
            del users[name]

    def verify(self, name: str, password: str) -> bool:
        """Say whether this is the user's password; takes as long for an unknown name."""
        kept = self._read().get(name)
        try:
            self._hasher.verify(kept or self._nobody, password[:_MOST_CHARACTERS])
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    @contextmanager
    def _changing(self) -> Iterator[dict[str, str]]:
        """Yield the users to be changed, then write them; no other process can do so meanwhile."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._file}.lock", timeout=10, mode=0o600):
                users = self._read()
                if not all(kept.startswith(_HASHED) for kept in users.values()):
                    # Whose file it is would be lost, were it written anew.
                    found = "holds lines that are not `name:hash` by Argon2id"
                    raise UsersError(self._file, found, "set `desk_users` to a file of its own")
                yield users
                self._write(users)
        except OSError as error:
            found = f"can't be written ({error.strerror or error})"
            raise UsersError(self._file, found, "let this user write there") from error

    def _read(self) -> dict[str, str]:
        try:
            lines = self._file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        except OSError as error:
            found = f"can't be read ({error.strerror})"
            raise UsersError(self._file, found, "set `desk_users` to a file of its own") from error
        except UnicodeDecodeError as error:
            found = f"is not text in UTF-8 ({error})"
            raise UsersError(self._file, found, "set `desk_users` to a file of its own") from error
        entries = (line.partition(":") for line in lines if line.strip())
        return {name.strip(): kept.strip() for name, _, kept in entries}

    def _write(self, users: dict[str, str]) -> None:
        text = "".join(f"{name}:{users[name]}\n" for name in sorted(users))
        replace_text(self._file, text)
        self._file.chmod(0o600)
