"""Signing in, and how long it lasts."""

from pathlib import Path

import pytest

from qa.desk.users import Users
from qa.web.desk.access import COOKIE
from qa.web.desk.sessions import LONGEST_SECONDS
from tests.qa.web.desk.client import act, sign_in, token_of
from tests.qa.web.desk.conftest import NAME, PASSWORD, Clock, Make


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


def test_another_site_can_not_sign_anybody_in(make: Make) -> None:
    sent = {"name": NAME, "password": PASSWORD}
    response = make().post("/desk/sign-in", data=sent, headers={"sec-fetch-site": "same-site"})
    assert response.status_code == 403


def test_an_ended_session_is_told_to_a_script(make: Make, clock: Clock) -> None:
    client = make(desk_session_minutes=60)
    sign_in(client)
    token = token_of(client)
    assert act(client, token).status_code == 200
    clock.seconds += 61 * 60
    ended = act(client, token)
    assert (ended.status_code, ended.json()["detail"]) == (401, "sign in first")
