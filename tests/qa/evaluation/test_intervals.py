import numpy as np
import pytest

from qa.evaluation.intervals import bootstrap, bootstrap_mean, percentile_interval, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(
    successes: int, n: int, low: float, high: float
) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_is_not_certain_of_a_perfect_score() -> None:
    low, high = wilson(130, 130)
    assert low == pytest.approx(0.9713, abs=5e-5)
    assert high == 1.0


def test_the_bootstrap_of_a_mean_is_about_two_standard_errors_wide() -> None:
    values = np.random.default_rng(3).normal(10.0, 2.0, 400)
    low, high = bootstrap_mean(values)
    error = values.std(ddof=1) / np.sqrt(len(values))
    assert low == pytest.approx(values.mean() - 1.96 * error, abs=0.03)
    assert high == pytest.approx(values.mean() + 1.96 * error, abs=0.03)


def test_the_same_values_give_the_same_interval_again() -> None:
    values = np.linspace(0.0, 1.0, 50)
    assert bootstrap_mean(values) == bootstrap_mean(values.copy())


def test_draws_without_a_value_are_left_out() -> None:
    draws = np.append(np.linspace(0.0, 1.0, 101), np.nan)
    assert percentile_interval(draws) == pytest.approx((0.025, 0.975))
    assert np.isnan(bootstrap(lambda _: float("nan"), 5)).all()
