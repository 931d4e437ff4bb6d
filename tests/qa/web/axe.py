"""What axe finds on a page by the rules of WCAG 2.2 AA and its own best practice."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Violations = list[tuple[str, list[str]]]


def violations(where: Page | Frame, context: str | None = None) -> Violations:
    """Return each broken rule with the elements that break it; `context` looks at a part alone.

    A frame inside is left out: it is looked at by itself.
    """
    where.evaluate("document.getAnimations({subtree: true}).forEach(a => a.finish())")
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": RULES},
        "iframes": False,
    }
    found = Axe().run(where, context=context, options=options).response["violations"]  # type: ignore[arg-type]
    return [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]
