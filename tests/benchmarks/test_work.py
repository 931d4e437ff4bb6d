"""No change makes an answer or a build more work without somebody having looked at it."""

import json

from tests.benchmarks.work import REVIEWED, measure

# Versions of Python and of libraries differ by a few calls.
MARGIN = 1.1


def test_an_answer_and_a_build_are_no_more_work_than_reviewed() -> None:
    reviewed = json.loads(REVIEWED.read_text())
    found = measure()
    assert set(found) == set(reviewed)
    grown = {
        name: f"{found[name]}, reviewed {reviewed[name]}"
        for name in found
        if found[name] > reviewed[name] * MARGIN
    }
    assert not grown, "if it is meant: python -m tests.benchmarks.work --write"
