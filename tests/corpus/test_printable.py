"""What others wrote, and what Python says of it, fit for whoever reads it."""

import json
import tomllib
from collections.abc import Callable

import pytest
import yaml

from corpus.printable import said_by


@pytest.mark.parametrize(
    ("read", "form"),
    [(json.loads, "[{}]"), (tomllib.loads, "a = {}"), (yaml.safe_load, "a: {}")],
)
def test_a_number_that_python_does_not_read_is_told_in_plain_words(
    read: Callable[[str], object], form: str
) -> None:
    read(form.format("1" * 4300))
    with pytest.raises(ValueError, match="limit") as raised:
        read(form.format("1" * 4301))
    assert said_by(raised.value) == "a number of more than 4,300 digits"


def test_what_else_is_said_stands_in_one_line() -> None:
    assert said_by(ValueError("no table\n  at line 3")) == "no table at line 3"
    assert said_by(RecursionError("maximum recursion depth exceeded")) == "nested too deep"
