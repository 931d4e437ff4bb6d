"""The desk is off until sign-in is set, and open to nobody who hasn't signed in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from qa.desk.users import Users
from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web import problems
from qa.web.app import create_app
from qa.web.desk import Desk, desk_router
from qa.web.desk.access import COOKIE
from qa.web.desk.sessions import LONGEST_SECONDS
from qa.web.guard import Guard, desk_rules
from qa.web.holder import Holder
from qa.web.languages import Languages
from qa.web.proxies import BehindProxies
from tests.qa.web.desk.conftest import NAME, PASSWORD, Clock

PATHS = ["/desk", "/desk/review", "/desk/asked", "/desk/indexes", "/desk/quality"]
FILES = ["/desk/report", "/desk/asked.csv"]
FORMS = ["/desk", "/desk/pin", "/desk/review", "/desk/indexes", "/desk/sign-out"]
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
        app.include_router(desk_router(desk))
        guarded = Guard(app, desk_rules(), chosen.most_body_bytes)
        return TestClient(
            BehindProxies(guarded, chosen.trusted_proxies),
            f"{scheme}://desk.example",
            follow_redirects=False,
            client=(peer, 50000),
        )

    return make_one


def sign_in(client: TestClient, name: str = NAME, password: str = PASSWORD) -> Response:
    return client.post("/desk/sign-in", data={"name": name, "password": password})


def token_of(client: TestClient) -> str:
    page = client.get("/desk").text
    return page.split('name="token" value="')[1].split('"')[0]


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
    for path in FORMS:
        response = client.post(path, data={"token": "x", "version": "y"})
        assert (response.status_code, response.headers["location"]) == (303, "/desk/sign-in")
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


@pytest.mark.parametrize("path", FORMS)
def test_a_form_needs_the_token_of_its_own_session(make: Make, path: str) -> None:
    client, other = make(), make()
    sign_in(client)
    sign_in(other)
    for wrong in ("", "x", token_of(other)):
        assert client.post(path, data={"token": wrong}).status_code == 403
    assert client.post(path, json={"token": token_of(client)}).status_code == 415
    foreign = {"sec-fetch-site": "cross-site"}
    data = {"token": token_of(client)}
    assert client.post(path, data=data, headers=foreign).status_code == 403
    assert client.get("/desk").status_code == 200


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


def test_forms_behind_a_proxy_need_a_token_too(make: Make) -> None:
    client = make("127.0.0.1", desk_users=None, desk_user_header="X-Staff")
    named = {"X-Staff": "grace"}
    token = client.get("/desk", headers=named).text.split('name="token" value="')[1].split('"')[0]
    sent = {"question": "What is MS?", "token": token}
    assert client.post("/desk", data=sent, headers=named).status_code == 200
    assert client.post("/desk", data=sent, headers={"X-Staff": "ada"}).status_code == 403
    assert client.post("/desk", data={"question": "x"}, headers=named).status_code == 403


def test_every_page_of_the_desk_carries_its_policy_and_is_never_stored(make: Make) -> None:
    client = make(frame_ancestors=("https://hospital.example",))
    sign_in(client)
    for path in [*PATHS, "/desk/sign-in"]:
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
