"""Lines of JSON, found by number whatever the parts in which they are scanned."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import records
from index.records import Records, write_records

_ROWS = st.lists(st.text(max_size=12), min_size=1, max_size=30)


@given(rows=_ROWS, part=st.integers(1, 40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_is_found_by_its_number_and_all_at_once(
    rows: list[str], part: int, tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    assert write_records(path, rows) == len(rows)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(records, "_SCANNED_AT_ONCE", part)
        stored = Records(path)
    assert [stored[row] for row in range(len(stored))] == rows
    assert stored.all() == rows
    with pytest.raises(IndexError):
        stored[len(rows)]
