"""Who may see the desk: a session by password, or a name that a trusted proxy vouches for."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from urllib.parse import parse_qsl, urlsplit

from fastapi import HTTPException, Request
from fastapi.responses import Response
from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from qa.desk.users import Users
from qa.settings import Settings
from qa.web.desk.sessions import Sessions
from qa.web.proxies import is_from_trusted_proxy
from qa.web.rate import address_of

COOKIE = "citewell_desk"
TOKEN = "token"  # noqa: S105 - the name of a field, no secret.
_ATTEMPTS = "5/minute;30/hour"
_MOST_FIELDS = 50


class TooManyAttemptsError(Exception):
    """Somebody tries passwords faster than a person mistypes them."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in, and the token that whatever they send must carry."""

    user: str
    token: str
    by_password: bool


class Access:
    """Lets staff in, and nobody else."""

    def __init__(self, settings: Settings, clock: Callable[[], float]) -> None:
        self._header, self.base = settings.desk_user_header, settings.base_path
        self._users = Users(settings.desk_users) if settings.desk_users else None
        self.sessions = Sessions(settings.desk_session_minutes * 60.0, clock)
        self._attempts, self._window = (
            parse_many(_ATTEMPTS),
            MovingWindowRateLimiter(MemoryStorage()),
        )
        self._verifying = Lock()

    @property
    def takes_passwords(self) -> bool:
        """Say whether there is a password file to sign in with."""
        return self._users is not None

    def staff(self, request: Request) -> Staff | None:
        """Return who sends `request`; None where nobody is signed in. Keeps a session alive."""
        named = self._named_by_proxy(request)
        user = named or self._named_by_session(request)
        if user is None:
            return None
        token = self.sessions.token(_bound_to(request, user))
        return Staff(user, token, by_password=named is None)

    def is_token(self, request: Request, staff: Staff, token: str) -> bool:
        """Say whether `token` was made for the session of `request`, by us."""
        return self.sessions.is_token(_bound_to(request, staff.user), token)

    def sign_in(self, request: Request, name: str, password: str) -> str | None:
        """Return the cookie of a new session, or None where name or password is wrong.

        Raises TooManyAttemptsError; only wrong ones are counted.
        """
        address = address_of(request.client)
        # One at a time, or all of a burst would be tried before the first is counted.
        with self._verifying:
            if not all(self._window.test(limit, address) for limit in self._attempts):
                raise TooManyAttemptsError
            if self._users is not None and self._users.verify(name, password):
                return self.sessions.start(name)
            for limit in self._attempts:
                self._window.hit(limit, address)
        return None

    def sign_out(self, request: Request, response: Response) -> None:
        """End the session of `request`, and have the browser forget it."""
        self.sessions.end(request.cookies.get(COOKIE))
        response.delete_cookie(COOKIE, path=f"{self.base}/desk", httponly=True, samesite="strict")

    def _named_by_proxy(self, request: Request) -> str | None:
        if self._header is None or not is_from_trusted_proxy(request.scope):
            return None
        # A proxy that adds its own to what a client sent names two: nobody knows which is whose.
        named = request.headers.getlist(self._header)
        return named[0].strip()[:100] or None if len(named) == 1 else None

    def _named_by_session(self, request: Request) -> str | None:
        if self._users is None:
            return None
        user = self.sessions.user(request.cookies.get(COOKIE))
        # Whoever is removed from the file is out at once.
        return user if user is not None and user in self._users.names() else None


def _bound_to(request: Request, user: str) -> str:
    return f"{user}:{request.cookies.get(COOKIE, '')}"


def set_cookie(request: Request, response: Response, cookie: str, base: str) -> None:
    """Hand the browser its session: for the desk alone, out of reach of scripts and other sites.

    The desk stands below the path `base`.
    """
    secure, path = request.url.scheme == "https", f"{base}/desk"
    response.set_cookie(COOKIE, cookie, path=path, httponly=True, samesite="strict", secure=secure)


def is_from_another_site(request: Request) -> bool:
    """Say whether a browser says that another site's page has sent `request`."""
    site, origin = (request.headers.get(name) for name in ("sec-fetch-site", "origin"))
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


async def read_form(request: Request) -> dict[str, str]:
    """Read a form without files; of a field sent twice the last counts."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/x-www-form-urlencoded":
        raise HTTPException(415, "the body must be a form")
    try:
        body = (await request.body()).decode("utf-8")
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(422, "the form can't be read") from error
