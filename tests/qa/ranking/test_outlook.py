"""What a reader is expected to say: counted, kept, and refused where it can't be read."""

from pathlib import Path

import numpy as np
import pytest

from qa.errors import WeightsError
from qa.ranking.outlook import Outlook
from qa.ranking.rereading import OUTLOOK
from qa.reader import READER_WEIGHTS


def test_few_readings_are_above_the_high_one_and_half_below_the_usual() -> None:
    late = np.arange(-80.0, 21.0, dtype=np.float32)
    assert Outlook.of(late, late) == Outlook(usual=-30.0, high=19.0, rise=19.0)


def test_what_is_kept_is_what_was_counted(tmp_path: Path) -> None:
    outlook = Outlook(usual=-4.25, high=2.0, rise=1.5)
    outlook.save(tmp_path / OUTLOOK, "What a made reader says.")
    assert Outlook.load(tmp_path / OUTLOOK) == outlook
    assert "What a made reader says." in (tmp_path / OUTLOOK).read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [None, "", "{", '{"about": "", "usual": "much"}'])
def test_an_outlook_that_cannot_be_read_is_named(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / OUTLOOK
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(WeightsError, match=OUTLOOK):
        Outlook.load(path)


def test_the_bundled_reader_usually_says_no() -> None:
    outlook = Outlook.load(READER_WEIGHTS / OUTLOOK)
    assert outlook.usual < -2.0 < 0.0 < outlook.high
