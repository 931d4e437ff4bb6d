"""What keeps staff from the desk, or from a part of it, though the settings name it."""

from collections.abc import Iterator
from pathlib import Path

from qa.errors import UsersError
from qa.settings import Settings

# The report is read as the page it is: whatever judges answers is never loaded to give them.
REPORT = "report.html"


def faults(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield (what was found, its remedy) for each setting of the desk that leads to nothing."""
    if settings.desk_users is not None:
        yield from _of_users(settings.desk_users)
    folder = settings.desk_report
    if folder is not None and not (folder / REPORT).is_file():
        remedy = f"write one with `citewell evaluate QUESTIONS --report {folder}`"
        yield f"`desk_report` names {folder}, which holds no report", remedy
    if folder is not None and not settings.has_desk:
        found = "`desk_report` is set, and there is no desk to show it"
        yield found, "set `desk_users` or `desk_user_header`"


def _of_users(file: Path) -> Iterator[tuple[str, str]]:
    # Imported late: what hashes passwords takes a while to load.
    from qa.desk.users import Users

    remedy = "add somebody with `citewell desk add NAME`"
    if not file.exists():
        found = f"`desk_users` names {file}, which doesn't exist: nobody can sign in"
        yield found, f"fix the setting, or {remedy}"
        return
    try:
        names = Users(file).names()
    except UsersError as error:
        yield f"{error.file}: {error.found}", error.remedy
        return
    if not names:
        yield f"{file} names nobody: nobody can sign in", remedy
