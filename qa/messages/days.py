"""Dates as people write them: one form on every surface that people read."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

# Staff read English alone.
OF_STAFF = "en"


def written_out(day: date, language: str, region: str | None = None) -> str:
    """Return `day` with its month in words, as `language` is written in `region`.

    English is January 10, 2024, and where `region` is GB it is 10 January 2024.
    """
    # Imported late: the settings are read by every command, and few of them write a date.
    from babel.dates import format_date

    return str(format_date(day, "long", locale=_locale(language, region)))


def region_of(language_tag: str, region: str | None) -> str | None:
    """Return the region that dates are written for: the tag's own (en-GB), else `region`."""
    parts = language_tag.strip().replace("_", "-").split("-")
    return next((part for part in parts[1:] if len(part) == 2), region)


def _locale(language: str, region: str | None) -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(f"{language}_{(region or '').upper()}".rstrip("_"))
    except (UnknownLocaleError, ValueError):
        # An operator names regions as they like; nobody has set how Polish is written in Britain.
        return Locale.parse(language)
