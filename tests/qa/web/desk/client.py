"""What a client without a browser sends to the desk."""

from fastapi.testclient import TestClient
from httpx import Response

from qa.web.desk.gate import TOKEN_HEADER
from tests.qa.web.desk.conftest import ACT, NAME, PASSWORD


def sign_in(client: TestClient, name: str = NAME, password: str = PASSWORD) -> Response:
    return client.post("/desk/sign-in", data={"name": name, "password": password})


def token_of(client: TestClient, **headers: str) -> str:
    page = client.get("/desk", headers=headers).text
    return page.split('data-token="')[1].split('"')[0]


def act(client: TestClient, token: str, **more: str) -> Response:
    headers = {TOKEN_HEADER: token} | {name.replace("_", "-"): text for name, text in more.items()}
    return client.post(ACT, json={"data": []}, headers=headers)
