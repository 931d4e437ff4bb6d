"""Write records beside the answers: a queue of bounded length and one thread behind it.

Nothing here may slow or break an answer. What the queue can't take, and what the database refuses,
is dropped and counted.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, Full, Queue

from sqlalchemy.exc import SQLAlchemyError

from corpus.counting import counted
from qa.records.database import reason_of
from qa.records.record import (
    Feedback,
    Noted,
    Surface,
    asks_for_nothing,
    counted_only,
    record_of,
    to_the_hour,
)
from qa.records.store import Store
from qa.reply import Reply

MOST_WAITING = 1000
_LOOK_SECONDS = 1.0
_EXPIRE_EVERY = timedelta(days=1)
_STOP_SECONDS = 5.0

_log = logging.getLogger(__name__)

Redact = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Said:
    """Feedback that waits to be written."""

    record_id: str
    feedback: Feedback


class Recorder:
    """Takes notes of replies; `now` is the time in UTC, and `keep` how long a record is kept."""

    def __init__(
        self,
        store: Store,
        redact: Redact,
        now: Callable[[], datetime],
        keep: timedelta,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self.store, self._redact, self._now, self._keep = store, redact, now, keep
        self._waiting: Queue[Noted | _Said] = Queue(most_waiting)
        self._stopping = threading.Event()
        self._expired_at: datetime | None = None
        self.dropped = 0

    def note(self, reply: Reply, language: str, surface: Surface) -> str:
        """Queue a reply; returns the id under which feedback on it can be given.

        The id tells nothing and can't be guessed. It is good for nothing where the note is dropped.
        """
        noted = Noted(secrets.token_urlsafe(16), to_the_hour(self._now()), surface, language, reply)
        self._queue(noted)
        return noted.id

    def give_feedback(self, record_id: str, feedback: Feedback) -> None:
        """Queue what a person said of a reply; an id that isn't known is passed over."""
        self._queue(_Said(record_id, feedback))

    def _queue(self, item: Noted | _Said) -> None:
        try:
            self._waiting.put_nowait(item)
        except Full:
            self._drop("the queue is full")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Write in a thread of its own until the block is left; then write what still waits."""
        thread = threading.Thread(target=self._run, name="records", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join(_STOP_SECONDS)

    def write_waiting(self) -> None:
        """Write everything that waits, in the thread that calls."""
        while self._write_next(None):
            pass

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._expire_daily()
            self._write_next(_LOOK_SECONDS)
        self.write_waiting()

    def _write_next(self, wait: float | None) -> bool:
        try:
            item = self._waiting.get(timeout=wait) if wait else self._waiting.get_nowait()
        except Empty:
            return False
        try:
            self._write(item)
        except SQLAlchemyError as error:
            self._drop(reason_of(error))
        return True

    def _write(self, item: Noted | _Said) -> None:
        if isinstance(item, _Said):
            self.store.give_feedback(item.record_id, item.feedback)
        elif kind := counted_only(item.reply):
            self.store.count_urgent(item.asked_at.date(), kind.value)
        else:
            asked = item.reply.read_as or item.reply.question
            kept = None if asks_for_nothing(item.reply) else self._redact(asked)
            self.store.add(record_of(item, kept))

    def _expire_daily(self) -> None:
        now = self._now()
        if self._expired_at is not None and now - self._expired_at < _EXPIRE_EVERY:
            return
        self._expired_at = now
        try:
            gone = self.store.expire(now - self._keep)
        except SQLAlchemyError as error:
            _log.error("old records can't be deleted: %s", reason_of(error))
            return
        if gone:
            kept = counted(self._keep.days, "day")
            _log.info("%s deleted: older than %s", counted(gone, "record"), kept)

    def _drop(self, why: str) -> None:
        self.dropped += 1
        # Each power of two: a database that is gone must not fill the log as well.
        if self.dropped & (self.dropped - 1) == 0:
            _log.warning("%d questions or answers to them not recorded: %s", self.dropped, why)
