"""Write, count, read and delete records; each call is one transaction."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, String, delete, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from qa.records.record import Feedback, Record
from qa.records.tables import FEEDBACK, RECORDS, URGENT

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class FeedbackCounts:
    """What people said of the replies that are kept."""

    helped: int
    not_helped: int
    reasons: tuple[tuple[str, int], ...]


class Store:
    """The records of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, record: Record) -> None:
        """Write one record."""
        row = asdict(record) | {"passages": list(record.passages)}
        with self._engine.begin() as connection:
            connection.execute(insert(RECORDS), row)

    def count_urgent(self, day: date, kind: str) -> None:
        """Count one referral to people; nothing else of it is kept."""
        try:
            self._count_urgent(day, kind)
        except IntegrityError:
            # Another process counted the day's first at the same moment.
            self._count_urgent(day, kind)

    def _count_urgent(self, day: date, kind: str) -> None:
        same = (URGENT.c.day == day) & (URGENT.c.kind == kind)
        with self._engine.begin() as connection:
            more = update(URGENT).where(same).values(count=URGENT.c.count + 1)
            if connection.execute(more).rowcount == 0:
                connection.execute(insert(URGENT), {"day": day, "kind": kind, "count": 1})

    def give_feedback(self, record_id: str, feedback: Feedback) -> bool:
        """Keep what was said of a record, the last word over the first; False where it is gone."""
        reason = feedback.reason.value if feedback.reason else None
        known = select(RECORDS.c.id, literal(feedback.helped), literal(reason, String)).where(
            RECORDS.c.id == record_id
        )
        with self._engine.begin() as connection:
            connection.execute(delete(FEEDBACK).where(FEEDBACK.c.record_id == record_id))
            added = insert(FEEDBACK).from_select(["record_id", "helped", "reason"], known)
            return connection.execute(added).rowcount > 0

    def expire(self, before: datetime) -> int:
        """Delete what was asked before the instant `before`, and return how many records went."""
        with self._engine.begin() as connection:
            old = RECORDS.c.asked_at < before
            ids = select(RECORDS.c.id).where(old)
            connection.execute(delete(FEEDBACK).where(FEEDBACK.c.record_id.in_(ids)))
            connection.execute(delete(URGENT).where(URGENT.c.day < before.date()))
            return connection.execute(delete(RECORDS).where(old)).rowcount

    def delete_all(self) -> int:
        """Delete everything, counts too, and return how many records went."""
        with self._engine.begin() as connection:
            connection.execute(delete(FEEDBACK))
            connection.execute(delete(URGENT))
            return connection.execute(delete(RECORDS)).rowcount

    def count(self) -> int:
        """Count the records."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(RECORDS)).scalar_one()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield every record with its feedback, the oldest hour first."""
        said = [FEEDBACK.c.helped, FEEDBACK.c.reason.label("feedback_reason")]
        joined = select(RECORDS, *said).join_from(
            RECORDS, FEEDBACK, FEEDBACK.c.record_id == RECORDS.c.id, isouter=True
        )
        ordered = joined.order_by(RECORDS.c.asked_at, RECORDS.c.id)
        with self._engine.connect() as connection:
            for row in connection.execute(ordered.execution_options(yield_per=_AT_ONCE)).mappings():
                yield dict(row) | {"asked_at": _as_utc(row["asked_at"])}

    def urgent(self) -> dict[str, int]:
        """Count the referrals to people by kind."""
        total = func.sum(URGENT.c.count)
        with self._engine.connect() as connection:
            rows = connection.execute(select(URGENT.c.kind, total).group_by(URGENT.c.kind))
            return {kind: int(count) for kind, count in rows}

    def unanswered(self, most: int) -> list[str]:
        """Return the newest redacted questions that no page answered, at most `most`."""
        found = (
            select(RECORDS.c.question)
            .where(RECORDS.c.reason == "not_in_corpus", RECORDS.c.question.is_not(None))
            .order_by(RECORDS.c.asked_at.desc(), RECORDS.c.id)
            .limit(most)
        )
        with self._engine.connect() as connection:
            return list(connection.execute(found).scalars())

    def kinds(self) -> dict[str, int]:
        """Count the records by kind and, where there is one, by reason."""
        grouped = select(RECORDS.c.kind, RECORDS.c.reason, func.count()).group_by(
            RECORDS.c.kind, RECORDS.c.reason
        )
        with self._engine.connect() as connection:
            return {reason or kind: int(n) for kind, reason, n in connection.execute(grouped)}

    def feedback(self) -> FeedbackCounts:
        """Count the feedback."""
        grouped = select(FEEDBACK.c.helped, FEEDBACK.c.reason, func.count()).group_by(
            FEEDBACK.c.helped, FEEDBACK.c.reason
        )
        with self._engine.connect() as connection:
            rows = [(bool(h), reason, int(n)) for h, reason, n in connection.execute(grouped)]
        reasons = sorted(((r, n) for h, r, n in rows if r), key=lambda pair: (-pair[1], pair[0]))
        helped = sum(n for h, _, n in rows if h)
        return FeedbackCounts(helped, sum(n for h, _, n in rows if not h), tuple(reasons))


def _as_utc(at: datetime) -> datetime:
    # SQLite keeps no time zone: what was written is UTC.
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
