"""Which runtime an encoder gets, and what is kept between starts."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index import Encoder, loading
from index.encoder import Vectors
from index.errors import RuntimeRefusedError, WeightsMismatchError
from index.loading import load_encoder, load_for_many
from index.model_files import BUNDLED_NAME, find_model
from index.runtime import graph_cache
from index.runtime.bfloat16_encoder import multiplies_bfloat16
from index.runtime.checking import SAMPLE, bundled_vectors, check
from index.runtime.onnx_encoder import OnnxEncoder
from index.runtime.recipe import read_recipe
from index.sentence_transformer import SentenceTransformerEncoder
from tests.index.runtime.conftest import MakeModel, make_model

__all__ = ["make_model"]


def test_a_model_that_is_no_bert_runs_in_torch_and_says_why(
    make_model: MakeModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        loaded = load_encoder(str(make_model(kind="distilbert")), None, tmp_path)
    assert isinstance(loaded.encoder, SentenceTransformerEncoder)
    assert "distilbert" in loaded.why
    assert "torch runs it instead" in caplog.text


def test_a_pooling_that_is_not_known_is_refused(make_model: MakeModel) -> None:
    with pytest.raises(RuntimeRefusedError, match="pools by"):
        read_recipe(find_model(str(make_model(pooling="max"))))


def test_vectors_that_are_not_torchs_are_refused(tmp_path: Path) -> None:
    encoder = load_encoder(BUNDLED_NAME, None, tmp_path).encoder
    right = bundled_vectors()
    assert check(encoder, right) > 0.999999
    wrong = right.copy()
    wrong[3] = np.roll(wrong[3], 1)
    with pytest.raises(RuntimeRefusedError, match="not torch's"):
        check(encoder, wrong)
    wrong[3] = np.nan
    with pytest.raises(RuntimeRefusedError, match="not torch's"):
        check(encoder, wrong)


def test_an_encoder_for_many_passages_must_give_nearly_the_exact_ones_vectors(
    encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    if not multiplies_bfloat16():
        assert load_for_many(encoder, None) is encoder
        pytest.skip("this processor multiplies no bfloat16")
    assert load_for_many(encoder, None).identity.precision == "bfloat16"
    other = Turned(encoder)
    with caplog.at_level(logging.WARNING):
        assert load_for_many(other, None) is other
    assert "not embedded in bfloat16: its vectors are not torch's" in caplog.text


class Turned:
    """An encoder whose vectors hold the right numbers at the wrong places."""

    def __init__(self, encoder: Encoder) -> None:
        self.identity = encoder.identity
        self.count_tokens, self.encode_queries = encoder.count_tokens, encoder.encode_queries
        self.embed_queries = encoder.embed_queries
        self._encoder = encoder

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.roll(self._encoder.encode_passages(texts), 1, axis=1)


def test_a_model_whose_weights_are_not_the_pinned_ones_is_an_error(
    make_model: MakeModel, tmp_path: Path
) -> None:
    with pytest.raises(WeightsMismatchError):
        load_encoder(str(make_model()), "0" * 64, tmp_path)


@pytest.mark.parametrize("damage", ["graph", "record", "both gone", "none"])
def test_a_damaged_cache_is_made_anew(damage: str, tmp_path: Path) -> None:
    first = load_encoder(BUNDLED_NAME, None, tmp_path)
    graph, record = next(tmp_path.glob("*.onnx")), next(tmp_path.glob("*.json"))
    whole = graph.read_bytes(), record.read_bytes()
    match damage:
        case "graph":
            graph.write_bytes(whole[0][:500] + b"\x00" + whole[0][501:])
        case "record":
            record.write_text("{")
        case "both gone":
            graph.unlink()
            record.unlink()
    second = load_encoder(BUNDLED_NAME, None, tmp_path)
    assert isinstance(second.encoder, OnnxEncoder)
    assert (graph.read_bytes(), record.read_bytes()) == whole
    np.testing.assert_array_equal(
        first.encoder.encode_passages(SAMPLE), second.encoder.encode_passages(SAMPLE)
    )


def test_what_is_kept_is_believed_only_with_its_own_sha256(tmp_path: Path) -> None:
    graph_cache.write_checked(tmp_path, "key", graph_cache.CheckedGraph(b"graph", 1.0))
    assert graph_cache.read_checked(tmp_path, "key") == graph_cache.CheckedGraph(b"graph", 1.0)
    (tmp_path / "key.onnx").write_bytes(b"grapf")
    assert graph_cache.read_checked(tmp_path, "key") is None
    assert json.loads((tmp_path / "key.json").read_bytes())["cosine"] == 1.0
    assert graph_cache.read_checked(tmp_path, "another") is None


def test_a_cache_that_cannot_be_written_costs_time_and_a_warning_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with caplog.at_level(logging.WARNING, logger=loading.__name__):
        loaded = load_encoder(BUNDLED_NAME, None, blocked)
    assert isinstance(loaded.encoder, OnnxEncoder)
    assert "not kept" in caplog.text
