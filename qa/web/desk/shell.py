"""The page that loads one area of the desk: Gradio's own, with who is signed in above it."""

import re

from markupsafe import escape

from qa.web.desk.access import Staff
from qa.web.desk.parts import Parts
from qa.web.gradio_page import gradio_page

# Where each area stands below /desk, and what it is called; the first is where one begins.
AREAS = (
    ("", "Look up"),
    ("review", "Review"),
    ("asked", "Questions"),
    ("indexes", "Versions"),
    ("quality", "Quality"),
)
# Gradio would look for itself below the page's own address, which is another in each area.
_START = (
    "<script>document.querySelector('gradio-app')"
    ".setAttribute('src', location.origin + '{base}/desk')</script>"
)


_SHEET = re.compile(r'href="(\./assets/[^"]+\.css)"')


class Shell:
    """Gradio's page as every area of the desk loads it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        page = gradio_page()
        # Gradio looks for its style sheet by the address as it wrote it: this one loads nothing.
        sheets = "".join(f'<link href="{sheet}">' for sheet in _SHEET.findall(page))
        page = page.replace('"./assets/', f'"{parts.base}/assets/').replace(
            "</head>", f"{sheets}</head>"
        )
        # Each area has its own title; Gradio would give all of them the same.
        page = page.replace('control_page_title="true"', 'control_page_title="false"')
        page = page.replace("</body>", f"{_START.format(base=parts.base)}</body>")
        self._head, _, rest = page.partition("</head>")
        before, _, after = rest.partition("<body")
        attributes, _, self._end = after.partition(">")
        self._between = f"{before}<body{attributes}"
        self.static = page

    def page(self, name: str, staff: Staff) -> str:
        """Return the page of the area called `name` for `staff`."""
        head = self._parts.fill("head.html", name=name)
        bar = self._parts.fill("bar.html", staff=staff)
        token = f' data-token="{escape(staff.token)}"'
        return f"{self._head}{head}</head>{self._between}{token}>{bar}{self._end}"
