"""The gate in front of everything: what isn't listed isn't there, and no body is too large.

Gradio opens routes that a page of quotes never needs (uploads, a fetcher of any address, saved
sessions, monitoring). They stay shut because only what is listed here passes.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.policy import (
    DATA_POLICY,
    HEADERS,
    REPORT_POLICY,
    page_policy,
    preview_policy,
)
from qa.web.problems import problem

# Gradio's files are named after what they hold: a visitor who comes back has them already.
_FOR_GOOD = "public, max-age=31536000, immutable"
_FOR_AN_HOUR = "public, max-age=3600"
_NOT_AT_ALL = "no-store"
_READ = frozenset({"GET", "HEAD"})
# Streams, which have no end to wait for.
_GET = frozenset({"GET"})
_POST = frozenset({"POST"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Paths that match `pattern` as a whole take `methods` and carry the policy `policy`.

    `kept` says how long a browser may keep what is there.
    """

    pattern: re.Pattern[str]
    methods: frozenset[str]
    policy: str
    kept: str = _NOT_AT_ALL


def rules(chat_policy: str, page_policy: str) -> list[Rule]:
    """List everything that can be requested; the first rule that matches counts."""
    listed = [
        (r"/", _READ, chat_policy),
        (r"/(theme\.css|config|manifest\.json|favicon\.ico|robots\.txt)", _READ, DATA_POLICY),
        (r"/gradio_api/(info|startup-events)", _READ, DATA_POLICY),
        (r"/gradio_api/heartbeat/[^/]+", _GET, DATA_POLICY),
        (r"/gradio_api/run/predict", _POST, DATA_POLICY),
        # gradio_client asks through the queue even where a function has none.
        (r"/gradio_api/queue/join", _POST, DATA_POLICY),
        (r"/gradio_api/queue/data", _GET, DATA_POLICY),
        (r"/(healthz|readyz|openapi\.json)", _READ, DATA_POLICY),
        (r"/api/v1/documents", _READ, DATA_POLICY),
        (r"/api/v1/(ask|feedback)", _POST, DATA_POLICY),
        (r"/citewell/[a-z0-9.-]+", _READ, DATA_POLICY),
        (r"/source(/.+)?", _READ, page_policy),
        (r"/widget(/[0-9a-f]{16})?\.js", _READ, DATA_POLICY),
        (r"/(embed|demo)", _READ, preview_policy()),
    ]
    files = [
        Rule(re.compile(r"/assets/.+"), _READ, DATA_POLICY, _FOR_GOOD),
        Rule(re.compile(r"/static/.+"), _READ, DATA_POLICY, _FOR_AN_HOUR),
    ]
    pages = [Rule(re.compile(pattern), methods, policy) for pattern, methods, policy in listed]
    return files + pages


def desk_rules(desk_policy: str) -> list[Rule]:
    """List what can be requested where staff have a desk; no other site may frame it."""
    listed = [
        (r"/desk(/(review|asked|indexes|quality)?)?", _READ, desk_policy),
        (r"/desk/(theme\.css|config)", _READ, DATA_POLICY),
        # Nothing that a page would ask for by itself: an open page keeps no session alive.
        (r"/desk/gradio_api/info", _READ, DATA_POLICY),
        (r"/desk/gradio_api/run/predict", _POST, DATA_POLICY),
        (r"/desk/sign-in", _READ | _POST, page_policy(())),
        (r"/desk/sign-out", _POST, page_policy(())),
        (r"/desk/asked\.csv", _READ, DATA_POLICY),
        (r"/desk/report", _READ, REPORT_POLICY),
    ]
    return [Rule(re.compile(pattern), methods, policy) for pattern, methods, policy in listed]


class Guard:
    """Lets listed paths, methods and bodies of at most `most_bytes` through to `app`.

    `missing` makes the page for a reader whose browser asks for one that isn't there, in the
    languages of its Accept-Language; programs get a problem.
    """

    def __init__(
        self,
        app: ASGIApp,
        allowed: Iterable[Rule],
        most_bytes: int,
        missing: Callable[[str | None], Response],
    ) -> None:
        self._app, self._rules, self._most_bytes = app, tuple(allowed), most_bytes
        self._missing = missing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        rule = self._rule_for(scope["path"])
        guarded = _with_headers(send, rule)
        refusal = _refusal(rule, scope["method"])
        if rule is None and scope["method"] == "GET":
            asked = Headers(scope=scope)
            if "text/html" in asked.get("accept", ""):
                refusal = self._missing(asked.get("accept-language"))
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        if scope["method"] == "HEAD":
            # Routes know GET alone: their answer without its body is what HEAD asks for.
            await self._app({**scope, "method": "GET"}, receive, _bodiless(guarded))
            return
        if scope["method"] != "POST":
            await self._app(scope, receive, guarded)
            return
        body = await self._body(receive)
        if body is None:
            too_large = problem(413, f"a request has at most {self._most_bytes} bytes")
            too_large.headers["Connection"] = "close"
            await too_large(scope, receive, guarded)
            return
        await self._app(scope, replay(body, receive), guarded)

    def _rule_for(self, path: str) -> Rule | None:
        # A path is matched as the routes behind match it: decoded once, dots and all.
        if ".." in path.split("/"):
            return None
        return next((rule for rule in self._rules if rule.pattern.fullmatch(path)), None)

    async def _body(self, receive: Receive) -> bytes | None:
        """Return the whole body, or None where it is too large or the client has gone."""
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self._most_bytes:
                return None
        return bytes(body)


def _refusal(rule: Rule | None, method: str) -> Response | None:
    if rule is None:
        return problem(404, "there is nothing at this address")
    if method not in rule.methods:
        allow = ", ".join(sorted(rule.methods))
        return problem(405, f"this address takes {allow}", {"Allow": allow})
    return None


def _with_headers(send: Send, rule: Rule | None) -> Send:
    policy = rule.policy if rule else DATA_POLICY

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            # A page that has its own policy (one with a nonce, say) keeps it.
            headers.setdefault("Content-Security-Policy", policy)
            found = message["status"] in (200, 304)
            headers.setdefault("Cache-Control", rule.kept if rule and found else _NOT_AT_ALL)
        await send(message)

    return send_with_headers


def _bodiless(send: Send) -> Send:
    async def send_bodiless(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_bodiless


def replay(body: bytes, receive: Receive) -> Receive:
    """Return what hands out a `body` that was read already, and then goes on with `receive`."""
    sent = False

    async def receive_replayed() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_replayed
