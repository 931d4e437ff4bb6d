"""The desk is off until sign-in is set, and open to nobody who hasn't signed in."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from qa.desk.users import Users
from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web import problems
from qa.web.app import create_app
from qa.web.desk import Desk, add_desk
from qa.web.desk.access import COOKIE
from qa.web.desk.gate import TOKEN_HEADER
from qa.web.desk.sessions import LONGEST_SECONDS
from qa.web.gradio_app import make_gradio_app
from qa.web.guard import Guard, desk_rules
from qa.web.holder import Holder
from qa.web.languages import Languages
from qa.web.noting import UNNOTED
from qa.web.proxies import BehindProxies
from qa.web.rate import QuestionRate
from qa.web.shared import Shared
from tests.qa.web.desk.conftest import NAME, PASSWORD, Clock

PATHS = ["/desk", "/desk/review", "/desk/asked", "/desk/indexes", "/desk/quality"]
FILES = ["/desk/report", "/desk/asked.csv"]
# What Gradio's own script asks for, and where all that staff do is sent.
CALLS = [
    "/desk/config",
    "/desk/theme.css",
    "/desk/gradio_api/info",
]
ACT = "/desk/gradio_api/run/predict"
Make = Callable[..., TestClient]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(article: Assistant, tmp_path: Path, clock: Clock) -> Make:
    Users(tmp_path / "users").add(NAME, PASSWORD)

    def make_one(peer: str = "testclient", scheme: str = "http", **more: object) -> TestClient:
        given: dict[str, object] = {"desk_users": tmp_path / "users"}
        chosen = Settings.model_validate(given | more)
        app = FastAPI()
        problems.install(app)
        desk = Desk.of(chosen, Holder(article), Languages("en"), clock, None)
        rules = desk_rules(add_desk(app, desk))
        # In the place of Gradio: what comes this far has passed the gate.
        app.post(ACT)(lambda: {"data": []})
        guarded = Guard(desk.gate(app), rules, chosen.most_body_bytes)
        return TestClient(
            BehindProxies(guarded, chosen.trusted_proxies),
            f"{scheme}://desk.example",
            follow_redirects=False,
            client=(peer, 50000),
        )

    return make_one


def sign_in(client: TestClient, name: str = NAME, password: str = PASSWORD) -> Response:
    return client.post("/desk/sign-in", data={"name": name, "password": password})


def token_of(client: TestClient, **headers: str) -> str:
    page = client.get("/desk", headers=headers).text
    return page.split('data-token="')[1].split('"')[0]


def act(client: TestClient, token: str, **more: str) -> Response:
    headers = {TOKEN_HEADER: token} | {name.replace("_", "-"): text for name, text in more.items()}
    return client.post(ACT, json={"data": []}, headers=headers)


def test_there_is_no_desk_until_sign_in_is_set(article: Assistant) -> None:
    client = TestClient(create_app(Holder(article), Settings(), lambda: 0.0))
    for path in [*PATHS, *FILES, "/desk/sign-in", "/desk/anything", "/desk/"]:
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def test_the_chat_beside_a_desk_sets_no_cookie_and_the_desk_is_there(
    article: Assistant, tmp_path: Path
) -> None:
    settings = Settings(desk_users=tmp_path / "users", frame_ancestors=("https://a.example",))
    client = TestClient(create_app(Holder(article), settings, lambda: 0.0), follow_redirects=False)
    assert client.get("/desk").status_code == 303
    assert "set-cookie" not in client.get("/").headers
    assert "/desk" not in client.get("/openapi.json").text


def test_nothing_is_shown_or_done_without_a_session(make: Make) -> None:
    client = make()
    for path in [*PATHS, *FILES]:
        response = client.get(path)
        assert (response.status_code, response.headers["location"]) == (303, "/desk/sign-in")
    response = client.post("/desk/sign-out", data={"token": "x"})
    assert (response.status_code, response.headers["location"]) == (303, "/desk/sign-in")
    # A script can't be sent to a form: it is told, and says so itself.
    for path in CALLS:
        assert client.get(path).status_code == 401
    assert act(client, "x").status_code == 401
    for forged in ("", "x", "x.y", "ada", "a" * 4000):
        client.cookies.set(COOKIE, forged, path="/desk")
        assert client.get("/desk").status_code == 303


def test_the_cookie_is_for_the_desk_alone_and_out_of_reach(make: Make) -> None:
    cookie = sign_in(make()).headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "path=/desk", "samesite=strict"}
    secure = sign_in(make(scheme="https")).headers["set-cookie"].lower()
    assert "secure" in secure


@pytest.mark.parametrize(
    ("name", "password"), [(NAME, "wrong"), (NAME, ""), ("nobody", PASSWORD), ("", "")]
)
def test_a_wrong_password_is_told_apart_from_a_wrong_name_by_nobody(
    make: Make, name: str, password: str
) -> None:
    client = make()
    response = sign_in(client, name, password)
    assert response.status_code == 403
    assert "Name or password is wrong." in response.text
    assert "set-cookie" not in response.headers
    assert client.get("/desk").status_code == 303


def test_passwords_can_not_be_tried_for_long(make: Make) -> None:
    client = make()
    codes = [sign_in(client, NAME, "wrong").status_code for _ in range(7)]
    assert codes == [403] * 5 + [429] * 2
    # The right one has to wait as well: nobody learns it by trying.
    assert sign_in(client).status_code == 429


def test_signing_in_often_is_no_attack(make: Make) -> None:
    client = make()
    assert {sign_in(client).status_code for _ in range(7)} == {303}


def test_a_session_ends_when_nobody_uses_it_and_after_twelve_hours(
    make: Make, clock: Clock
) -> None:
    client = make(desk_session_minutes=60)
    sign_in(client)
    for _ in range(3):
        clock.seconds += 59 * 60
        assert client.get("/desk").status_code == 200
    clock.seconds += 61 * 60
    ended = client.get("/desk")
    assert ended.headers["location"] == "/desk/sign-in?ended=1"
    assert "Your session has ended" in client.get(ended.headers["location"]).text
    sign_in(client)
    started = clock.seconds
    while clock.seconds + 3000 < started + LONGEST_SECONDS:
        clock.seconds += 3000
        assert client.get("/desk").status_code == 200
    clock.seconds += 3000
    assert client.get("/desk").status_code == 303


def test_signing_out_ends_the_session_for_a_copied_cookie_too(make: Make) -> None:
    client = make()
    sign_in(client)
    copied = client.cookies[COOKIE]
    assert client.post("/desk/sign-out", data={"token": token_of(client)}).status_code == 303
    client.cookies.set(COOKIE, copied, domain="desk.example", path="/desk")
    assert client.get("/desk").status_code == 303


def test_who_is_removed_is_out_at_once(make: Make, tmp_path: Path) -> None:
    client = make()
    sign_in(client)
    assert client.get("/desk").status_code == 200
    Users(tmp_path / "users").remove(NAME)
    assert client.get("/desk").status_code == 303


def test_whatever_is_sent_needs_the_token_of_its_own_session(make: Make) -> None:
    client, other = make(), make()
    sign_in(client)
    sign_in(other)
    assert act(client, token_of(client)).status_code == 200
    for wrong in ("", "x", token_of(other)):
        assert act(client, wrong).status_code == 403
        assert client.post("/desk/sign-out", data={"token": wrong}).status_code == 403
    token = token_of(client)
    # A page of another site can't send JSON without asking first, and is never let.
    sent = {TOKEN_HEADER: token, "content-type": "text/plain"}
    assert client.post(ACT, content='{"data": []}', headers=sent).status_code == 415
    assert client.post("/desk/sign-out", json={"token": token}).status_code == 415
    assert client.get("/desk").status_code == 200


@pytest.mark.parametrize(
    "foreign",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://desk.example", "sec_fetch_site": "cross-site"},
    ],
)
def test_nothing_from_another_site_is_done(make: Make, foreign: dict[str, str]) -> None:
    client = make()
    sign_in(client)
    token = token_of(client)
    assert act(client, token, **foreign).status_code == 403
    headers = {name.replace("_", "-"): text for name, text in foreign.items()}
    signed_out = client.post("/desk/sign-out", data={"token": token}, headers=headers)
    assert signed_out.status_code == 403
    ours = {"origin": "http://desk.example", "sec_fetch_site": "same-origin"}
    assert act(client, token, **ours).status_code == 200
    assert act(client, token, origin="http://desk.example").status_code == 200


def test_an_ended_session_is_told_to_a_script(make: Make, clock: Clock) -> None:
    client = make(desk_session_minutes=60)
    sign_in(client)
    token = token_of(client)
    assert act(client, token).status_code == 200
    clock.seconds += 61 * 60
    ended = act(client, token)
    assert (ended.status_code, ended.json()["detail"]) == (401, "sign in first")


def paths_of(routes: Iterable[Any]) -> Iterator[str]:
    for route in routes:
        if hasattr(route, "original_router"):
            yield from paths_of(route.original_router.routes)
        else:
            yield re.sub(r"{[^}]*}", "x", route.path)


def test_no_way_into_gradio_leads_past_the_gate(article: Assistant, tmp_path: Path) -> None:
    settings, holder, languages = (
        Settings(desk_users=tmp_path / "users"),
        Holder(article),
        Languages("en"),
    )
    shared = Shared(holder, languages, QuestionRate(0), lambda: 0.0, UNNOTED)
    desk = Desk.of(settings, holder, languages, lambda: 0.0, None)
    gradio = make_gradio_app(shared, settings, desk)
    (mounted,) = [r for r in gradio.routes if getattr(r, "path", "") == "/desk"]
    paths = set(paths_of(mounted.app.routes))  # type: ignore[attr-defined]
    assert {"/config", "/theme.css", "/gradio_api/run/x", "/gradio_api/upload"} <= paths
    # Without the guard in front, which would let few of them come as far as the gate.
    client = TestClient(desk.gate(gradio), follow_redirects=False)
    for path in paths:
        for method in ("GET", "POST", "HEAD", "DELETE"):
            answer = client.request(method, f"/desk{path}")
            to_sign_in = answer.headers.get("location") == "/desk/sign-in"
            assert answer.status_code == 401 or to_sign_in, (method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/desk/gradio_api/upload"),
        ("POST", "/desk/gradio_api/queue/join"),
        ("GET", "/desk/gradio_api/queue/data"),
        ("GET", "/desk/gradio_api/heartbeat/x"),
        ("GET", "/desk/gradio_api/file=/etc/passwd"),
        ("GET", "/desk/gradio_api/deep_link?session_hash=a"),
        ("GET", "/desk/gradio_api/openapi.json"),
        ("GET", "/desk/monitoring/summary"),
        ("POST", "/desk/login"),
    ],
)
def test_what_staff_do_not_need_is_not_there_for_them_either(
    make: Make, method: str, path: str
) -> None:
    client = make()
    sign_in(client)
    headers = {TOKEN_HEADER: token_of(client), "content-type": "application/json"}
    assert client.request(method, path, headers=headers).status_code == 404


def test_the_chat_and_the_desk_share_no_endpoint(article: Assistant, tmp_path: Path) -> None:
    Users(tmp_path / "users").add(NAME, PASSWORD)
    settings = Settings(desk_users=tmp_path / "users")
    app = create_app(Holder(article), settings, lambda: 0.0)
    with TestClient(app) as client:
        chat = client.get("/config").json()
        sign_in(client)
        desk = client.get("/desk/config").json()
    assert [page for page, _, _ in desk["pages"]] == ["", "review", "asked", "indexes", "quality"]
    assert {c["props"].get("elem_id") for c in desk["components"]} >= {"desk-question", "pin-check"}
    assert "desk-question" not in json.dumps(chat)
    assert "cw-question" not in json.dumps(desk)
    # No act of the desk waits in a queue, and none is listed for programs.
    assert {(d["queue"], d["api_visibility"]) for d in desk["dependencies"]} == {(False, "private")}


def test_no_act_of_the_desk_takes_anything_but_words(article: Assistant, tmp_path: Path) -> None:
    Users(tmp_path / "users").add(NAME, PASSWORD)
    settings = Settings(desk_users=tmp_path / "users")
    file = {"path": "/etc/hostname", "orig_name": "x", "meta": {"_type": "gradio.FileData"}}
    message = [{"role": "user", "content": "x"}]
    with TestClient(create_app(Holder(article), settings, lambda: 0.0)) as client:
        sign_in(client)
        headers = {TOKEN_HEADER: token_of(client)}
        acts = client.get("/desk/config").json()["dependencies"]
        assert len(acts) > 10
        for number in (act["id"] for act in acts):
            inputs = next(act["inputs"] for act in acts if act["id"] == number)
            for wrong in (file, [file], message, [message]):
                sent = {"fn_index": number, "session_hash": "x", "data": [wrong] * len(inputs)}
                refused = client.post(ACT, json=sent, headers=headers)
                assert not inputs or refused.status_code == 422
            # One more than there are inputs.
            sent = {"fn_index": number, "data": ["x"] * (len(inputs) + 1)}
            assert client.post(ACT, json=sent, headers=headers).status_code == 422


def test_another_site_can_not_sign_anybody_in(make: Make) -> None:
    sent = {"name": NAME, "password": PASSWORD}
    response = make().post("/desk/sign-in", data=sent, headers={"sec-fetch-site": "same-site"})
    assert response.status_code == 403


def test_a_proxys_header_is_believed_from_a_trusted_proxy_alone(make: Make) -> None:
    named = {"X-Staff": "grace"}
    proxied = make("127.0.0.1", desk_users=None, desk_user_header="X-Staff")
    assert "grace" in proxied.get("/desk", headers=named).text
    assert proxied.get("/desk").status_code == 303
    assert proxied.get("/desk", headers={"X-Staff": " "}).status_code == 303
    twice = [("X-Staff", "mallory"), ("X-Staff", "grace")]
    assert proxied.get("/desk", headers=twice).status_code == 303
    # What the proxy says of the client's address doesn't change who has said it.
    forwarded = named | {"X-Forwarded-For": "203.0.113.9"}
    assert proxied.get("/desk", headers=forwarded).status_code == 200
    direct = make("203.0.113.9", desk_users=None, desk_user_header="X-Staff")
    assert direct.get("/desk", headers=named).status_code == 303
    spoofed = named | {"X-Forwarded-For": "127.0.0.1"}
    assert direct.get("/desk", headers=spoofed).status_code == 303
    listed = make(
        "10.1.2.3", desk_users=None, desk_user_header="X-Staff", trusted_proxies=("10.0.0.0/8",)
    )
    assert listed.get("/desk", headers=named).status_code == 200
    page = proxied.get("/desk/sign-in").text
    assert "Password" not in page
    assert sign_in(proxied).status_code == 403


def test_what_is_sent_behind_a_proxy_needs_a_token_too(make: Make) -> None:
    client = make("127.0.0.1", desk_users=None, desk_user_header="X-Staff")
    token = token_of(client, **{"X-Staff": "grace"})
    assert act(client, token, X_Staff="grace").status_code == 200
    assert act(client, token, X_Staff="ada").status_code == 403
    assert act(client, "", X_Staff="grace").status_code == 403
    assert act(client, token).status_code == 401


def test_every_page_of_the_desk_carries_its_policy_and_is_never_stored(make: Make) -> None:
    client = make(frame_ancestors=("https://hospital.example",))
    sign_in(client)
    for path in [*PATHS, "/desk/sign-in"]:
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        (scripts,) = re.findall(r"script-src ([^;]*)", headers["content-security-policy"])
        assert scripts.split()[0] == "'self'"
        assert all(source.startswith("'sha256-") for source in scripts.split()[1:])
        assert headers["cache-control"] == "no-store"


def test_the_page_says_what_there_is_without_scripts(make: Make) -> None:
    client = make()
    sign_in(client)
    page = client.get("/desk/review").text
    assert "<title>Review – Desk</title>" in page
    without = page.split("<noscript><main")[1].split("</noscript>")[0]
    for address in ("/desk/report", "/desk/asked.csv", "/source"):
        assert f'href="{address}"' in without
