"""The desk is off until sign-in is set, and open to nobody who hasn't signed in."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.desk.access import COOKIE
from qa.web.desk.gate import TOKEN_HEADER
from qa.web.holder import Holder
from tests.qa.web.desk.client import act, sign_in, token_of
from tests.qa.web.desk.conftest import ACT, Make

PATHS = ["/desk", "/desk/review", "/desk/asked", "/desk/indexes", "/desk/quality"]
FILES = ["/desk/report", "/desk/asked.csv"]
# What Gradio's own script asks for.
CALLS = ["/desk/config", "/desk/theme.css", "/desk/gradio_api/info"]


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
