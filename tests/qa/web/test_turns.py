"""An answer is painted soon after Enter, beside the least that a chat in Gradio takes."""

import pytest
from playwright.sync_api import Browser

from qa.pipeline import Assistant
from tests.benchmarks.turns import measure

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_turn_takes_at_most_three_times_a_bare_one(browser: Browser, article: Assistant) -> None:
    times = measure(browser, article)
    assert times.ratio <= 3, times
