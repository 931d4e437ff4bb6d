"""From settings to a recorder, or to none: recording never stands in the way of answering."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qa.errors import RecordsError
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.pipeline import Assistant
    from qa.records.recorder import Recorder
    from qa.records.store import Store

_log = logging.getLogger(__name__)


def open_store(settings: Settings, *, make: bool = True) -> "Store":
    """Open the database of the settings; raises RecordsError where it can't be used.

    What isn't there is made, file and tables, unless `make` is false.
    """
    # Imported late: an answer should not wait for what it doesn't need.
    from qa.records.database import open_database
    from qa.records.store import Store

    return Store(open_database(settings.records_url, make=make))


def open_recorder(
    settings: Settings,
    assistant: Callable[[], "Assistant | None"],
    now: Callable[[], datetime],
) -> "Recorder | None":
    """Return a recorder where the operator wants one and its database can be used, else None."""
    if not settings.record_questions:
        return None
    from qa.records.recorder import Recorder

    try:
        store = open_store(settings)
    except RecordsError as error:
        _log.error("questions are answered but not recorded: %s", error)
        return None
    redact = _redacting(assistant)
    return Recorder(store, redact, now, timedelta(days=settings.records_days))


def _redacting(assistant: Callable[[], "Assistant | None"]) -> Callable[[str], str | None]:
    """Return what redacts with the words of whichever index answers."""
    from functools import cache

    from qa.records.redaction import Redactor

    def in_pages(word: str) -> bool:
        current = assistant()
        if current is None:
            return False
        read = current.interpreter
        return read.speller.in_pages(word) or word in read.glossary

    def is_english(word: str) -> bool:
        current = assistant()
        return current is not None and current.interpreter.speller.is_english(word)

    load = cache(lambda: Redactor.load(in_pages, is_english))
    return lambda question: load().redact(question)
