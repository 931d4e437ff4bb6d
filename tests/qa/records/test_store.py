"""What is written can be read, counted, exported and deleted, on SQLite and on PostgreSQL."""

import csv
import io
import json
from datetime import timedelta

import pytest

from qa.records import Feedback, FeedbackReason
from qa.records.export import COLUMNS, as_csv_lines, as_json_lines
from qa.records.record import Record, record_of
from qa.records.store import FeedbackCounts, Store
from qa.reply import Reason, ReferralKind
from tests.qa.records.conftest import AT, abstention, answer, noted, referral


def test_a_record_comes_back_as_it_was_written(store: Store) -> None:
    store.add(record_of(noted(answer()), "What is it?"))
    (row,) = store.rows()
    assert row == {
        "id": "a",
        "asked_at": AT,
        "surface": "chat",
        "language": "en",
        "kind": "answer",
        "reason": None,
        "question": "What is it?",
        "confidence": 0.75,
        "index_version": "v1",
        "passages": [{"document_id": "page", "passage_id": "page:0-5"}],
        "helped": None,
        "feedback_reason": None,
    }


def test_the_last_feedback_counts_and_feedback_on_nothing_is_dropped(store: Store) -> None:
    store.add(record_of(noted(answer()), "What is it?"))
    store.add(record_of(noted(answer(), "b"), "And that?"))
    assert store.give_feedback("a", Feedback(True))
    assert store.give_feedback("a", Feedback(False, FeedbackReason.TOO_HARD))
    assert store.give_feedback("b", Feedback(True))
    assert not store.give_feedback("never", Feedback(True))
    assert store.feedback() == FeedbackCounts(1, 1, (("too_hard", 1),))


def test_what_is_old_goes_with_its_feedback_and_counts(store: Store) -> None:
    old = AT - timedelta(days=31)
    store.add(record_of(noted(answer(), "old", old), "Old?"))
    store.add(record_of(noted(answer(), "new"), "New?"))
    store.give_feedback("old", Feedback(True))
    store.count_urgent(old.date(), "crisis")
    store.count_urgent(AT.date(), "crisis")
    store.count_urgent(AT.date(), "crisis")
    assert store.expire(AT - timedelta(days=30)) == 1
    assert [row["id"] for row in store.rows()] == ["new"]
    assert store.feedback() == FeedbackCounts(0, 0, ())
    assert store.urgent() == {"crisis": 2}


def test_deleting_leaves_nothing(store: Store) -> None:
    store.add(record_of(noted(answer()), "What is it?"))
    store.give_feedback("a", Feedback(True))
    store.count_urgent(AT.date(), "emergency")
    assert store.delete_all() == 1
    assert (store.count(), store.urgent(), store.feedback()) == (0, {}, FeedbackCounts(0, 0, ()))


def test_unanswered_questions_come_newest_first_and_without_blanks(store: Store) -> None:
    for number, text in enumerate(["first", None, "second", "third"]):
        at = AT + timedelta(hours=number)
        store.add(record_of(noted(abstention("q"), str(number), at), text))
    unclear = abstention("?", Reason.UNCLEAR)
    store.add(record_of(noted(unclear, "u"), None))
    store.add(record_of(noted(answer(), "x"), "answered"))
    assert store.unanswered(2) == ["third", "second"]
    assert store.unanswered(9) == ["third", "second", "first"]
    assert store.kinds() == {"not_in_corpus": 4, "unclear": 1, "answer": 1}


def test_an_urgent_referral_can_not_become_a_record() -> None:
    for kind in (ReferralKind.CRISIS, ReferralKind.EMERGENCY):
        with pytest.raises(ValueError, match="counted, never recorded"):
            record_of(noted(referral("help", kind)), "help")


def test_a_record_tells_no_more_than_the_hour() -> None:
    with pytest.raises(ValueError, match="more than the hour"):
        Record("a", AT.replace(minute=1), "chat", "en", "answer", None, None, None, None, ())


def test_exports_hold_every_record(store: Store) -> None:
    store.add(record_of(noted(answer()), '=1+1, "quoted"\nand a line'))
    (line,) = as_json_lines(store.rows())
    told = json.loads(line)
    assert tuple(told) == COLUMNS
    assert (told["asked_at"], told["question"]) == (
        "2026-11-22T10:00:00+00:00",
        '=1+1, "quoted"\nand a line',
    )
    text = "\n".join(as_csv_lines(store.rows()))
    (row,) = csv.DictReader(io.StringIO(text))
    # A spreadsheet would run the cell as a formula without the mark in front.
    assert row["question"] == '\'=1+1, "quoted"\nand a line'
    assert row["passages"] == "page:0-5"
