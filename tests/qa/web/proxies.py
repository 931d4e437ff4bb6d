"""A reverse proxy on this machine, as plain as one can be, for tests of what stands behind it."""

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


def as_asked(path: str) -> str:
    """Pass every path on as it was asked for."""
    return path


@contextmanager
def proxied(
    inside: str,
    passed_on: Callable[[str], str | None] = as_asked,
    *,
    forgets: Collection[str] = (),
) -> Iterator[str]:
    """Pass requests on to the site `inside`, and yield the address they are to be sent to.

    `passed_on` says for the path asked for which one is asked of the site; None is not found. The
    headers that the proxy `forgets`, in lower case, aren't passed on.
    """

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            path = passed_on(self.path)
            if path is None:
                self.send_error(404)
                return
            kept = {n: value for n, value in self.headers.items() if n.lower() not in forgets}
            asked = HTTPConnection(urlsplit(inside).netloc, timeout=120)
            asked.request(self.command, path, body, kept)
            answer = asked.getresponse()
            said = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() != "content-length":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{proxy.server_port}"
        proxy.shutdown()
        thread.join(timeout=30)
