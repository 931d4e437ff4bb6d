"""What a browser may do with our pages: content security policies and the other headers."""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence

_PAGE = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
)
_INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


def inline_script_hashes(page: str) -> list[str]:
    """Return a CSP hash source for every inline script of `page`, in order, each once."""
    codes = [m["code"] for m in _INLINE_SCRIPT.finditer(page) if "src=" not in m["attributes"]]
    digests = (hashlib.sha256(code.encode()).digest() for code in codes)
    return list(dict.fromkeys(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests))


def _policy(directives: Iterable[tuple[str, str]], frame_ancestors: Sequence[str]) -> str:
    framed_by = " ".join(dict.fromkeys(frame_ancestors)) or "'none'"
    return "; ".join(
        f"{name} {value}" for name, value in [*directives, ("frame-ancestors", framed_by)]
    )


def chat_policy(script_hashes: Sequence[str], frame_ancestors: Sequence[str]) -> str:
    """Return the policy of the chat: its own files and the scripts hashed at start-up."""
    directives = [*_of_gradio(script_hashes), ("form-action", "'none'")]
    return _policy(directives, ("'self'", *frame_ancestors) if frame_ancestors else ())


def desk_policy(script_hashes: Sequence[str]) -> str:
    """Return the policy of the desk: as strict as the chat's, but that one can sign out."""
    return _policy([*_of_gradio(script_hashes), ("form-action", "'self'")], ())


def _of_gradio(script_hashes: Sequence[str]) -> list[tuple[str, str]]:
    return [
        ("default-src", "'none'"),
        ("script-src", " ".join(["'self'", *script_hashes])),
        # Gradio styles its components with attributes; a style can't send anything away here.
        ("style-src", "'self' 'unsafe-inline'"),
        ("img-src", "'self' data:"),
        ("font-src", "'self'"),
        ("connect-src", "'self'"),
        ("manifest-src", "'self'"),
        ("base-uri", "'self'"),
    ]


def page_policy(frame_ancestors: Sequence[str]) -> str:
    """Return the policy of our own pages, which have no inline script or style at all."""
    return _policy(_PAGE, ("'self'", *frame_ancestors) if frame_ancestors else ())


def preview_policy() -> str:
    """Return the policy of the pages that show the widget to operators, one in the other."""
    own = [("frame-src", "'self'"), ("connect-src", "'self'")]
    return _policy([*_PAGE, *own], ("'self'",))


# One file with its own styles and drawings, and without any script.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
