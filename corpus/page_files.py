"""Which files of a folder are its pages; other files that look like pages are reported."""

import os
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISLNK, S_ISREG

from corpus.excluded import excluded_from_site
from corpus.findings import Finding, Report
from corpus.parsers import KNOWN

# Formats of pages that are not read, and are reported so that nobody assumes they were.
_UNREAD = {
    *(".doc", ".rtf", ".odt", ".pages", ".ppt", ".pptx", ".odp", ".xls", ".xlsx", ".mobi"),
}
_NO_PAGES = {"robots.txt", "humans.txt", "security.txt", "ads.txt", "llms.txt"}


def page_files(root: Path, report: Report) -> list[Path]:
    """Return the folder's pages in order; nothing is followed out of it.

    What the configuration of its site excludes is no page.
    """
    found: list[Path] = []

    def unlisted(error: OSError) -> None:
        remedy = "let this user list it, or remove it"
        report(Finding(Path(error.filename), f"it can't be listed ({error.strerror})", remedy))

    for here, folders, files in os.walk(root, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        shown = (name for name in files if not name.startswith("."))
        paths = (Path(here, name) for name in sorted([*folders, *shown]))
        found += [path for path in paths if _is_own_page(root, path, report)]
    excluded = excluded_from_site(root)
    return sorted(p for p in found if not excluded(PurePosixPath(p.relative_to(root).as_posix())))


def _is_own_page(root: Path, path: Path, report: Report) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        remedy = "let this user read it, or remove it"
        report(Finding(path, f"it can't be accessed ({error.strerror})", remedy))
        return False
    if S_ISLNK(mode):
        _report_link(root, path, report)
    return not S_ISLNK(mode) and not S_ISDIR(mode) and _is_page(path, mode, report)


def _report_link(root: Path, link: Path, report: Report) -> None:
    # A link inside the folder leads to a page that is read where it stands.
    try:
        inside = link.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        report(Finding(link, "it is a link that leads nowhere", "remove it"))
        return
    if not inside:
        report(Finding(link, "it is a link out of the folder", "put a copy in its place"))


def _is_page(path: Path, mode: int, report: Report) -> bool:
    suffix = path.suffix.lower()
    if suffix in _UNREAD:
        remedy = "save it as .docx, .pdf, .html or .md as well"
        report(Finding(path, f"its format {suffix!r} is not read", remedy))
    if suffix not in KNOWN or path.name in _NO_PAGES:
        return False
    if not S_ISREG(mode):
        report(Finding(path, "it is not a regular file", "remove it"))
    return S_ISREG(mode)
