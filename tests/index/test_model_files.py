"""A model that was fetched once is found on this machine, and nobody is asked for it again."""

import socket
from pathlib import Path

import huggingface_hub.constants
import pytest

from index.errors import EncoderError
from index.model_files import SAFETENSORS, find_model


@pytest.fixture
def snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the model cache keeps the model "tiny"; without a network."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    repository = tmp_path / "models--sentence-transformers--tiny"
    folder = repository / "snapshots" / ("a" * 40)
    folder.mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("a" * 40)
    (folder / "config.json").write_text("{}")
    return folder


def count_lookups(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    asked: list[object] = []

    def refuse(host: object, *_: object, **__: object) -> None:
        asked.append(host)
        raise socket.gaierror("no network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return asked


def test_a_model_in_the_cache_is_found_without_a_network(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (snapshot / SAFETENSORS).write_bytes(b"weights")
    asked = count_lookups(monkeypatch)
    assert find_model("tiny").folder == snapshot
    assert asked == []


@pytest.mark.usefixtures("snapshot")
def test_a_model_whose_fetching_was_broken_off_is_fetched_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = count_lookups(monkeypatch)
    with pytest.raises(EncoderError, match="tiny"):
        find_model("tiny")
    assert asked
