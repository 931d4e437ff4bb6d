from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binomtest

from qa.evaluation.comparing import Difference, compare, paired_test, paired_test_of_mean
from qa.evaluation.errors import NothingToCompareError, ReportFileError
from qa.evaluation.intervals import Numbers
from qa.evaluation.judging import RIGHT_FIRST
from qa.evaluation.measures import AUROC
from qa.evaluation.report import Report, Row, read_report, write_report
from tests.qa.evaluation.fakes import report, set_report

A, B = Path("a.json"), Path("b.json")


def rows(right: list[int], confidence: list[float] | None = None) -> list[Row]:
    return [
        Row(
            id=str(number),
            question="?",
            outcome="answer",
            took_ms=10.0,
            confidence=confidence[number] if confidence else None,
            answerable=number % 2 == 0,
            answers=bool(value),
            values={RIGHT_FIRST: value},
        )
        for number, value in enumerate(right)
    ]


def mean(values: Numbers, _: Numbers) -> float:
    return float(values.mean())


def differences(first: Report, second: Report) -> dict[str, Difference]:
    compared = compare((A, first), (B, second))
    return {d.measure: d for d in compared[0].differences}


def test_a_run_does_not_differ_from_itself() -> None:
    one = report(set_report("s", rows([1, 0] * 30)))
    found = differences(one, one)[RIGHT_FIRST]
    assert (found.test.first, found.test.second) == (0.5, 0.5)
    assert (found.test.low, found.test.high, found.test.p) == (0.0, 0.0, 1.0)
    assert found.verdict == "no clear difference"


def test_fifteen_of_a_hundred_more_is_a_difference_and_two_more_is_none() -> None:
    base = [1] * 60 + [0] * 40
    first = report(set_report("s", rows(base)))
    more = differences(first, report(set_report("s", rows([1] * 75 + [0] * 25))))[RIGHT_FIRST]
    few = differences(first, report(set_report("s", rows([1] * 62 + [0] * 38))))[RIGHT_FIRST]
    assert more.verdict == "better"
    assert more.test.low > 0
    assert more.test.low <= 0.15 <= more.test.high
    assert few.verdict == "no clear difference"
    assert few.test.low <= 0.0


def test_the_same_difference_the_other_way_is_worse() -> None:
    first, second = (report(set_report("s", rows([1] * n + [0] * (100 - n)))) for n in (75, 60))
    assert differences(first, second)[RIGHT_FIRST].verdict == "worse"


def test_p_agrees_with_the_exact_sign_test() -> None:
    # 14 questions turned right and 4 wrong: McNemar's exact test is a coin's.
    first = report(set_report("s", rows([0] * 14 + [1] * 4 + [1] * 40)))
    second = report(set_report("s", rows([1] * 14 + [0] * 4 + [1] * 40)))
    exact = binomtest(4, 18).pvalue
    assert differences(first, second)[RIGHT_FIRST].test.p == pytest.approx(exact, abs=0.02)


def test_p_is_fair_where_nothing_differs() -> None:
    random = np.random.default_rng(5)
    ps = []
    for _ in range(200):
        one, other = ((random.random(40) < 0.5).astype(float) for _ in range(2))
        ps.append(paired_test_of_mean(one, other).p)
    assert np.mean([p < 0.05 for p in ps]) <= 0.08
    assert np.mean(ps) == pytest.approx(0.55, abs=0.1)


def test_the_mean_is_tested_like_any_figure() -> None:
    random = np.random.default_rng(6)
    first, second = random.random(30), random.random(30) + 0.1
    fast = paired_test_of_mean(first, second)
    plain = paired_test(mean, *(np.column_stack([v, v]) for v in (first, second)))
    assert plain is not None
    for name in ("first", "second", "low", "high", "p"):
        assert getattr(fast, name) == pytest.approx(getattr(plain, name), abs=0.03), name


def test_a_confidence_that_separates_better_is_seen() -> None:
    random = np.random.default_rng(2)
    blind = random.random(120).tolist()
    seeing = [float(0.4 * (n % 2 == 0) + 0.6 * r) for n, r in enumerate(random.random(120))]
    first, second = (report(set_report("s", rows([1] * 120, c))) for c in (blind, seeing))
    found = differences(first, second)[AUROC]
    assert found.verdict == "better"
    assert found.test.second == pytest.approx(found.test.first + 0.35, abs=0.15)


def test_only_questions_of_both_runs_count() -> None:
    first = report(set_report("s", rows([1] * 10)), set_report("only here", rows([1])))
    second = report(set_report("s", rows([0] * 6)))
    found = compare((A, first), (B, second))
    assert [c.name for c in found] == ["s"]
    assert {d.measure: d.n for d in found[0].differences}[RIGHT_FIRST] == 6


def test_reports_of_different_sets_are_not_compared() -> None:
    first, second = (report(set_report(name, rows([1]))) for name in ("s", "t"))
    with pytest.raises(NothingToCompareError, match=r"a\.json and b\.json"):
        compare((A, first), (B, second))


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = report(set_report("s", rows([1, 0, 1])))
    write_report(written, tmp_path / "report.json")
    assert read_report(tmp_path) == written
    assert read_report(tmp_path / "report.json") == written


def test_a_file_that_is_no_report_is_named(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with pytest.raises(ReportFileError, match="No such file"):
        read_report(path)
    path.write_text('{"schema_version": 1}')
    with pytest.raises(ReportFileError, match=r"report\.json: no report: encoder: Field required"):
        read_report(path)
