"""Gradio's own page, without what differs between requests.

What is left is the same for everyone, so its inline scripts can be hashed once, at start-up.
"""

import re
from importlib.metadata import version
from pathlib import Path

from corpus import CitewellError
from index.installed import package_folder

_DYNAMIC = "{{"
_SCRIPT = re.compile(r"<script[^>]*>.*?</script>", re.DOTALL)
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
# Cards for social networks that name Gradio and its picture.
_CARD = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>')
_BASE = re.compile(r'<base href="[^"]*"\s*/?>')
# Names Gradio's drawing as the icon of an app.
_MANIFEST = re.compile(r'<link rel="manifest"[^>]*>')


class GradioPageError(CitewellError):
    """The installed Gradio's page is not of the form that we know how to make safe."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(
            f"the page of Gradio {version('gradio')} {found}; install the version that "
            f"pyproject.toml names"
        )


def gradio_page() -> str:
    """Return the page; raises GradioPageError where a part that varies can't be taken out."""
    page = _template().read_text(encoding="utf-8")
    page = _SCRIPT.sub(lambda m: "" if _DYNAMIC in m[0] else m[0], page)
    page = _STYLE.sub(lambda m: "" if _DYNAMIC in m[0] else m[0], page)
    page = _MANIFEST.sub("", _BASE.sub("", _CARD.sub("", page)))
    if _DYNAMIC in page:
        raise GradioPageError("varies in a place that is not known")
    if "<gradio-app" not in page or any(page.count(t) != 1 for t in ("</head>", "</body>")):
        raise GradioPageError("has no place for an application")
    return page


def _template() -> Path:
    return package_folder("gradio") / "templates" / "frontend" / "index.html"
