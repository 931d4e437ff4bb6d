"""The dates of its reviews that a page tells its readers, in a line of their own."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from corpus.facts import PageFacts
from corpus.outline import Block

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH})\.?,? (?P<year>\d{{4}})"
    rf"|(?P<us_month>{_MONTH})\.? (?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<us_year>\d{{4}})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))"
)
_BETWEEN = r"(?: on| by)?[ :|]*"
_WHAT = r"(?:this )?(?:page |content |leaflet |article |information )?(?:was |is )?"
_TOLD = {
    "reviewed_on": re.compile(
        rf"\b{_WHAT}(?:date )?last (?:clinically |medically )?review(?:ed)?{_BETWEEN}{_DATE}", re.I
    ),
    "review_due_on": re.compile(
        rf"\b{_WHAT}(?:next review(?: date)?(?: is)?(?: due)?|due for review|review due)"
        rf"{_BETWEEN}{_DATE}",
        re.I,
    ),
}
_LABEL = re.compile(r"[^\n.:]{0,30}\breview[^\n.:]{0,20}:?", re.IGNORECASE)
_NO_WORDS = re.compile(r"\W*")
_LONGEST = 120


def told_dates(blocks: Iterable[Block]) -> PageFacts:
    """Return what lines say that say nothing else, like "Page last reviewed: 18 March 2024".

    A month without a day is not a date, and two different dates count as none.
    """
    found: dict[str, set[date]] = {name: set() for name in _TOLD}
    label = ""
    for block in blocks:
        if block.level == 0 and "review" in (label + block.text).casefold():
            for line in f"{label}{block.text}".split("\n"):
                for name, day in _told(" ".join(line.split())):
                    found[name].add(day)
        # What a day is may stand above it, in a block of its own.
        label = f"{block.text.rstrip(':')}: " if _LABEL.fullmatch(block.text) else ""
    return PageFacts.model_validate({n: days.pop() for n, days in found.items() if len(days) == 1})


def _told(line: str) -> Iterator[tuple[str, date]]:
    rest = line
    told: list[tuple[str, date]] = []
    for name, pattern in _TOLD.items():
        match = pattern.search(rest) if len(line) <= _LONGEST else None
        day = _day(match) if match else None
        if match and day:
            told.append((name, day))
            rest = rest[: match.start()] + rest[match.end() :]
    if _NO_WORDS.fullmatch(rest):
        yield from told


def _day(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        month = (match["month"] or match["us_month"])[:3].casefold()
        number = next(n for n, name in enumerate(_MONTHS, start=1) if name.startswith(month))
        return date(
            int(match["year"] or match["us_year"]), number, int(match["day"] or match["us_day"])
        )
    except ValueError:
        return None
