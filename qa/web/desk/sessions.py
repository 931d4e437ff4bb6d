"""Who is signed in: kept in memory, so that a restart signs everybody out."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from itsdangerous import BadSignature, Signer

LONGEST_SECONDS = 12 * 3600.0
_MOST = 500


@dataclass(frozen=True, slots=True)
class _Session:
    user: str
    started: float
    seen: float


class Sessions:
    """Sessions that end `idle_seconds` after their last request, and after twelve hours anyway."""

    def __init__(self, idle_seconds: float, clock: Callable[[], float]) -> None:
        self._idle, self._clock = idle_seconds, clock
        key = secrets.token_bytes(32)
        self._signer, self._forms = Signer(key, salt="session"), Signer(key, salt="form")
        self._held: dict[str, _Session] = {}
        self._lock = Lock()

    def start(self, user: str) -> str:
        """Return the cookie's value for a new session."""
        session_id, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._held = {i: s for i, s in self._held.items() if self._lives(s, now)}
            if len(self._held) >= _MOST:
                del self._held[min(self._held, key=lambda i: self._held[i].seen)]
            self._held[session_id] = _Session(user, now, now)
        return self._signer.sign(session_id).decode()

    def user(self, cookie: str | None) -> str | None:
        """Return who is signed in with this cookie, and keep the session alive; else None."""
        session_id, now = self._id(cookie), self._clock()
        with self._lock:
            session = self._held.get(session_id)
            if session is None or not self._lives(session, now):
                self._held.pop(session_id, None)
                return None
            self._held[session_id] = replace(session, seen=now)
            return session.user

    def end(self, cookie: str | None) -> None:
        """End the session; the cookie is good for nothing afterwards."""
        with self._lock:
            self._held.pop(self._id(cookie), None)

    def token(self, bound_to: str) -> str:
        """Return the token that a form must carry; only somebody who can read our pages has it."""
        return self._forms.get_signature(bound_to).decode()

    def is_token(self, bound_to: str, token: str) -> bool:
        """Say whether a form carries the token that was made for this session."""
        return self._forms.verify_signature(bound_to, token)

    def _id(self, cookie: str | None) -> str:
        try:
            return self._signer.unsign(cookie or "").decode()
        except (BadSignature, UnicodeDecodeError):
            return ""

    def _lives(self, session: _Session, now: float) -> bool:
        return now - session.seen < self._idle and now - session.started < LONGEST_SECONDS
