"""A question that is alone on the machine gets all of its cores; any other keeps to its own."""

import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Encoder
from index import cores as machine
from index.runtime import sessions
from index.runtime.onnx_encoder import OnnxEncoder
from index.runtime.sessions import Sessions


class _Named(Sessions):
    """Sessions that are no more than the number of their threads."""

    def _open(self, threads: int) -> Any:
        return threads


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine of four cores, of which this test's own is the only one at work."""
    path = tmp_path / "loadavg"
    path.write_text("0.42 0.40 0.39 1/207 4321\n")
    monkeypatch.setattr(machine, "_LOAD", path)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    monkeypatch.setattr(sessions, "cores", lambda: 4)
    return path


def chosen(made: Sessions) -> Any:
    with made.soonest() as session:
        return session


def asked_often(made: Sessions) -> Sessions:
    before = [chosen(made) for _ in range(3)]
    assert before[:2] == [1, 1]
    deadline = time.monotonic() + 60
    while chosen(made) == 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    return made


def test_a_question_alone_is_answered_by_all_cores(load: Path) -> None:
    made = asked_often(_Named(b"", Path()))
    assert chosen(made) == 4
    load.write_text("9.00 9.00 9.00 3/207 4321\n")
    assert chosen(made) == 4


def test_a_question_beside_others_keeps_to_its_own_core(load: Path) -> None:
    made = asked_often(_Named(b"", Path()))
    with made.soonest() as first:
        assert (first, chosen(made)) == (4, 1)
    assert chosen(made) == 4
    load.write_text("0.01 0.01 0.01 4/207 4321\n")
    assert chosen(made) == 1


def test_where_nobody_counts_what_runs_a_question_alone_is_enough(load: Path) -> None:
    made = asked_often(_Named(b"", Path()))
    for text in ("", "0.01 0.01 0.01", "0.01 0.01 0.01 many/207 4321"):
        load.write_text(text)
        assert chosen(made) == 4
    load.unlink()
    assert chosen(made) == 4


def test_many_cores_share_a_question_no_more_than_pays(
    load: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    monkeypatch.setattr(sessions, "cores", lambda: 64)
    assert load.is_file()
    assert chosen(asked_often(_Named(b"", Path()))) == 4


def test_one_core_needs_no_second_session(load: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load.is_file()
    monkeypatch.setattr(sessions, "cores", lambda: 1)
    made = _Named(b"", Path())
    assert [chosen(made) for _ in range(9)] == [1] * 9
    assert made._shared is None


def test_both_give_the_same_vectors(encoder: Encoder) -> None:
    assert isinstance(encoder, OnnxEncoder)
    shared = encoder._sessions._open(threads=2)
    ids = np.arange(1000, 1030, dtype=np.int32).reshape(2, 15)
    ones, zeros = np.ones_like(ids), np.zeros_like(ids)
    np.testing.assert_allclose(
        encoder._embed(shared, ids, ones, zeros),
        encoder._embed(encoder._sessions.own, ids, ones, zeros),
        atol=1e-6,
    )
