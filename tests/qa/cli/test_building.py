"""What a build tells of its sources on standard error."""

from pathlib import Path

import pytest

from corpus.findings import Finding
from qa.cli.building import FindingReporter


def test_a_file_with_many_findings_does_not_drown_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    reporter = FindingReporter()
    for number in range(1000):
        reporter.report(Finding(Path("many.jsonl"), f"line {number}: no record", "fix it"))
    reporter.report(Finding(Path("one.pdf"), "it is scanned", "recognise its text"))
    reporter.finish()
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "warning: many.jsonl: line 0: no record; fix it"
    assert told[-2] == "warning: one.pdf: it is scanned; recognise its text"
    assert told[-1].startswith("warning: many.jsonl: 980 more findings; `citewell check --json`")
    assert len(told) == 22
