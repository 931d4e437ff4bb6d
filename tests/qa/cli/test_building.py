"""What a build tells of its sources on standard error."""

from pathlib import Path

import pytest

from corpus.findings import Finding
from qa.cli.building import Telling


def test_a_file_with_many_findings_does_not_drown_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telling = Telling()
    for number in range(1000):
        telling.tell(Finding(Path("many.jsonl"), f"line {number}: no record", "fix it"))
    telling.tell(Finding(Path("one.pdf"), "it is scanned", "recognise its text"))
    telling.finish()
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "warning: many.jsonl: line 0: no record; fix it"
    assert told[-2] == "warning: one.pdf: it is scanned; recognise its text"
    assert told[-1].startswith("warning: many.jsonl: 980 more findings; `citewell check --json`")
    assert len(told) == 22
