"""Sites of other people that carry the widget, served from an origin of their own."""

import importlib.util
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

# What a framework and an impatient colleague do to every element.
HEAVY_RESETS = """
html { font-size: 62.5%; scroll-behavior: smooth; }
*, *::before, *::after { box-sizing: border-box; margin: 0 !important; padding: 0 !important;
  border: 0 !important; font: 9px/1 cursive !important; color: fuchsia !important; }
button, [type=button] { all: unset !important; width: 10px !important; height: 10px !important; }
div, section, dialog, span { position: static !important; display: inline !important; }
iframe { display: none !important; }
:not(:defined) { display: none !important; }
citewell-widget { display: none !important; opacity: 0 !important; visibility: hidden !important; }
a { pointer-events: none; }
body { transform: none; line-height: 3; letter-spacing: 1em; text-transform: uppercase; }
"""
UNSET = "* { all: unset; } head, head * { display: none; } body { display: block; }"

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>A clinic</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="icon" href="data:,">{head}</head>
<body><main><h1>A clinic</h1><p>Its own words. <a href="#top">A link</a></p>{body}
{tall}</main>{end}</body></html>"""
TALL = "<p>Words.</p>" * 60


BOOTSTRAP = "flask_bootstrap/static/bootstrap5/css/bootstrap.min.css"
NAVBAR = """<nav class="navbar navbar-dark bg-dark fixed-top"><div class="container">
<a class="navbar-brand" href="#top">A clinic</a></div></nav>
<p class="container pt-5"><button class="btn btn-primary btn-lg">Book a visit</button></p>"""


def bootstrap() -> str:
    """Return Bootstrap's own style sheet, which `bootstrap-flask` brings along."""
    # Found without importing the package, which is for another framework than ours.
    found = importlib.util.find_spec("flask_bootstrap")
    if found is None or found.origin is None:
        pytest.skip("needs `bootstrap-flask`")
    return Path(found.origin).parents[1].joinpath(BOOTSTRAP).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Page:
    """What one address answers."""

    html: str
    policy: str | None = None


def page(
    script: str, *, body: str = "", head: str = "", lang: str = "en", policy: str | None = None
) -> Page:
    """Return a long page of a clinic that ends with the line `script`."""
    html = PAGE.format(lang=lang, head=head, body=body, tall=TALL, end=script)
    return Page(html, policy)


@contextmanager
def hosting(pages: Mapping[str, Page]) -> Iterator[str]:
    """Serve `pages` by path at the address given, until the block ends; pages may be added."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path.partition("?")[0])
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if found and found.policy:
                self.send_header("Content-Security-Policy", found.policy)
            self.end_headers()
            self.wfile.write(found.html.encode() if found else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        # Another name than the chat's: another site, not just another port.
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
