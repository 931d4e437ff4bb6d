"""Recording stays out of the way of answering, and keeps no more than it says."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from qa.doctor import examine
from qa.records import Feedback, Surface
from qa.records.database import open_database
from qa.records.opening import open_recorder
from qa.records.record import record_of
from qa.records.recorder import Recorder
from qa.records.store import Store
from qa.reply import Reason, ReferralKind
from qa.settings import Settings
from tests.conftest import TODAY
from tests.qa.records.conftest import AT, abstention, answer, noted, referral

LATE = AT + timedelta(minutes=59, seconds=58)
DAYS = timedelta(days=30)


def recording(store: Store, most: int = 10, now: Callable[[], datetime] = lambda: LATE) -> Recorder:
    return Recorder(store, lambda text: text.replace("Tom", "[name]"), now, DAYS, most)


def test_a_reply_is_written_redacted_and_by_the_hour(store: Store) -> None:
    recorder = recording(store)
    first = recorder.note(answer("Is Tom well?"), "en", Surface.API)
    recorder.give_feedback(first, Feedback(True))
    assert store.count() == 0
    recorder.write_waiting()
    (row,) = store.rows()
    assert (row["id"], row["question"], row["asked_at"]) == (first, "Is [name] well?", AT)
    assert (row["surface"], row["helped"]) == ("api", True)


def test_people_in_danger_are_counted_and_nothing_else(store: Store) -> None:
    recorder = recording(store)
    for kind in (ReferralKind.CRISIS, ReferralKind.CRISIS, ReferralKind.EMERGENCY):
        recorder.note(referral("I can't go on", kind), "en", Surface.CHAT)
    recorder.note(referral("Should I stop?", ReferralKind.PERSONAL_ADVICE), "en", Surface.CHAT)
    recorder.write_waiting()
    assert store.urgent() == {"crisis": 2, "emergency": 1}
    (row,) = store.rows()
    assert (row["reason"], row["question"]) == ("personal_advice", "Should I stop?")


@pytest.mark.parametrize("reason", [Reason.SMALL_TALK, Reason.UNCLEAR])
def test_small_talk_and_noise_are_kept_without_words(store: Store, reason: Reason) -> None:
    recorder = recording(store)
    recorder.note(abstention("hello there", reason), "en", Surface.CHAT)
    recorder.write_waiting()
    (row,) = store.rows()
    assert (row["reason"], row["question"]) == (reason.value, None)


def test_what_the_queue_can_not_take_is_dropped_counted_and_said(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    recorder = recording(store, most=2)
    for _ in range(7):
        recorder.note(answer("secret words"), "en", Surface.CHAT)
    assert recorder.dropped == 5
    said = [r.getMessage() for r in caplog.records]
    assert said == [
        f"{n} questions or answers to them not recorded: the queue is full" for n in (1, 2, 4)
    ]
    recorder.write_waiting()
    assert store.count() == 2
    assert "secret" not in caplog.text


def test_a_database_that_fails_drops_the_record_and_tells_no_question(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "records.sqlite"
    recorder = recording(Store(open_database(f"sqlite:///{file}")))
    file.write_bytes(b"overwritten" * 1000)
    recorder.note(answer("secret words"), "en", Surface.CHAT)
    recorder.write_waiting()
    assert recorder.dropped == 1
    assert "not recorded" in caplog.text
    assert "secret" not in caplog.text


def test_the_thread_writes_what_waits_before_it_ends_and_expires_at_the_start(
    store: Store,
) -> None:
    store.add(record_of(noted(answer(), "old", AT - timedelta(days=40)), "Old?"))
    recorder = recording(store)
    with recorder.running():
        recorder.note(answer(), "en", Surface.CHAT)
    assert [row["question"] for row in store.rows()] == ["What is it?"]
    assert "records" not in {thread.name for thread in threading.enumerate()}


def test_records_expire_again_a_day_later(store: Store) -> None:
    times = [AT]
    recorder = recording(store, now=lambda: times[0])
    done = threading.Event()
    with recorder.running():
        store.add(record_of(noted(answer(), "a", AT - timedelta(days=29, hours=12)), "q"))
        times[0] = AT + timedelta(hours=23)
        recorder.note(answer(), "en", Surface.CHAT)
        done.wait(1.5)
        assert store.count() == 2
        times[0] = AT + timedelta(hours=25)
        for _ in range(50):
            if store.count() == 1:
                break
            done.wait(0.2)
    assert store.count() == 1


def off() -> None:
    return None


def test_nothing_is_recorded_by_default(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'records.sqlite'}"
    assert open_recorder(Settings(records_url=url), off, lambda: AT) is None
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_can_not_be_used_stops_no_answer_and_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, settings: Settings, article_root: Path
) -> None:
    file = tmp_path / "records.sqlite"
    file.write_bytes(b"no database" * 100)
    chosen = settings.model_copy(
        update={"record_questions": True, "records_url": f"sqlite:///{file}"}
    )
    with caplog.at_level(logging.ERROR):
        assert open_recorder(chosen, off, lambda: AT) is None
    assert "questions are answered but not recorded" in caplog.text
    finding = next(f for f in examine(chosen, lambda: TODAY) if f.check == "records")
    assert finding.level == "warning"
    assert "file is not a database" in finding.found
    assert "answered but not kept" in finding.found


def test_looking_at_a_database_that_is_not_there_makes_none(
    tmp_path: Path, settings: Settings, article_root: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'records.sqlite'}"
    chosen = settings.model_copy(update={"record_questions": True, "records_url": url})
    finding = next(f for f in examine(chosen, lambda: TODAY) if f.check == "records")
    assert finding.level == "warning"
    assert finding.found == f"{url}: there is no such database, so nothing is kept in it"
    assert "`citewell serve`, which makes it" in finding.remedy
    assert list(tmp_path.iterdir()) == []


def test_without_an_index_every_word_is_taken_for_unknown(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'records.sqlite'}"
    chosen = Settings(record_questions=True, records_url=url)
    recorder = open_recorder(chosen, off, lambda: AT)
    assert recorder is not None
    recorder.note(abstention("Wolfgang Reinhardt xyzzy plugh"), "en", Surface.CHAT)
    recorder.write_waiting()
    (row,) = recorder.store.rows()
    assert row["question"] is None
