"""Which files of a folder are its pages; what else somebody may take for a page is told."""

import os
from pathlib import Path

from corpus.findings import Finding, Report
from corpus.parsers import KNOWN

# Formats of pages that nobody should think were read.
_UNREAD = {".doc", ".rtf", ".odt", ".pages", ".ppt", ".pptx", ".odp", ".xls", ".xlsx", ".mobi"}
_NO_PAGES = {"robots.txt", "humans.txt", "security.txt", "ads.txt", "llms.txt"}


def page_files(root: Path, report: Report) -> list[Path]:
    """Return the folder's pages in order; nothing is followed out of it."""
    found: list[Path] = []

    def unlisted(error: OSError) -> None:
        remedy = "let this user list it, or remove it"
        report(Finding(Path(error.filename), f"it can't be listed ({error.strerror})", remedy))

    for here, folders, files in os.walk(root, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*folders, *files):
            path = Path(here, name)
            if path.is_symlink():
                _report_link(root, path, report)
            elif name in files and not name.startswith(".") and _is_page(path, report):
                found.append(path)
    return sorted(found)


def _report_link(root: Path, link: Path, report: Report) -> None:
    # A link inside the folder leads to a page that is read where it stands.
    try:
        inside = link.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        report(Finding(link, "it is a link that leads nowhere", "remove it"))
        return
    if not inside:
        report(Finding(link, "it is a link out of the folder", "put a copy in its place"))


def _is_page(path: Path, report: Report) -> bool:
    suffix = path.suffix.lower()
    if suffix in _UNREAD:
        remedy = "save it as .docx, .pdf or .html as well"
        report(Finding(path, f"its format {suffix!r} is not read", remedy))
    if suffix not in KNOWN or path.name in _NO_PAGES:
        return False
    if not path.is_file():
        report(Finding(path, "it is no regular file", "remove it"))
        return False
    return True
