"""Dates as people write them: one form on every surface that people read."""

from datetime import date

from babel.dates import format_date

# Staff read English alone.
OF_STAFF = "en"


def written_out(day: date, language: str) -> str:
    """Return `day` in words, in the order of `language`: January 10, 2024."""
    return str(format_date(day, "long", locale=language))
