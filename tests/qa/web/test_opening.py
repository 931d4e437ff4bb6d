"""All but the chat is served while the chat is still being opened."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from qa.web.opening import Opening

WAIT = 60.0


class Chat:
    """A chat that is made when it is let."""

    def __init__(self) -> None:
        self.let, self.asked = threading.Event(), threading.Event()

    def make(self) -> FastAPI:
        self.asked.set()
        assert self.let.wait(WAIT)
        chat = FastAPI()
        chat.get("/config")(lambda: {"from": "the chat"})
        return chat


@pytest.fixture
def chat() -> Iterator[Chat]:
    chat = Chat()
    yield chat
    chat.let.set()


def rest() -> FastAPI:
    app = FastAPI()
    app.get("/healthz")(lambda: {"from": "the rest"})
    return app


def test_a_question_is_answered_and_the_page_waits_while_the_chat_is_made(chat: Chat) -> None:
    with TestClient(Opening(rest(), chat.make)) as client, ThreadPoolExecutor(1) as pool:
        assert chat.asked.wait(WAIT)
        page = pool.submit(client.get, "/config")
        try:
            assert client.get("/healthz").json() == {"from": "the rest"}
            assert not page.done()
        finally:
            chat.let.set()
        assert page.result(WAIT).json() == {"from": "the chat"}
        assert client.get("/config").json() == {"from": "the chat"}


def test_a_chat_that_cannot_be_made_leaves_the_rest_alone() -> None:
    def fail() -> FastAPI:
        raise ImportError("no chat today")

    client = TestClient(Opening(rest(), fail), raise_server_exceptions=False)
    client.__enter__()
    assert client.get("/config").status_code == 500
    assert client.get("/healthz").json() == {"from": "the rest"}
    # The end of the server says so once more.
    with pytest.raises(ImportError, match="no chat today"):
        client.__exit__()


def test_the_end_of_the_server_waits_for_the_chat_to_close(chat: Chat) -> None:
    chat.let.set()
    lived: list[str] = []
    made = chat.make()

    async def begin() -> None:
        lived.append("begun")

    async def end() -> None:
        lived.append("ended")

    made.router.on_startup.append(begin)
    made.router.on_shutdown.append(end)
    with TestClient(Opening(rest(), lambda: made)) as client:
        assert client.get("/config").status_code == 200
        assert lived == ["begun"]
    assert lived == ["begun", "ended"]
