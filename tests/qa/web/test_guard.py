"""What is shut stays shut, and every response carries its policy."""

import re
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from qa.messages import load_messages
from qa.pipeline import Assistant
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.chat_page import chat_page
from qa.web.holder import Holder
from qa.web.policy import inline_script_hashes

SHUT = [
    ("POST", "/gradio_api/upload"),
    ("GET", "/gradio_api/upload_progress?upload_id=1"),
    ("GET", "/gradio_api/file=https://example.org/"),
    ("GET", "/gradio_api/file=/etc/passwd"),
    ("GET", "/file=/etc/passwd"),
    ("GET", "/gradio_api/proxy=https://example.org/"),
    ("GET", "/gradio_api/deep_link?session_hash=a"),
    ("GET", "/gradio_api/runs"),
    ("GET", "/gradio_api/queue/status"),
    ("POST", "/gradio_api/call/ask"),
    ("POST", "/gradio_api/process_recording"),
    ("POST", "/gradio_api/component_server"),
    ("GET", "/monitoring"),
    ("GET", "/monitoring/summary"),
    ("POST", "/login"),
    ("GET", "/gradio_api/openapi.json"),
    ("POST", "/gradio_api/vibe-edit"),
    ("GET", "/svelte/x"),
    ("GET", "/docs"),
    ("GET", "//gradio_api/upload"),
    ("GET", "/assets/"),
]


@pytest.fixture(scope="module")
def client(article: Assistant) -> Iterator[TestClient]:
    settings = Settings(frame_ancestors=("https://hospital.example",))
    with TestClient(create_app(Holder(article), settings, time.perf_counter)) as client:
        yield client


@pytest.mark.parametrize(("method", "path"), SHUT)
def test_what_is_not_listed_is_not_there(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path"), SHUT)
def test_a_browser_gets_a_page_in_place_of_one_that_is_not_there(
    client: TestClient, method: str, path: str
) -> None:
    accepts = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "de"}
    response = client.request(method, path, headers=accepts)
    assert response.status_code == 404
    if method == "GET":
        assert load_messages("de").text("page_missing_heading") in response.text
        assert "style-src 'self'" in response.headers["content-security-policy"]
        assert response.headers["cache-control"] == "no-store"
    else:
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["/assets/%2e%2e/%2e%2e/etc/passwd", "/static/%2e%2e/%2e%2e/config.json", "/source/%2e%2e/x"],
)
def test_no_path_leads_out_of_the_static_files(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_what_can_be_read_can_be_asked_for_without_its_body(
    client: TestClient, article: Assistant
) -> None:
    source = f"/source/{article.index.document_ids[0]}"
    pages = ["/", "/source", source, "/source/x", "/embed", "/demo", "/widget.js"]
    for path in [*pages, "/healthz", "/readyz", "/api/v1/documents", "/citewell/page.css"]:
        read, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (read.status_code, b""), path
        assert head.headers["content-length"] == read.headers["content-length"], path
    stream = client.head("/gradio_api/heartbeat/abc")
    assert (stream.status_code, stream.headers["allow"]) == (405, "GET")


def test_every_response_has_its_policy(client: TestClient, article: Assistant) -> None:
    source = f"/source/{article.index.document_ids[0]}"
    paths = ["/", source, "/api/v1/documents", "/config", "/theme.css", "/nothing", "/source/x"]
    for path in paths:
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers
        assert "server" not in headers


def test_only_listed_sites_may_frame_the_chat(client: TestClient, article: Assistant) -> None:
    framed = client.get("/").headers["content-security-policy"]
    assert framed.endswith("frame-ancestors 'self' https://hospital.example")
    with TestClient(create_app(Holder(article), Settings(), time.perf_counter)) as private:
        unframed = private.get("/").headers["content-security-policy"]
        assert unframed.endswith("frame-ancestors 'none'")


def test_the_chat_page_is_the_same_for_everyone(client: TestClient) -> None:
    here = client.get("/").text
    there = client.get("/", headers={"host": "elsewhere.example"}).text
    assert here == there
    policy = client.get("/").headers["content-security-policy"]
    assert all(source in policy for source in inline_script_hashes(here))
    script_src = policy.split("script-src")[1].split(";")[0]
    assert "unsafe" not in script_src
    assert "githubusercontent" not in here


def test_no_other_site_may_read_an_answer(client: TestClient) -> None:
    for path in ("/config", "/api/v1/documents"):
        headers = client.get(path, headers={"origin": "https://evil.example"}).headers
        assert "access-control-allow-origin" not in headers
        assert "access-control-allow-credentials" not in headers


def test_the_page_of_the_installed_gradio_has_the_form_we_know(article: Assistant) -> None:
    page = chat_page(article.messages)
    assert "{{" not in page
    assert "<gradio-app" in page
    assert 'lang="en"' in page
    assert chat_page(load_messages("ar")).count('dir="rtl"') == 1


def test_files_are_kept_by_the_browser_and_pages_are_not(client: TestClient) -> None:
    page = client.get("/")
    (name, *_) = re.findall(r"/assets/[\w.-]+\.js", page.text)
    assert "immutable" in client.get(name).headers["cache-control"]
    for path in ("/", "/config", "/api/v1/documents", "/assets/nothing.js"):
        assert client.get(path).headers["cache-control"] == "no-store", path
